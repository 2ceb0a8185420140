package import KQL

/// The list of what could be typed at the cursor of the query.
package struct CompletionState: Sendable, Equatable {
  package internal(set) var completion: KQLCompletion
  package internal(set) var cursor = 0
  /// True once the analyst moved in the list: Enter then takes what is chosen, before it ends the line.
  package internal(set) var isChosen = false
  /// True when the list was asked for by key, so that it stays open with nothing typed.
  var isWanted: Bool

  /// Lines of the list on screen.
  static let height = 8

  init(_ completion: KQLCompletion, isWanted: Bool) {
    self.completion = completion
    self.isWanted = isWanted
  }

  package var item: KQLCompletion.Item? { completion.items.indices.contains(cursor) ? completion.items[cursor] : nil }

  mutating func move(_ step: Int) {
    let count = completion.items.count
    guard count > 0 else { return }
    cursor = (cursor + step + count) % count
    isChosen = true
  }
}
