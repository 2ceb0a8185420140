/// How a cell looks, after a theme has turned a role into colours.
package struct Style: Hashable, Sendable {
  /// Bold, dim and the like, in any combination.
  package struct Attributes: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let bold = Attributes(rawValue: 1)
    package static let dim = Attributes(rawValue: 2)
    package static let italic = Attributes(rawValue: 4)
    package static let underline = Attributes(rawValue: 8)
    package static let reverse = Attributes(rawValue: 16)
  }

  package var foreground: Colour
  package var background: Colour
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
  package var text: String
  package var style: Style

  package init(_ text: String, _ style: Style = .plain) {
    self.text = text
    self.style = style
  }
}
