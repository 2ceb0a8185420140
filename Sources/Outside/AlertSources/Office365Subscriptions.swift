internal import Casefile
internal import Transport

/// One request that starts a subscription, exactly as it will be sent but for its token. Only `Office365Subscriptions` makes them.
package struct SubscriptionRequest: Equatable, Sendable {
  package let type: Office365ContentType
  package let method: String
  package let address: String
  /// Always empty: no webhook is registered.
  package let body: String
  /// What it brings about, for the question that is asked before.
  package let consequence: String

  fileprivate init(_ type: Office365ContentType, address: String) {
    self.type = type
    method = "POST"
    self.address = address
    body = ""
    consequence =
      "From then on Office 365 keeps audit records of \(type.rawValue) ready for 7 days for this application; the first may take up to 12 hours."
  }
}

/// The subscriptions of a tenant: what is there, and starting one. Stopping is not offered, since what happens meanwhile is lost for good.
package struct Office365Subscriptions: Sendable {
  /// A subscription as the service lists it.
  package struct Subscription: Equatable, Sendable {
    /// As the service writes it.
    package var contentType: String
    /// Nil for types that this program does not know.
    package var type: Office365ContentType?
    /// `enabled`, `disabled`; nil where the service leaves it out, which its own documentation does for enabled ones.
    package var status: String?
    package var hasWebhook: Bool

    package var isEnabled: Bool { status.map { $0.lowercased() == "enabled" } ?? true }
  }

  /// How a start ended.
  package struct Started: Equatable, Sendable {
    package var type: Office365ContentType
    package var wasEnabledBefore: Bool
    /// The service's own word, `enabled`; nil where it gave none.
    package var status: String?
  }

  /// Seconds between two starts of one subscription, as the service asks for.
  package static let restartPause = 900.0
  private let caller: Office365Caller

  init(_ caller: Office365Caller) { self.caller = caller }

  /// Every subscription of the tenant that this application has. Throws a `Problem`.
  package func list(
    retrying: @escaping @Sendable (_ afterSeconds: Double, _ cause: String) -> Void = { _, _ in }
  ) async throws -> [Subscription] {
    do { return try await read(retrying) } catch let failure as Office365Failure { throw failure.problem }
  }

  func read(_ retrying: @escaping Office365Caller.Retrying) async throws -> [Subscription] {
    let answer = try await caller.get(caller.feed.subscriptions, retrying)
    guard let items = answer.json.array else {
      throw Office365Failure(unreadable: answer.head.status, "The list of subscriptions is no array", hope: .none)
    }
    return items.compactMap { item in
      guard let name = item["contentType"]?.string else { return nil }
      return Subscription(
        contentType: name, type: Office365ContentType(reading: name), status: item["status"]?.string,
        hasWebhook: item["webhook"]?.object != nil)
    }
  }

  /// What starting would send. Nothing is sent before it is handed back to `start`.
  package func request(for type: Office365ContentType) -> SubscriptionRequest {
    SubscriptionRequest(type, address: caller.feed.start(type))
  }

  /// Sends a request that was shown and agreed to, and notes the moment in `state`. One that is enabled already counts as started.
  /// Throws a `Problem`, without asking the service within 15 minutes of an earlier start; one of the kind `partial` where it was taken, but
  /// the answer does not say that this subscription is enabled.
  package func start(
    _ request: SubscriptionRequest, _ state: inout Office365State,
    retrying: @escaping @Sendable (_ afterSeconds: Double, _ cause: String) -> Void = { _, _ in }
  ) async throws -> Started {
    let now = caller.surroundings.now()
    if let last = state[request.type].lastStart, last <= now {
      let rest = Office365Subscriptions.restartPause - (now - last).totalSeconds
      if rest > 0 {
        throw Problem(
          "The subscription was started a moment ago.", cause: "Office 365 asks for 15 minutes between two starts of one subscription.",
          remedy: "Try again in \(Int((rest / 60).rounded(.up))) minutes; an enabled subscription needs no second start.",
          retry: .after(seconds: rest))
      }
    }
    let before = state[request.type].lastStart
    state[request.type].lastStart = now
    do {
      let answer = try await caller.post(request.address, retrying)
      let (status, named) = (answer.json["status"]?.string, answer.json["contentType"]?.string)
      guard named?.lowercased() == request.type.rawValue.lowercased() else {
        throw Office365Subscriptions.notSaid(request.type, answer.json == .null ? nil : named ?? "")
      }
      guard status.map({ $0.lowercased() == "enabled" }) ?? true else { throw Office365Subscriptions.notEnabled(request.type, status) }
      return Started(type: request.type, wasEnabledBefore: false, status: status)
    } catch let failure as Office365Failure {
      if failure.code == "AF20024" { return Started(type: request.type, wasEnabledBefore: true, status: nil) }
      // Where an answer broke off it may have been started all the same.
      if failure.status == 0 || failure.status >= 400 { state[request.type].lastStart = before }
      throw failure.problem
    }
  }

  /// `named` is the content type that the answer is about, empty where it names none; nil where there was no answer but the status.
  private static func notSaid(_ type: Office365ContentType, _ named: String?) -> Problem {
    let cause =
      switch named {
      case nil: "Office 365 answered with nothing."
      case "": "Its answer names no content type."
      case let named?: "Its answer is about \(named.harmless)."
      }
    return Problem(
      "Office 365 does not say that \(type.rawValue) is enabled.", cause: cause,
      remedy: "List the subscriptions in a minute: it may be enabled, or not.", kind: .partial)
  }

  private static func notEnabled(_ type: Office365ContentType, _ status: String?) -> Problem {
    Problem(
      "The subscription was not enabled.", cause: "Office 365 says that \(type.rawValue) is \(status?.harmless ?? "in an unknown state").",
      remedy: "Ask the tenant's administrator; it may be disabled for the whole tenant.", kind: .partial)
  }
}
