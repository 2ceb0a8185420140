package import Casefile

/// Why nothing comes at the moment, and when it goes on.
package struct Waiting: Equatable, Sendable {
  /// In words for people.
  package var cause: String
  /// When it is tried again; nil where nothing is waited for.
  package var until: DateTime?

  /// `seconds` as a server asked for them; what is longer than a year is a year.
  package init(_ cause: String, seconds: Double, from now: DateTime) {
    self.cause = cause
    until = seconds > 0 ? now + .seconds(min(seconds, 31_536_000)) : nil
  }

  /// Whole seconds until it goes on, begun ones counted; 0 where nothing is waited for.
  package func secondsLeft(at now: DateTime) -> Int {
    guard let until, until > now else { return 0 }
    return Int((until - now).totalSeconds.rounded(.up))
  }
}
