package import Casefile

/// Keeps alerts as they come; an alert that is known by source and id is brought up to date.
package protocol AlertKeeper: Sendable {
  /// Returns how many were new.
  func keep(_ alerts: [Alert]) async throws -> Int
}
