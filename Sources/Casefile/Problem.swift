/// What went wrong, in the one shape the screen, the log and the exit code understand.
///
/// `summary` says what happened, `cause` why, `remedy` what to do next. Each is one sentence without a trailing newline.
/// Decide by `retry` and `kind`, never by the words.
package struct Problem: Error, Equatable, Sendable {
  /// Whether trying the same thing again can help.
  package enum Retry: Equatable, Sendable {
    case never
    case now
    case after(seconds: Double)
  }

  /// The coarse class of a problem; it decides the exit code (CONTRACTS §2).
  package enum Kind: String, Equatable, Sendable {
    case failed
    case usage
    case refused
    case overBudget
    case partial
    case interrupted
  }

  package var summary: String
  package var cause: String?
  package var remedy: String?
  package var retry: Retry
  package var kind: Kind
  /// True where nothing reached the other side, so that what was asked for cannot have been done.
  package var isUnsent = false
  /// True where rows that were delivered before it are none of the result: they must not be counted, analysed or kept as found. Other
  /// problems behind rows leave those before as a part of the result.
  package var withdrawsRows = false

  package init(_ summary: String, cause: String? = nil, remedy: String? = nil, retry: Retry = .never, kind: Kind = .failed) {
    self.summary = summary
    self.cause = cause
    self.remedy = remedy
    self.retry = retry
    self.kind = kind
  }
}

extension Problem: CustomStringConvertible {
  /// All parts on one line, for logs and standard error.
  package var description: String {
    [summary, cause, remedy].compactMap { $0 }.joined(separator: " — ")
  }
}
