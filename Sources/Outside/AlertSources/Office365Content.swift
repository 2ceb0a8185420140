internal import Casefile
internal import Transport

/// One content blob as it is listed.
struct Office365Content: Equatable, Sendable {
  var id: String
  /// Where it is, unchanged.
  var address: String
  var created: DateTime?

  /// Nil where there is no address. What has no id goes by its address.
  init?(_ json: JSONValue) {
    guard let address = json["contentUri"]?.string, !address.isEmpty else { return nil }
    self.address = address
    id = json["contentId"]?.string.flatMap { $0.isEmpty ? nil : $0 } ?? address
    created = json["contentCreated"]?.string.flatMap { DateTime($0) }
  }
}

/// The list of one window, page by page.
struct Office365List {
  /// Pages of one window; a service that goes on beyond them goes in circles.
  private static let mostPages = 100_000

  var contents: [Office365Content] = []
  /// Entries that name no address.
  var unreadable = 0
  /// Why it ends early; nil when it is whole.
  var failure: Office365Failure?
  var pages = 0

  /// Reads the pages until there is no next one; what came before a failure is kept. Throws only `CancellationError`.
  static func read(
    _ type: Office365ContentType, _ window: TimeRange, _ caller: Office365Caller, _ retrying: @escaping Office365Caller.Retrying
  ) async throws -> Office365List {
    var list = Office365List()
    var visited: Set<String> = []
    var next: String? = caller.feed.content(type, window)
    do {
      while let url = next {
        guard visited.insert(url).inserted, list.pages < mostPages else {
          throw Office365Failure(
            unreadable: 200, "The list of \(type.rawValue) goes in circles after \(list.pages) pages", hope: .none)
        }
        let answer = try await caller.get(url, retrying)
        try list.take(answer.json, status: answer.head.status)
        next = try Office365List.next(answer.head, caller.feed)
      }
    } catch let failure as Office365Failure {
      list.failure = failure
    }
    return list
  }

  private mutating func take(_ json: JSONValue, status: Int) throws {
    guard let items = json.array else {
      throw Office365Failure(unreadable: status, "The list of contents is no array", hope: .none)
    }
    pages += 1
    for item in items { if let content = Office365Content(item) { contents.append(content) } else { unreadable += 1 } }
  }

  /// The documentation has both names.
  private static func next(_ head: HTTPResponseHead, _ feed: Office365Feed) throws -> String? {
    guard let link = head.headers["NextPageUri"] ?? head.headers["NextPageUrl"], !link.isEmpty else { return nil }
    guard let next = feed.following(link, .page) else { throw elsewhere(link) }
    return next
  }

  static func elsewhere(_ link: String) -> Office365Failure {
    Office365Failure(
      Problem(
        "A link of Office 365 that leads out of the tenant's feed was not followed.",
        cause: "It leads to \(Secrets.shown(url: link).harmless.prefix(200)).",
        remedy: "Check the host of office365 and tenant_id in the configuration; the token goes to no other host or path.", kind: .refused),
      status: 200)
  }
}
