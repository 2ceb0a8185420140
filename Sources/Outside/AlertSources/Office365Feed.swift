internal import Casefile
internal import Foundation
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

  /// Which links of answers are followed, by where in the feed they lead: contents lie anywhere in it, pages are further lists.
  enum LinkKind: String {
    case content = ""
    case page = "subscriptions/content"
  }

  /// A link of an answer, otherwise unchanged, with the publisher where it does not stand there; nil where it leads anywhere but into this
  /// tenant's own feed: the token would be taken by other paths of the host too.
  func following(_ link: String, _ kind: LinkKind) -> String? {
    guard let own = WebAddress(address), let asked = WebAddress(link), own.isSameOrigin(as: asked), !asked.hasUserInfo,
      isInFeed(asked.path, kind)
    else { return nil }
    let items = link.split(separator: "?", maxSplits: 1).dropFirst().first?.split(separator: "&") ?? []
    if items.contains(where: { $0.lowercased().hasPrefix("publisheridentifier=") }) { return link }
    return link + (link.contains("?") ? "&" : "?") + "PublisherIdentifier=\(publisher)"
  }

  /// `/api/v1.0/TENANT/activity/feed/…`; some links say `v1`. No way up may hide in it, however it is written.
  private func isInFeed(_ path: String, _ kind: LinkKind) -> Bool {
    guard let decoded = path.removingPercentEncoding, !decoded.contains("%"), !decoded.contains("\\") else { return false }
    let parts = decoded.split(separator: "/", omittingEmptySubsequences: false)
    guard !parts.contains(where: { $0 == "." || $0 == ".." }) else { return false }
    return ["v1.0", "v1"].contains { version in
      let root = "/api/\(version)/\(tenant)/activity/feed/\(kind.rawValue)".lowercased()
      let text = decoded.lowercased()
      return kind == .page ? text == root : text.hasPrefix(root) && text.count > root.count
    }
  }

  private func operation(_ text: String) -> String { "\(address)/api/v1.0/\(tenant)/activity/feed/\(text)" }

  /// `2026-11-23T03:14:07`, in UTC without a zone and without a fraction.
  static func time(_ moment: DateTime) -> String { String(moment.text(decimals: 0).dropLast()) }

  private static func isGUID(_ text: String) -> Bool {
    text.split(separator: "-", omittingEmptySubsequences: false).map(\.utf8.count) == [8, 4, 4, 4, 12]
      && text.utf8.allSatisfy { $0 == 0x2D || Character(Unicode.Scalar($0)).isHexDigit }
  }
}
