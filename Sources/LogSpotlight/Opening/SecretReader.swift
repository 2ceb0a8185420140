import Casefile
import Foundation
import Settings
import SignIn

/// Reads a secret from the place the configuration names, each time it is needed.
enum SecretReader {
  /// Throws a `Problem` that names the place and never the secret.
  static func read(_ place: SecretPlace?, named key: String) async throws -> String {
    guard let place else {
      throw Problem(
        "\(key) is not set.", cause: "The provider wants a key.",
        remedy: "Add \(key.split(separator: ".").last ?? "api_key") = { env = \"…\" }.", kind: .usage)
    }
    let secret: String
    switch place {
    case .environment(let name): secret = Surroundings()[name] ?? ""
    case .file(let path): secret = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    case .command(let line): secret = try await output(of: line, key)
    }
    let trimmed = secret.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !trimmed.isEmpty else {
      throw Problem("\(key) is empty.", cause: "Nothing came from \(place.description).", remedy: "Set it, or name another place.")
    }
    return trimmed
  }

  /// Seconds that a command has: some ask a person for a passphrase.
  private static let longest = 30.0

  /// Runs the command without a shell and takes what it writes.
  private static func output(of line: String, _ key: String) async throws -> String {
    do {
      return String(decoding: try await SecretRun().output(of: words(of: line), within: longest), as: UTF8.self)
    } catch let trouble as SecretRun.Trouble {
      switch trouble {
      case .notStarted(let cause):
        throw Problem("\(key): the command cannot be run.", cause: cause, remedy: "Check the command in the configuration.")
      case .failed(let code):
        throw Problem("\(key): the command failed.", cause: "It ended with code \(code).", remedy: "Run it by hand to see why.")
      case .late:
        throw Problem(
          "\(key): the command took too long.", cause: "It had not ended after \(Int(longest)) s, and was ended.",
          remedy: "Run it by hand to see what it waits for.")
      }
    }
  }

  /// Splits at blanks; single and double quotes group.
  private static func words(of line: String) -> [String] {
    var words: [String] = []
    var word = ""
    var quote: Character?
    var isOpen = false
    for character in line {
      switch (character, quote) {
      case (let mark, let open?) where mark == open: quote = nil
      case ("'", nil), ("\"", nil):
        quote = character
        isOpen = true
      case (" ", nil), ("\t", nil):
        if isOpen || !word.isEmpty { words.append(word) }
        word = ""
        isOpen = false
      default: word.append(character)
      }
    }
    if isOpen || !word.isEmpty { words.append(word) }
    return words
  }
}
