internal import Casefile
internal import HuntPipeline

extension Model {
  mutating func performDetail(_ command: Command) -> [Effect] {
    switch command {
    case .showRaw:
      detail.showsRaw.toggle()
      detail.scroll = 0
      if detail.showsRaw, detail.rawLines.isEmpty, let raw = detail.alert?.raw { detail.rawLines = Model.prettyLines(raw) }
      return []
    case .huntHost: return pivot(.host)
    case .huntUser: return pivot(.user)
    case .huntAddress: return pivot(.address)
    default: return []
    }
  }

  mutating func alertArrived(_ alert: Alert?) {
    guard let alert, alert.id == detail.wanted || alert.id == alerts.lineUnderCursor?.id else { return }
    if detail.alert?.id != alert.id {
      detail.scroll = 0
      detail.showsRaw = false
    }
    detail.alert = alert
    detail.rawLines = detail.showsRaw ? Model.prettyLines(alert.raw) : []
  }

  /// Why there is nothing of that kind to hunt; nil when there is.
  func whyNoPivot(_ kind: Entity.Kind) -> String? {
    guard let alert = detail.alert else { return Wording.noAlert }
    return alert.entities.contains { $0.kind == kind } ? nil : Wording.noEntity(kind.rawValue)
  }

  private mutating func pivot(_ kind: Entity.Kind) -> [Effect] {
    guard let alert = detail.alert, let entity = alert.entities.first(where: { $0.kind == kind }) else { return [] }
    request.editor.replace(with: Wording.pivot(kind, entity.label))
    request.chosenTarget = .logs
    return focus(on: .ask)
  }

  /// The record with one member a line; text that is no JSON stays as it is.
  static func prettyLines(_ raw: String) -> [String] {
    let text = (try? JSONValue(parsing: raw).prettyText) ?? raw
    return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
