internal import CNcurses
internal import Canvas

/// What effects may ask of the terminal.
@TerminalActor package final class TerminalControl {
  private let screen: Screen

  /// Set once the loop shall end.
  private(set) var ending: TerminalEnding?

  /// Whether somebody else, such as an editor, has the terminal.
  private(set) var isPaused = false

  /// Whether the terminal came back from somebody else and the model has not heard of it.
  private(set) var hasResumed = false

  init(_ screen: Screen) { self.screen = screen }

  /// What the terminal can show.
  package var traits: TerminalTraits { screen.traits }

  /// Ends the loop after the message at hand.
  package func quit() { end(.quit) }

  /// Has the mouse told, or leaves it to the terminal.
  package func setMouse(_ isOn: Bool) { if !isPaused { screen.setMouse(isOn) } }

  /// Rings the terminal's bell.
  package func ring() { if !isPaused { screen.write("\u{07}") } }

  /// Sends the whole screen again, for when something else has written on it.
  package func repaint() { if !isPaused { screen.repaint() } }

  /// Stops the job as Ctrl-Z does, and returns when it is continued, with everything drawn anew.
  package func suspend() {
    if isPaused {
      guard_stop_job()
      return
    }
    screen.leave()
    guard_stop_job()
    screen.enter()
    hasResumed = true
  }

  /// Copies text to the clipboard and tells by which ways.
  package func copy(_ text: String) async -> ClipboardReceipt {
    var receipt = ClipboardReceipt()
    if let sequence = Clipboard.sequence(for: text), !isPaused {
      screen.write(sequence)
      receipt.ways.append(.terminal)
    }
    if let tool = await Clipboard.useTool(text) { receipt.ways.append(.tool(tool)) }
    return receipt
  }

  /// Lets the analyst edit text in `$VISUAL` or `$EDITOR` and returns what was saved; messages go on being received meanwhile.
  ///
  /// Throws a `Problem` where no editor could be started or it failed; the text is then unchanged.
  package func edit(_ text: String, fileName: String = "query.kql") async throws -> String {
    let editor = try TextEditor(fileName: fileName, text: text)
    defer { editor.discard() }
    pause()
    defer { resume() }
    return try await editor.run()
  }

  func end(_ ending: TerminalEnding) { if self.ending == nil { self.ending = ending } }

  /// The job was continued without our having stopped it: the modes are doubtful, the screen is somebody else's.
  func reclaim() {
    screen.enter()
    hasResumed = true
  }

  func takeResumed() -> Bool {
    defer { hasResumed = false }
    return hasResumed
  }

  private func pause() {
    isPaused = true
    guard_ignore_interrupts(1)
    screen.leave()
  }

  private func resume() {
    screen.enter()
    guard_ignore_interrupts(0)
    isPaused = false
    hasResumed = true
  }
}
