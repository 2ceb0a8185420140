internal import Canvas

extension CommandTable {
  /// The screen itself: what it shows of keys, and taking it along as text.
  static let screen: [CommandSpec] = [
    CommandSpec(
      .toggleHints, "Hints at the bottom", help: "Hide the line of keys at the bottom, or show it again; it is remembered.", keys: ["f3"]),
    CommandSpec(
      .jump, "Jump", help: "Give lines on screen letters, 52 at most: a letter goes to its line, a digit to its pane.", keys: ["`"]),
    CommandSpec(
      .copyPane, "Copy the pane", help: "Copy what the pane shows now, as plain lines without frames and colours.", keys: ["Y"],
      unavailable: { ScreenLayout($0).inner($0.focus).isEmpty ? Wording.nothingToCopy : nil }),
  ]
}
