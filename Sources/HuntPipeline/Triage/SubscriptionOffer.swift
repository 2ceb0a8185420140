package import Casefile

/// A subscription of Office 365 as it stands, and the request that would start it.
package struct SubscriptionOffer: Equatable, Sendable {
  /// The content type, in the service's spelling.
  package var type: String
  /// True where audit records of it are kept ready already.
  package var isEnabled: Bool
  /// The service's word for it where it is listed and not enabled; nil where it is not listed at all.
  package var status: String?
  /// The exact request, which has no body.
  package var method: String
  package var address: String
  /// What it brings about.
  package var consequence: String

  package init(type: String, isEnabled: Bool, status: String? = nil, method: String, address: String, consequence: String) {
    self.type = type
    self.isEnabled = isEnabled
    self.status = status
    self.method = method
    self.address = address
    self.consequence = consequence
  }
}

/// What became of one request to start a subscription.
package enum SubscriptionResult: Equatable, Sendable {
  /// In the service's own words.
  case started(String)
  case failed(Problem)
}
