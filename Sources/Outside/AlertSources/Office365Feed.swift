internal import Casefile
internal import SignIn
internal import Transport

/// The addresses of one tenant's activity feed.
struct Office365Feed: Sendable {
  /// `https://host`, without a slash at its end.
  let address: String
  let scope: TokenScope
  private let tenant: String
  private let publisher: String

  /// Throws a `Problem` where the cloud has no such service or an id is no GUID.
  init(_ configuration: Office365Configuration, _ clouds: CloudAddresses) throws {
    guard let address = clouds.address(of: .office365) else {
      throw Problem(
        "This cloud has no Office 365 Management Activity API.", cause: "Microsoft documents no host for it there.",
        remedy: "Leave office365 out, or name the host as office365 under the endpoints of the configuration.", kind: .usage)
    }
    for (name, text) in [("tenant", configuration.tenant), ("publisher", configuration.publisher)] where !Office365Feed.isGUID(text) {
      throw Problem(
        "The \(name) of Office 365 is no GUID.", cause: "The service takes only a GUID; \(text.harmless) is none.",
        remedy: "Take the tenant id from the overview page of Microsoft Entra.", kind: .usage)
    }
    self.address = address
    tenant = configuration.tenant
    publisher = configuration.publisher
    scope = clouds.scope(of: .office365) ?? TokenScope("https://manage.office.com/.default")
  }

  var subscriptions: String { operation("subscriptions/list?PublisherIdentifier=\(publisher)") }

  func start(_ type: Office365ContentType) -> String {
    operation("subscriptions/start?contentType=\(type.rawValue)&PublisherIdentifier=\(publisher)")
  }

  /// The window as it stands: whole seconds, at most 24 hours, the end not in it.
  func content(_ type: Office365ContentType, _ window: TimeRange) -> String {
    let times = "startTime=\(Office365Feed.time(window.from))&endTime=\(Office365Feed.time(window.to))"
    return operation("subscriptions/content?contentType=\(type.rawValue)&PublisherIdentifier=\(publisher)&\(times)")
  }

  /// A link of an answer, otherwise unchanged, with the publisher where it does not stand there; nil where it leads to another host.
  func following(_ link: String) -> String? {
    guard let own = WebAddress(address), let asked = WebAddress(link), own.isSameOrigin(as: asked) else { return nil }
    let items = link.split(separator: "?", maxSplits: 1).dropFirst().first?.split(separator: "&") ?? []
    if items.contains(where: { $0.lowercased().hasPrefix("publisheridentifier=") }) { return link }
    return link + (link.contains("?") ? "&" : "?") + "PublisherIdentifier=\(publisher)"
  }

  private func operation(_ text: String) -> String { "\(address)/api/v1.0/\(tenant)/activity/feed/\(text)" }

  /// `2026-11-23T03:14:07`, in UTC without a zone and without a fraction.
  static func time(_ moment: DateTime) -> String { String(moment.text(decimals: 0).dropLast()) }

  private static func isGUID(_ text: String) -> Bool {
    text.split(separator: "-", omittingEmptySubsequences: false).map(\.utf8.count) == [8, 4, 4, 4, 12]
      && text.utf8.allSatisfy { $0 == 0x2D || Character(Unicode.Scalar($0)).isHexDigit }
  }
}
