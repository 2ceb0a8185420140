package import Casefile

/// How often each value of a column occurs.
package struct ColumnFrequency: Equatable, Sendable {
  /// A value and its rows.
  package struct Line: Equatable, Sendable {
    package var value: Value
    package var count: Int

    package init(value: Value, count: Int) {
      self.value = value
      self.count = count
    }
  }

  /// How numbers or times spread between the least and the greatest.
  package struct Spread: Equatable, Sendable {
    package var least: Value
    package var greatest: Value
    /// Rows in ranges of equal length.
    package var counts: [Int]

    package init(least: Value, greatest: Value, counts: [Int]) {
      self.least = least
      self.greatest = greatest
      self.counts = counts
    }
  }

  /// Values are told apart up to here; later new ones are only counted together.
  package static let mostDistinct = 100_000
  /// Lines that are handed over: half of them the commonest, half the rarest.
  package static let mostLines = 2_000
  /// Values are told apart by so many bytes.
  package static let valueBytes = 4_096

  /// Rows counted.
  package var rows: Int
  /// Rows without a value.
  package var nulls: Int
  /// The commonest first.
  package var lines: [Line]
  /// Values between the two halves of `lines` that are left out; 0 when none are.
  package var leftOut: Int
  /// Different values, nulls not among them; the least there can be when `uncounted` is not 0.
  package var distinct: Int
  /// Rows whose value came after `mostDistinct` others and is counted nowhere.
  package var uncounted: Int
  /// Nil unless there are numbers or times.
  package var spread: Spread?

  package init(
    rows: Int, nulls: Int, lines: [Line], leftOut: Int = 0, distinct: Int, uncounted: Int = 0, spread: Spread? = nil
  ) {
    self.rows = rows
    self.nulls = nulls
    self.lines = lines
    self.leftOut = leftOut
    self.distinct = distinct
    self.uncounted = uncounted
    self.spread = spread
  }
}
