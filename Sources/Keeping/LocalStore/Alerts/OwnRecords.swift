package import Casefile
package import HuntPipeline

/// The store's pages without the sample: what a workspace of the analyst's own shows.
package struct OwnRecords: RecordPages, AlertSource {
  private let store: EmbeddedStore

  /// Pages of this store.
  package init(_ store: EmbeddedStore) { self.store = store }

  /// The name of the source behind it.
  package var name: String { store.name }

  /// Rows of a result set, as the store has them.
  package func rows(of resultSet: ResultSetID, _ range: Range<Int>) async throws -> [[Value]] {
    try await store.rows(of: resultSet, range)
  }

  /// Alerts by id; one of the sample is not found.
  package func alerts(withIDs ids: [AlertID]) async throws -> [Alert] {
    try await store.alerts(withIDs: ids, includesSample: false)
  }

  /// Lines of a listing that the sample has no part in, its counts included.
  package func alertPage(_ listing: AlertListing, _ range: Range<Int>) async throws -> AlertPage {
    try await store.alertPage(listing, range, includesSample: false)
  }

  /// The first lines of a listing that the sample has no part in.
  package func alertGlance(_ listing: AlertListing, _ range: Range<Int>) async throws -> AlertPage {
    try await store.alertGlance(listing, range, includesSample: false)
  }

  /// Where the next new alert stands in a listing that the sample has no part in.
  package func placeOfNew(_ listing: AlertListing, from place: Int, isForward: Bool) async throws -> Int? {
    try await store.placeOfNew(listing, from: place, isForward: isForward, includesSample: false)
  }

  /// Where a jump leads in a listing that the sample has no part in.
  package func placeOfJump(_ jump: AlertJump, in listing: AlertListing, from place: Int, isForward: Bool) async throws -> Int? {
    try await store.placeOfJump(jump, in: listing, from: place, isForward: isForward, includesSample: false)
  }

  /// Where an alert stands in a listing that the sample has no part in.
  package func place(ofAlert id: AlertID, in listing: AlertListing) async throws -> Int? {
    try await store.place(ofAlert: id, in: listing, includesSample: false)
  }

  /// Ids of a listing that the sample has no part in.
  package func alertIDs(_ listing: AlertListing) async throws -> [AlertID] {
    try await store.alertIDs(listing, includesSample: false)
  }

  /// Stored alerts but those of the sample, newest first.
  package func fetch(
    _ query: AlertQuery, progress: @escaping @Sendable (AlertProgress) -> Void, deliver: @Sendable ([Alert]) async throws -> Void
  ) async throws -> AlertFetch {
    try await store.fetch(query, includesSample: false, deliver: deliver)
  }
}
