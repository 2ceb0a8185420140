internal import Casefile
internal import HuntPipeline

extension Model {
  /// Ends the waiting for what could not be done, so that no pane reads for ever, and says why.
  mutating func notDone(_ effect: Effect, _ problem: Problem) {
    switch effect {
    case .loadAlerts(let listing, _):
      // A list that cannot be read now is read again when the time has come, or by key.
      guard listing == alerts.listing else { return }
      alerts.pending = nil
      alerts.problem = problem
      alerts.refresh.end(at: now)
    case .loadAlert(let id):
      guard id == detail.wanted else { return }
      // What is there is another alert, or this one as it no longer is.
      detail.alert = nil
      leaveRecord()
      record = RecordState()
      detail.problem = problem
    case .loadAlertIDs(_, .ask): request.isGathering = false
    case .loadRows(let view, let range): rowsArrived(view, start: max(0, range.lowerBound), rows: [])
    case .orderRows(let view): return rowsNotOrdered(view, problem)
    case .countValues(let view, let column): valuesNotCounted(view, column)
    case .findRow(let view, let row):
      if view == rows.view, rows.wanted?.row == row { rows.wanted = nil }
    case .countTechniques(let listing): techniquesNotCounted(listing)
    case .draftTriage(_, let change): triageNotDrafted(change)
    case .loadSubscriptions(let window): subscriptionsNotRead(problem, window)
    case .loadHunts:
      if case .hunts(var state) = overlay {
        state.problem = problem
        overlay = .hunts(state)
      }
    default: break
    }
    say(Wording.line(problem), .bad)
  }
}
