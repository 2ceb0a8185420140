package import Casefile
import GRDB
package import HuntPipeline

extension EmbeddedStore {
  /// Slices of a page's histogram.
  package static let histogramSlices = AlertMatches.slices

  /// Lines `range` (0-based, clamped) of a listing, with counts and histogram of all that match.
  package func alertPage(_ listing: AlertListing, _ range: Range<Int>) async throws -> AlertPage {
    try await alertPage(listing, range, includesSample: true)
  }

  func alertPage(_ listing: AlertListing, _ range: Range<Int>, includesSample: Bool) async throws -> AlertPage {
    try await page(listing, includesSample) { try $0.page(range) }
  }

  /// What of `alertPage` is found at once.
  package func alertGlance(_ listing: AlertListing, _ range: Range<Int>) async throws -> AlertPage {
    try await alertGlance(listing, range, includesSample: true)
  }

  func alertGlance(_ listing: AlertListing, _ range: Range<Int>, includesSample: Bool) async throws -> AlertPage {
    try await page(listing, includesSample) { try $0.glance(range) }
  }

  /// The next line after a place, or the nearest before it, that is a new alert; nil when there is none.
  package func placeOfNew(_ listing: AlertListing, from place: Int, isForward: Bool) async throws -> Int? {
    try await placeOfNew(listing, from: place, isForward: isForward, includesSample: true)
  }

  func placeOfNew(_ listing: AlertListing, from place: Int, isForward: Bool, includesSample: Bool) async throws -> Int? {
    try await page(listing, includesSample) { try $0.placeOfNew(from: place, isForward: isForward) }
  }

  /// Where a jump from a line leads; nil when there is nothing of the kind that way.
  package func placeOfJump(_ jump: AlertJump, in listing: AlertListing, from place: Int, isForward: Bool) async throws -> Int? {
    try await placeOfJump(jump, in: listing, from: place, isForward: isForward, includesSample: true)
  }

  func placeOfJump(
    _ jump: AlertJump, in listing: AlertListing, from place: Int, isForward: Bool, includesSample: Bool
  ) async throws -> Int? {
    try await page(listing, includesSample) { try $0.place(of: AlertJumpWalk(jump, from: place, isForward: isForward), isForward) }
  }

  /// The place of an alert among the lines of a listing without groups; nil where it is not among them.
  package func place(ofAlert id: AlertID, in listing: AlertListing) async throws -> Int? {
    try await place(ofAlert: id, in: listing, includesSample: true)
  }

  func place(ofAlert id: AlertID, in listing: AlertListing, includesSample: Bool) async throws -> Int? {
    try await page(listing, includesSample) { try $0.place(ofAlert: id) }
  }

  /// Ids of all alerts of a listing with their sources, in its order.
  package func alertIDs(_ listing: AlertListing) async throws -> [AlertID] {
    try await alertIDs(listing, includesSample: true)
  }

  func alertIDs(_ listing: AlertListing, includesSample: Bool) async throws -> [AlertID] {
    try await page(listing, includesSample) { pager in
      let matches = try pager.matches()
      let statement = try pager.database.makeStatement(sql: "SELECT id, source FROM alerts WHERE row_id = ?")
      return try pager.rows(matches, 0..<matches.count).compactMap { row in
        try Row.fetchOne(statement, arguments: [row]).map { AlertID($0["id"], source: $0["source"]) }
      }
    }
  }

  /// Rows of a listing, in its order: what names an alert even where two sources use the same id.
  func alertRows(_ listing: AlertListing, includesSample: Bool) async throws -> [Int64] {
    try await page(listing, includesSample) { pager in
      let matches = try pager.matches()
      return try pager.rows(matches, 0..<matches.count)
    }
  }

  private func page<Answer: Sendable>(
    _ listing: AlertListing, _ includesSample: Bool, _ body: @escaping @Sendable (AlertPager) throws -> Answer
  ) async throws -> Answer {
    let listings = self.listings
    return try await read { try body(AlertPager(listing, includesSample: includesSample, $0, listings)) }
  }
}
