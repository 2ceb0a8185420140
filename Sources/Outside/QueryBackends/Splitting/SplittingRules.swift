package import Casefile

/// When and how far a range is cut by time.
package struct SplittingRules: Equatable, Sendable {
  /// A longer range is cut from the start; nil cuts none before the service says that it is too much.
  package var longestRange: TimeSpan?
  /// No part is shorter.
  package var shortestPart: TimeSpan
  /// Parts asked at the same time.
  package var concurrency: Int
  /// Requests of one query at most; what is left then is told as missing.
  package var mostRequests: Int
  /// Ever shorter parts of the same stretch that are refused as too much, before it is taken that time is not what makes the query heavy;
  /// nil goes on as far as the other rules allow, for services that refuse for the size of an answer, too.
  package var mostRefusals: Int?
  /// Seconds that may pass in waiting for answers that turn out to be refused as too much; once they have, nothing is cut any more and what
  /// was not asked yet is left out. Nil waits as long as the other rules allow.
  package var mostRefusedSeconds: Double?

  package init(
    longestRange: TimeSpan? = .days(7), shortestPart: TimeSpan = .minutes(1), concurrency: Int = 5, mostRequests: Int = 150,
    mostRefusals: Int? = nil, mostRefusedSeconds: Double? = nil
  ) {
    self.longestRange = longestRange
    self.shortestPart = shortestPart
    self.concurrency = max(1, concurrency)
    self.mostRequests = max(1, mostRequests)
    self.mostRefusedSeconds = mostRefusedSeconds
    self.mostRefusals = mostRefusals.map { max(1, $0) }
  }

  /// The range in parts of equal length and whole seconds, the oldest first: as many as leave none longer than `longestRange`, but no more
  /// than `mostRequests`.
  func parts(of range: TimeRange) -> [TimeRange] {
    let length = range.length.ticks
    guard let longest = longestRange?.ticks, length > longest, longest > 0 else { return [range] }
    let count = min(Int64(mostRequests), (length + longest - 1) / longest)
    var cuts = (1..<count).map { (range.from + TimeSpan(ticks: length / count * $0)).wholeSecond }
    cuts = [range.from] + cuts.filter { range.from < $0 && $0 < range.to } + [range.to]
    return zip(cuts, cuts.dropFirst()).map { TimeRange(from: $0, to: $1) }
  }

  /// Both halves, the older first; nil when they would be shorter than `shortestPart`.
  func halves(of range: TimeRange) -> [TimeRange]? {
    guard range.length.ticks >= 2 * shortestPart.ticks else { return nil }
    let middle = (range.from + TimeSpan(ticks: range.length.ticks / 2)).wholeSecond
    guard range.from < middle, middle < range.to else { return nil }
    return [TimeRange(from: range.from, to: middle), TimeRange(from: middle, to: range.to)]
  }
}
