package import Canvas
internal import Glibc

/// What the terminal at hand can show; every frame is drawn for it.
package struct TerminalTraits: Equatable, Sendable {
  /// The size of the screen in cells.
  package let size: Size

  /// How many colours it shows; `.mono` too where `NO_COLOR` is set.
  package let colours: ColourDepth

  /// Whether more than ASCII can be shown; false in a locale that is not UTF-8.
  package let isUnicode: Bool

  /// Describes a terminal.
  package init(size: Size, colours: ColourDepth, isUnicode: Bool) {
    self.size = size
    self.colours = colours
    self.isUnicode = isUnicode
  }

  /// The characters lines and gauges are drawn with.
  package var glyphs: GlyphSet { isUnicode ? .unicode : .ascii }
}

/// What whoever starts the terminal may choose.
package struct TerminalOptions: Equatable, Sendable {
  /// Whether clicks and the wheel come as events; the terminal's own selecting then needs Shift.
  package var mouse: Bool

  /// Whether colours are wanted: nil follows `NO_COLOR`.
  package var colour: Bool?

  /// Chooses; without a mouse and with the environment's colours unless told otherwise.
  package init(mouse: Bool = false, colour: Bool? = nil) {
    self.mouse = mouse
    self.colour = colour
  }

  var isColourWanted: Bool {
    if let colour { return colour }
    return (Environment["NO_COLOR"] ?? "").isEmpty
  }
}

/// The process's environment, one variable at a time.
enum Environment {
  static subscript(name: String) -> String? { getenv(name).map { String(cString: $0) } }
}

/// How a run of the loop came to its end.
package enum TerminalEnding: Equatable, Sendable {
  /// `TerminalControl.quit` was called.
  case quit
  /// The process was asked to end by this signal; the exit code is 128 plus it.
  case signal(Int32)
  /// The terminal went away.
  case hangUp
}
