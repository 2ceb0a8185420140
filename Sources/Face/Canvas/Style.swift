/// How a cell looks, after a theme has turned a role into colours.
package struct Style: Hashable, Sendable {
  /// Bold, dim and the like, in any combination.
  package struct Attributes: OptionSet, Hashable, Sendable {
    /// One bit an attribute.
    package let rawValue: UInt8

    /// Makes a set from its bits.
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Heavier strokes.
    package static let bold = Attributes(rawValue: 1)

    /// Fainter than normal.
    package static let dim = Attributes(rawValue: 2)

    /// Slanted, where the font can.
    package static let italic = Attributes(rawValue: 4)

    /// A line below; it also sets marks off.
    package static let underline = Attributes(rawValue: 8)

    /// Foreground and background exchanged.
    package static let reverse = Attributes(rawValue: 16)
  }

  /// The colour of the text.
  package var foreground: Colour

  /// The colour behind it; `.standard` keeps what is there when drawing.
  package var background: Colour

  /// Bold, dim and the like.
  package var attributes: Attributes

  /// The ASCII letter that stands for the role in `Surface.roleText()`; the terminal ignores it.
  package var letter: UInt8

  /// Makes a style; `letter` is the role's letter in snapshots, a space where the role does not matter.
  package init(
    foreground: Colour = .standard, background: Colour = .standard, attributes: Attributes = [], letter: Character = " "
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
    let ascii = letter.asciiValue ?? UInt8(ascii: "?")
    self.letter = ascii < 0x20 || ascii == 0x7F ? UInt8(ascii: "?") : ascii
  }

  /// The terminal's own colours, no attribute, no role.
  package static let plain = Style()
}

extension Style {
  /// The same style with more attributes.
  package func adding(_ more: Attributes) -> Style {
    var copy = self
    copy.attributes.formUnion(more)
    return copy
  }

  /// The same style on another background, as for the row the cursor is on.
  package func on(_ background: Colour) -> Style {
    var copy = self
    copy.background = background
    return copy
  }

  /// This style where it says something, `base` where it is silent: a `.standard` colour takes the base's, attributes add up.
  package func over(_ base: Style) -> Style {
    var copy = self
    if foreground == .standard { copy.foreground = base.foreground }
    if background == .standard { copy.background = base.background }
    copy.attributes.formUnion(base.attributes)
    return copy
  }

  /// How a mark for an invisible scalar is set off from the same characters typed by somebody: underline, switched.
  package var marked: Style {
    var copy = self
    copy.attributes.formSymmetricDifference(.underline)
    return copy
  }
}

/// A run of text in one style; the text is raw, drawing makes it safe.
package struct Span: Hashable, Sendable {
  /// The raw text.
  package var text: String

  /// The style of all of it.
  package var style: Style

  /// Makes a run, plain unless told otherwise.
  package init(_ text: String, _ style: Style = .plain) {
    self.text = text
    self.style = style
  }
}
