internal import Glibc
internal import Subprocess

/// By which ways a text went to the clipboard.
package struct ClipboardReceipt: Equatable, Sendable {
  /// One way.
  package enum Way: Equatable, Sendable {
    /// The terminal was told (OSC 52); whether it obeys, nobody learns.
    case terminal
    /// A program took it, such as wl-copy, and said so.
    case tool(String)
  }

  /// Every way that was taken; empty where there was none.
  package internal(set) var ways: [Way] = []

  /// Whether the text went anywhere.
  package var isCopied: Bool { !ways.isEmpty }

  /// Whether somebody confirmed to have it.
  package var isConfirmed: Bool { ways.contains { $0 != .terminal } }
}

/// The ways out for a copied text.
enum Clipboard {
  /// What most terminals take at the most, in bytes after encoding.
  static let mostEncoded = 74_994

  /// The sequence that asks the terminal to fill its clipboard; nil where the text is too long for it.
  ///
  /// tmux and screen keep it for themselves, so it is wrapped to be passed on.
  static func sequence(for text: String) -> String? {
    guard text.utf8.count <= mostEncoded / 4 * 3 else { return nil }
    let plain = "\u{1B}]52;c;" + base64(Array(text.utf8)) + "\u{07}"
    if Environment["TMUX"] != nil {
      // tmux listens to the plain one or passes the wrapped one on, as it is configured.
      return plain + "\u{1B}Ptmux;\u{1B}" + plain + "\u{1B}\\"
    }
    return plain
  }

  /// Hands the text to the first program that fits this session and takes it; its name, or nil.
  @concurrent static func useTool(_ text: String) async -> String? {
    for tool in tools() where await give(text, to: tool) { return tool[0] }
    return nil
  }

  private static func tools() -> [[String]] {
    var tools: [[String]] = []
    #if os(macOS)
      tools.append(["pbcopy"])
    #endif
    if Environment["WAYLAND_DISPLAY"] != nil { tools.append(["wl-copy"]) }
    if Environment["DISPLAY"] != nil { tools += [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]] }
    if Environment["TMUX"] != nil { tools.append(["tmux", "load-buffer", "-w", "-"]) }
    return tools
  }

  /// A tool that hangs, as xclip does on a dead display, is ended after two seconds.
  private static func give(_ text: String, to tool: [String]) async -> Bool {
    await withTaskGroup(of: Bool.self) { group in
      group.addTask {
        let result = try? await Subprocess.run(
          .name(tool[0]), arguments: Arguments(Array(tool.dropFirst())), input: .string(text), output: .discarded, error: .discarded)
        return result?.terminationStatus.isSuccess ?? false
      }
      group.addTask {
        try? await Task.sleep(for: .seconds(2))
        return false
      }
      let first = await group.next() ?? false
      group.cancelAll()
      return first
    }
  }

  /// RFC 4648, with padding.
  static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count / 3 * 4 + 4)
    var index = 0
    while index < bytes.count {
      let part = bytes[index..<min(index + 3, bytes.count)]
      let bits = part.enumerated().reduce(UInt32(0)) { $0 | UInt32($1.element) << UInt32(16 - 8 * $1.offset) }
      for digit in 0..<4 {
        text.append(digit <= part.count ? digits[Int(bits >> UInt32(18 - 6 * digit) & 63)] : UInt8(ascii: "="))
      }
      index += 3
    }
    return String(decoding: text, as: UTF8.self)
  }
}
