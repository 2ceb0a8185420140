package import Canvas
internal import Foundation

/// A program in a detached tmux of its own: a second, independent terminal to look at.
package final class TmuxSession {
  /// What tmux said when it refused.
  package struct Failure: Error, CustomStringConvertible {
    /// tmux's own words, or what was waited for.
    package let description: String
  }

  /// Whether tmux is installed; tests that need it are skipped where it is not.
  package static let isInstalled = FileManager.default.isExecutableFile(atPath: program)

  private static let program =
    ["/usr/bin/tmux", "/usr/local/bin/tmux"].first { FileManager.default.isExecutableFile(atPath: $0) } ?? "/usr/bin/tmux"

  private let socket: String

  /// Starts `program` with its arguments; every session has a socket of its own, as a server may still be going down.
  package init(
    _ program: [String], environment: [String: String] = [:], size: Size = Size(width: 120, height: 36), directory: String = "/tmp"
  ) throws {
    socket = "logspotlight-\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: 0...UInt32.max))"
    let variables = ["LC_ALL": "C.UTF-8"].merging(environment) { $1 }.flatMap { ["-e", "\($0.key)=\($0.value)"] }
    try tmux(
      ["new-session", "-d", "-s", "main", "-x", "\(size.width)", "-y", "\(size.height)", "-c", directory] + variables + ["--"] + program)
    try tmux(["set-option", "-g", "remain-on-exit", "on"])
  }

  deinit { _ = try? tmux(["kill-server"]) }

  /// Presses keys by tmux's names, such as `F5`, `C-c`, `Enter`.
  package func press(_ names: String...) throws { try tmux(["send-keys", "-t", "main"] + names) }

  /// Types text as it is.
  package func type(_ text: String) throws { try tmux(["send-keys", "-t", "main", "-l", text]) }

  /// Pastes text in brackets, as a terminal does.
  package func paste(_ text: String) throws {
    try tmux(["set-buffer", "-b", "pasted", text])
    try tmux(["paste-buffer", "-p", "-b", "pasted", "-t", "main"])
  }

  /// Changes the size of the window.
  package func resize(_ size: Size) throws {
    try tmux(["resize-window", "-t", "main", "-x", "\(size.width)", "-y", "\(size.height)"])
  }

  /// What stands on the screen; with SGR sequences where `withColours`.
  package func screen(withColours: Bool = false) throws -> String {
    try tmux(["capture-pane", "-p", "-t", "main"] + (withColours ? ["-e"] : []))
  }

  /// Whether the program shows the alternate screen.
  package func isAlternate() throws -> Bool {
    try tmux(["display-message", "-p", "-t", "main", "#{alternate_on}"]).hasPrefix("1")
  }

  /// The exit status of the program; nil while it runs.
  package func status() throws -> Int? {
    let answer = try tmux(["display-message", "-p", "-t", "main", "#{pane_dead} #{pane_dead_status}"]).split(whereSeparator: \.isWhitespace)
    return answer.first == "1" ? answer.dropFirst().first.flatMap { Int($0) } ?? -1 : nil
  }

  /// Looks every 20 ms until the screen satisfies a condition, and returns it.
  @discardableResult
  package func wait(for what: String, within seconds: Double = 10, _ condition: (String) -> Bool) throws -> String {
    let deadline = ProcessInfo.processInfo.systemUptime + seconds
    while true {
      let text = try screen()
      if condition(text) { return text }
      guard ProcessInfo.processInfo.systemUptime < deadline else {
        throw Failure(description: "waited in vain for \(what); the screen was:\n\(text)")
      }
      // tmux tells nobody when a pane changes, so there is nothing to wait on.
      usleep(20_000)
    }
  }

  /// Looks until a text stands on the screen.
  @discardableResult
  package func wait(forText text: String, within seconds: Double = 10) throws -> String {
    try wait(for: "“\(text)”", within: seconds) { $0.contains(text) }
  }

  @discardableResult
  private func tmux(_ arguments: [String]) throws -> String {
    // A file and not a pipe: the server that the first command starts keeps open whatever it inherits.
    let path = NSTemporaryDirectory() + socket + "-\(UInt32.random(in: 0...UInt32.max))"
    defer { unlink(path) }
    let variables = ProcessInfo.processInfo.environment.filter { $0.key != "TMUX" }
    let status = try ChildProcess.run(
      TmuxSession.program, ["-L", socket, "-f", "/dev/null"] + arguments, environment: variables, output: path, errors: path, within: 60)
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    guard status == 0 else { throw Failure(description: "tmux \(arguments.joined(separator: " ")): \(text)") }
    return text
  }
}
