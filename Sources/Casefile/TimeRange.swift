/// A half-open stretch of time in UTC: `from` belongs to it, `to` does not.
package struct TimeRange: Hashable, Sendable {
  package var from: DateTime
  package var to: DateTime

  package init(from: DateTime, to: DateTime) {
    self.from = from
    self.to = to
  }

  package var length: TimeSpan { to - from }

  package func contains(_ moment: DateTime) -> Bool { from <= moment && moment < to }
}
