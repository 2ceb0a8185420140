import Casefile
import Foundation
import Tokens

/// How texts are counted, and how far the figures can be trusted for the model asked.
struct Counting {
  let encoding: TokenEncoding
  /// Nil where the vocabulary inside this program is damaged: then every byte counts as a token, which is never too few.
  private let counter: TokenCounter?
  private let factor: Double
  let isEstimate: Bool

  /// Says on standard error when the vocabulary is damaged.
  init(named name: String, factor: Double = 1, isEstimate: Bool = false) throws {
    guard let encoding = TokenEncoding(rawValue: name) else {
      throw Problem(
        "There is no encoding '\(name)'.", cause: "Known are \(TokenEncoding.allCases.map(\.rawValue).joined(separator: " and ")).",
        remedy: "Choose one of them.", kind: .usage)
    }
    self.encoding = encoding
    self.factor = factor
    do {
      counter = try TokenCounter.shared(for: encoding)
      self.isEstimate = isEstimate
    } catch {
      counter = nil
      self.isEstimate = true
      Output.say(Counting.damage(error))
    }
  }

  var isDamaged: Bool { counter == nil }

  /// The counter itself; throws a `Problem` where the vocabulary is damaged.
  func exact() throws -> TokenCounter { try counter ?? { throw Counting.damage(nil) }() }

  func count(_ text: String) -> Int { counter?.count(text) ?? encoding.upperBound(utf8Count: text.utf8.count) }

  /// A count that grows with a stream.
  func running() -> RunningCount? { counter.map { RunningCount($0) } }

  func rounded(_ count: Int) -> Int { Int((Double(count) * factor).rounded(.up)) }

  private static func damage(_ error: (any Error)?) -> Problem {
    Problem(
      error.map { String(describing: $0) } ?? "The vocabulary inside this program is damaged.",
      cause: "Tokens cannot be counted; an upper bound of one for each byte stands in, marked ~.", remedy: "Install the program again.")
  }
}

/// Counts files piece by piece, so that memory stays flat.
enum CountedFile {
  static func count(_ path: String, _ counting: Counting) throws -> Int {
    let handle: FileHandle
    if path == "-" {
      handle = .standardInput
    } else {
      guard let file = FileHandle(forReadingAtPath: path) else {
        throw Problem(
          "\(path) cannot be read.", cause: "There is no such file, or its permissions forbid it.", remedy: "Name a file that you may read."
        )
      }
      handle = file
    }
    var running = counting.running()
    var bound = 0
    while true {
      guard let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty else { break }
      if running == nil {
        bound += counting.count(String(decoding: piece, as: UTF8.self))
      } else {
        piece.withUnsafeBytes { running?.append(utf8: $0) }
      }
    }
    return running?.total ?? bound
  }
}
