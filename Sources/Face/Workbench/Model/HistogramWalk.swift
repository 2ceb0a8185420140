package import Casefile

/// Where the analyst stands in the histogram's slices.
package struct HistogramWalk: Equatable, Sendable {
  /// Place of the slice, from the oldest.
  package internal(set) var slice: Int
  /// The slice where a stretch began; nil for the one slice.
  package internal(set) var start: Int?

  /// Slices from the first to the last, both of them in it.
  package var slices: ClosedRange<Int> { min(slice, start ?? slice)...max(slice, start ?? slice) }

  /// The time that slices of a histogram cover.
  package static func range(_ slices: ClosedRange<Int>, of count: Int, in span: TimeRange) -> TimeRange {
    let width = max((span.length.ticks + Int64(count) - 1) / Int64(max(count, 1)), 1)
    let from = DateTime(ticks: span.from.ticks &+ Int64(slices.lowerBound) &* width)
    let to = DateTime(ticks: span.from.ticks &+ Int64(slices.upperBound + 1) &* width)
    return TimeRange(from: min(from, span.to), to: min(to, span.to))
  }
}
