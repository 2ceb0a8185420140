package import Canvas

/// A line on screen that a letter goes to.
package struct JumpTarget: Equatable, Sendable {
  package var letter: Character
  package var pane: PaneID
  /// Place of the line in the pane's list.
  package var place: Int
  /// Where the letter stands.
  package var point: Point

  /// The letters, those under the fingers first; as many lines have one.
  static let letters = Array("asdfghjklqwertyuiopzxcvbnmASDFGHJKLQWERTYUIOPZXCVBNM")
}
