package import Transport

/// Whose audit records are collected, and how.
package struct Office365Configuration: Sendable {
  /// The tenant's GUID; a domain name is not taken by the service.
  package var tenant: String
  /// Counts the calls: the GUID of who made the program for others, or, in an organisation of its own, its own tenant.
  package var publisher: String
  /// Content types that must come; nil for those that are subscribed to.
  package var types: [Office365ContentType]?
  /// How far a collection goes back before the end of the one before, in seconds, for content that was listed late.
  package var overlap: Double
  /// Content blobs that are fetched at a time.
  package var parallel: Int
  package var timeouts: HTTPRequest.Timeouts
  /// Record ids that are remembered to tell doubled records, and content ids for each content type.
  package var remembered: Int

  package init(
    tenant: String, publisher: String? = nil, types: [Office365ContentType]? = nil, overlap: Double = 600, parallel: Int = 8,
    timeouts: HTTPRequest.Timeouts = .list, remembered: Int = 100_000
  ) {
    self.tenant = tenant
    self.publisher = publisher ?? tenant
    self.types = types
    self.overlap = max(0, overlap)
    self.parallel = max(1, parallel)
    self.timeouts = timeouts
    self.remembered = max(1, remembered)
  }
}
