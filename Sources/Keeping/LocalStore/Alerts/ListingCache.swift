import Casefile
import HuntPipeline
import Locking

/// What was found out for the latest listings, so that scrolling, sorting and unfolding look at nothing twice.
final class ListingCache: Sendable {
  /// What the answer depends on; order and folding only where they matter.
  struct Key: Hashable {
    var listing: AlertListing
    var includesSample: Bool
    /// Counts changes of the alerts.
    var stamp: Int64

    /// The key of what does not depend on the order.
    init(matchesOf listing: AlertListing, includesSample: Bool, stamp: Int64) {
      self.listing = listing
      self.listing.sort = .time
      self.listing.isDescending = true
      self.listing.unfolded = []
      self.listing.newSince = nil
      if listing.group == nil { self.listing.grouping = nil }
      self.includesSample = includesSample
      self.stamp = stamp
    }

    /// The key of a listing's groups.
    init(groupsOf listing: AlertListing, includesSample: Bool, stamp: Int64) {
      self.listing = listing
      self.listing.unfolded = []
      self.includesSample = includesSample
      self.stamp = stamp
    }
  }

  private struct Entries<Answer: Sendable> {
    private var answers: [(Key, Answer)] = []
    let most: Int

    init(most: Int) { self.most = most }

    subscript(key: Key) -> Answer? { answers.first { $0.0 == key }?.1 }

    mutating func keep(_ answer: Answer, for key: Key) {
      answers.removeAll { $0.0 == key }
      answers.insert((key, answer), at: 0)
      if answers.count > most { answers.removeLast() }
    }
  }

  private let totals = Locked(Entries<Int>(most: 4))
  private let matches = Locked(Entries<AlertMatches>(most: 12))
  private let groups = Locked(Entries<AlertGroups>(most: 3))
  private let members = Locked(Entries<[Int64]>(most: 24))

  /// Alerts in all.
  func total(_ key: Key, make: () throws -> Int) rethrows -> Int {
    if let known = totals.withLock({ $0[key] }) { return known }
    let made = try make()
    totals.withLock { $0.keep(made, for: key) }
    return made
  }

  func knownMatches(_ key: Key) -> AlertMatches? { matches.withLock { $0[key] } }

  func keep(_ found: AlertMatches, for key: Key) { matches.withLock { $0.keep(found, for: key) } }

  func matches(_ key: Key, make: () throws -> AlertMatches) rethrows -> AlertMatches {
    if let known = knownMatches(key) { return known }
    let made = try make()
    keep(made, for: key)
    return made
  }

  func groups(_ key: Key, make: () throws -> AlertGroups) rethrows -> AlertGroups {
    if let known = groups.withLock({ $0[key] }) { return known }
    let made = try make()
    groups.withLock { $0.keep(made, for: key) }
    return made
  }

  /// Numbers of a group's alerts, in order.
  func members(_ key: Key, make: () throws -> [Int64]) rethrows -> [Int64] {
    if let known = members.withLock({ $0[key] }) { return known }
    let made = try make()
    members.withLock { $0.keep(made, for: key) }
    return made
  }
}
