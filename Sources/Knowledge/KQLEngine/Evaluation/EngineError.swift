package import Casefile

/// Why a query cannot be run, or not to its end.
package enum EngineError: Error, Equatable, Sendable {
  /// The query has no runnable tree, or a name in it was never resolved.
  case notRunnable(String)
  /// The construct at these UTF-8 offsets is not run here yet.
  case unsupported(String, Range<Int>)
  /// A regular expression that RE2 refuses: the pattern and the reason.
  case badPattern(String, String, Range<Int>)
  /// A step was given an argument it cannot use.
  case badArgument(String, Range<Int>)
  /// A function would make one value of more bytes than a value may have.
  case valueTooLarge(String, Range<Int>)
  /// A step would hold more bytes than a query may.
  case tooMuchHeld(String, most: Int)
}

extension EngineError {
  /// The error as the screen and the command line show it; `text` is the query, for the place.
  package func problem(in text: String) -> Problem {
    switch self {
    case .notRunnable(let reason):
      return failed("\(EngineError.sentence(reason)).", remedy: "Correct the query, then run it again.")
    case .unsupported(let what, let range):
      return failed(
        "\(EngineError.sentence(what)) is not run by the local engine (\(EngineError.place(range, in: text))).",
        remedy: "Write that part in another way; the cloud services may run it as it is.")
    case .badPattern(let pattern, let reason, let range):
      return failed(
        "The regular expression '\(EngineError.shortened(pattern))' cannot be used: \(reason) (\(EngineError.place(range, in: text))).",
        remedy: "Correct the pattern; the syntax is RE2's.")
    case .badArgument(let what, let range):
      return failed(
        "\(EngineError.sentence(what)) (\(EngineError.place(range, in: text))).", remedy: "Correct that argument, then run it again.")
    case .valueTooLarge(let function, let range):
      return failed(
        "\(function) would make a text of more than \(EngineLimits.longestText >> 20) MiB, or a dynamic of more than "
          + "\(EngineLimits.largestDynamic >> 20) MiB (\(EngineError.place(range, in: text))).",
        remedy: "Shorten what it is given, with substring, take or a limit of its own.")
    case .tooMuchHeld(let step, let most):
      return Problem(
        "The query needs too much memory.", cause: "\(step) would hold more than \(most >> 20) MiB.",
        remedy: "Filter earlier, take fewer columns or a shorter time, or summarize before it.")
    }
  }

  private func failed(_ cause: String, remedy: String) -> Problem { Problem("The query could not be run.", cause: cause, remedy: remedy) }

  private static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  private static func shortened(_ pattern: String) -> String { pattern.count > 80 ? pattern.prefix(80) + "…" : pattern }

  /// Lines and columns from 1, as the editor counts them.
  private static func place(_ range: Range<Int>, in text: String) -> String {
    let before = text.utf8.prefix(max(0, range.lowerBound))
    let line = before.count { $0 == 0x0A } + 1
    let start = before.lastIndex(of: 0x0A).map { text.utf8.index(after: $0) } ?? text.startIndex
    let column = String(decoding: text.utf8[start..<before.endIndex], as: UTF8.self).count + 1
    return "line \(line), column \(column)"
  }
}

extension EngineError: CustomStringConvertible {
  /// What went wrong in one line, without the place; for logs.
  package var description: String { problem(in: "").cause ?? "" }
}
