internal import Canvas

extension Model {
  /// Says that nothing answers a key in the pane that has the focus, and where something would when that is one pane only.
  mutating func tellUnanswered(_ key: Key) {
    let panes = keys.panes(answering: key).filter { $0 != focus }
    let elsewhere = panes.count == 1 ? panes.first : nil
    let words = Wording.unanswered(KeyMap.label(key), in: focus, elsewhere: elsewhere, help: keys.label(of: .help))
    say(words, .note)
    unanswered = words
  }
}

extension Model {
  /// Takes those words off the status line: they are of the key before.
  mutating func forgetUnanswered() {
    if let words = unanswered { drop(words) }
    unanswered = nil
  }
}

extension KeyMap {
  /// Panes in which the key means something that it does not mean everywhere, in their usual order.
  func panes(answering key: Key) -> [PaneID] {
    var found: Set<PaneID> = []
    for row in CommandTable.rows {
      if case .panes(let panes) = row.scope, keys(of: row.command).contains(key) { found.formUnion(panes) }
    }
    return PaneID.allCases.filter(found.contains)
  }
}
