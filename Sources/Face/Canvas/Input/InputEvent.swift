/// What the terminal tells the workbench.
package enum InputEvent: Hashable, Sendable {
  case key(Key)
  /// Pasted text, raw and whole: line breaks are LF, and nothing in it is a command.
  case paste(String)
  /// How many colours the screen shows; told once, before its first size.
  case colours(ColourDepth)
  /// The screen has a new size.
  case resize(Size)
  /// Whether the terminal's window has the keyboard now.
  case focus(Bool)
  case mouse(MouseEvent)
  /// The program is back after a stop (Ctrl-Z) or after an editor; clocks and cursors may want a look.
  case resumed
}

/// One mouse action at a cell.
package struct MouseEvent: Hashable, Sendable {
  /// What the mouse did.
  package enum Action: Hashable, Sendable {
    case press, release, drag, scrollUp, scrollDown
  }

  /// Which button acted; the wheel counts as none.
  package enum Button: Hashable, Sendable {
    case left, middle, right, none
  }

  /// What happened.
  package let action: Action

  /// The button concerned.
  package let button: Button

  /// The cell under the pointer.
  package let position: Point

  /// The keys held meanwhile, as far as the terminal tells.
  package let modifiers: Key.Modifiers

  /// Makes an event at a cell.
  package init(_ action: Action, _ button: Button, at position: Point, _ modifiers: Key.Modifiers = []) {
    self.action = action
    self.button = button
    self.position = position
    self.modifiers = modifiers
  }
}
