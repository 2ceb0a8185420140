internal import Casefile
internal import HuntPipeline

/// Filters that are given up or taken away.
extension Model {
  /// Esc in the prompt: the list is again what it was before the prompt was opened, and the alert that was under the cursor is again.
  mutating func giveUpFilter() -> [Effect] {
    alerts.filterEditor = nil
    return list(filter: alerts.before.filter, keeping: alerts.before.id)
  }

  /// Takes the filter away; the alert under the cursor stays under it, wherever it stands then.
  mutating func clearAlertFilter() -> [Effect] { list(filter: "", keeping: alerts.lineUnderCursor?.name) }

  mutating func list(filter: String, keeping id: AlertID?) -> [Effect] {
    let effects = list { $0.filter = filter }
    // Among groups there is no one line of an alert.
    guard !effects.isEmpty, let id, alerts.listing.grouping == nil else { return effects }
    alerts.sought = id
    return effects + [.findAlert(id, alerts.listing)]
  }

  mutating func alertPlaceFound(_ id: AlertID, _ place: Int?, of listing: AlertListing) {
    guard listing == alerts.listing, alerts.sought == id else { return }
    alerts.sought = nil
    // Who went on meanwhile wants to be where they went.
    guard let place, alerts.cursor == 0 else { return }
    alerts.cursor = place
    // The page that says how many lines there are may still be on its way.
    alerts.lineCount = max(alerts.lineCount, place + 1)
  }

  /// Takes words off the status line once what they spoke of is over.
  mutating func drop(_ words: String) {
    if toast?.text == words { toast = nil }
  }
}
