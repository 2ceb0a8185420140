internal import Casefile
internal import HuntPipeline

extension Wording {
  /// The source whose subscriptions these are, as the configuration names it.
  static let office365 = "office365"
  package static let noOffice365 = "This workspace does not read Office 365: add \"office365\" to its alerts."
  package static let readOnlySubscriptions =
    "This workspace only reads, and a subscription is kept in the tenant: set read_only = false in its configuration."
  static let readingSubscriptions = "Office 365 is asked what is subscribed to …"
  static let subscriptionsMean = "Office 365 keeps audit records ready only for content types that are subscribed to."
  package static let nothingToSubscribe = "Nothing is to be started yet: choose a content type with Space first."
  package static let allSubscribed = "Everything is subscribed to; nothing needs to be started."
  package static func isSubscribed(_ type: String) -> String { "\(type) is subscribed to already." }

  static func subscriptionsTitle(_ state: SubscriptionsState) -> String {
    switch state.phase {
    case .drafting, .choosing: "Subscriptions of Office 365"
    case .confirming: "To be sent; nothing left yet"
    case .sending: "Sending"
    case .ended: "What the service answered"
    }
  }

  /// Words of a service on one line, without what could steer a terminal.
  static func oneLine(_ text: String) -> String { text.harmless.replacing("\n", with: "␊") }

  static func subscription(_ offer: SubscriptionOffer, isChosen: Bool) -> String {
    if offer.isEnabled { return "subscribed to" }
    let now = offer.status.map { "\(oneLine($0)) at the service" } ?? "not subscribed to"
    return now + (isChosen ? ", to be started" : "")
  }

  static func subscriptionsAnswer(_ state: SubscriptionsState, _ keys: KeyMap) -> String {
    switch state.phase {
    case .choosing: "\(keys.label(of: .changeValue)) choose   \(keys.label(of: .changeReview)) \(showRequests)   Esc leave"
    case .drafting where state.problem != nil: "Esc leave"
    case .drafting, .sending: "…"
    case .confirming where !state.isArmed: "\(arming)   Esc \(sendNothing)"
    case .confirming: "\(keys.label(of: .changeSend)) \(sendRequests)   Esc \(sendNothing)"
    case .ended: "Enter close"
    }
  }

  static func subscriptionsEnded(_ state: SubscriptionsState, key: String) -> String {
    "\(state.startedCount) of \(count(state.requests.count, "subscription")) started; \(key) shows what the service answered."
  }

  static let subscriptionsKey = "subscriptions of Office 365"

  /// What the window of sources says where Office 365 is among them.
  static func subscriptionsHint(_ key: String) -> String { "\(key) shows its subscriptions and starts them" }
}
