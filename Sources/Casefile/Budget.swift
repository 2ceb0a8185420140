/// What may be spent, and when to warn (CONTRACTS §3). A nil cap is no cap.
package struct Budget: Equatable, Sendable {
  /// Share of a limit from which the meter warns, 0...1.
  package var warnRatio: Double
  package var perHunt: Money?
  package var perDay: Money?

  package init(warnRatio: Double = 0.8, perHunt: Money? = nil, perDay: Money? = nil) {
    self.warnRatio = warnRatio
    self.perHunt = perHunt
    self.perDay = perDay
  }
}
