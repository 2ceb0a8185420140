internal import Casefile
internal import HuntPipeline

/// Giving alerts their former values back.
extension Model {
  /// Why there is no change to undo in its window: neither the one on screen, nor the one before while a new one is chosen; nil where there
  /// is one.
  var whyNotUndo: String? {
    guard case .writeBack(let state) = overlay else { return Wording.nothingChanged }
    switch state.phase {
    case .ended: return state.undoing.isEmpty ? Wording.nothingToUndo : nil
    case .choosing: return sentChange?.undoing.isEmpty ?? true ? Wording.nothingChanged : nil
    case .sending: return Wording.changeUnderWay
    case .confirming, .drafting: return Wording.nothingChanged
    }
  }

  /// Why the last change cannot be undone from wherever one is; nil where it can.
  var whyNotUndoLast: String? {
    guard let sentChange else { return Wording.nothingChanged }
    if sentChange.phase == .sending { return Wording.changeUnderWay }
    return sentChange.undoing.isEmpty ? Wording.nothingToUndo : nil
  }

  mutating func undoLastChange() -> [Effect] {
    guard let sentChange else { return [] }
    hasUnseenChange = false
    drop(Wording.changeEnded(sentChange, key: keys.label(of: .changeAlert)))
    return undo(sentChange)
  }

  /// Makes ready what takes a change back; it is shown before it is sent, as every change is.
  mutating func undo(_ state: WriteBackState) -> [Effect] {
    let wishes = state.undoing
    guard !wishes.isEmpty else { return [] }
    var undo = newChange(wishes.map { AlertID($0.alert, source: $0.source) })
    undo.isUndo = true
    undo.phase = .drafting
    overlay = .writeBack(undo)
    return [.draftTriage(wishes, change: undo.number)]
  }
}
