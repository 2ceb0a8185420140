package import HuntPipeline
package import Casefile

/// Starting subscriptions of Office 365, from choosing content types to what the service answered. Its phases are those of a change of
/// alerts; while they are drafted, the service is asked what it has.
package struct SubscriptionsState: Equatable, Sendable {
  /// Tells this window from every other, so that answers reach the one they belong to.
  let number: Int
  package internal(set) var phase = WriteBackState.Phase.drafting
  package internal(set) var offers: [SubscriptionOffer] = []
  /// Content types to start.
  package internal(set) var chosen: Set<String> = []
  package internal(set) var cursor = 0
  package internal(set) var scroll = 0
  /// What became of the requests, in the order of `requests`.
  package internal(set) var results: [SubscriptionResult] = []
  /// Whether the requests have been on screen for a moment without keys, so that a key can be meant for them.
  package internal(set) var isArmed = false
  /// Why the subscriptions could not be read.
  package internal(set) var problem: Problem?

  init(number: Int) { self.number = number }

  /// The requests, in the order they are sent.
  package var requests: [SubscriptionOffer] { offers.filter { chosen.contains($0.type) } }

  /// Requests after which the service keeps records ready.
  var startedCount: Int { results.count { if case .started = $0 { true } else { false } } }
}
