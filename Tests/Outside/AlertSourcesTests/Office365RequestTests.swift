import AlertSources
import Casefile
import HuntPipeline
import SignIn
import TestSupport
import Testing
import Transport

@Suite("What Office 365 is asked") struct Office365RequestTests {
  /// A request as it goes over the wire, names of headers in lower case.
  private func wire(_ method: String, _ target: String, _ desk: Office365Desk, _ more: String = "") -> String {
    """
    \(method) \(target)
    host: \(desk.cloud.url.dropFirst(7))
    user-agent: logspotlight
    accept: application/json
    authorization: Bearer token-1
    accept-encoding: gzip
    \(more)
    """
  }

  private func sent(_ desk: Office365Desk) -> [String] {
    desk.cloud.requests.map { request in
      (["\(request.method) \(request.target)"] + request.headers.map { "\($0[0]): \($0[1])" }).joined(separator: "\n") + "\n" + request.text
    }
  }

  @Test("Every request of a collection, byte for byte")
  func collection() async throws {
    let desk = try Office365Desk()
    desk.service.add(Office365Desk.general("49$f28a$04", "2026-11-24T11:00:00Z", Office365Desk.record("r-1")))
    try await desk.fetch(desk.source(), AlertQuery(updatedSince: DateTime("2026-11-24T09:30:15.25Z")))
    let publisher = "PublisherIdentifier=\(Office365Desk.publisher)"
    let window = "&startTime=2026-11-24T09:30:15&endTime=2026-11-24T12:00:00"
    #expect(
      sent(desk) == [
        wire("GET", desk.root + "subscriptions/list?" + publisher, desk),
        wire("GET", desk.root + "subscriptions/content?contentType=Audit.General&" + publisher + window, desk),
        wire("GET", desk.root + "audit/49$f28a$04?" + publisher, desk),
      ])
  }

  @Test("A start is an empty POST that says so, and is sent only with the request that was shown")
  func start() async throws {
    let desk = try Office365Desk(enabled: [])
    let source = try desk.source()
    let request = source.subscriptions.request(for: .exchange)
    #expect(request.method == "POST")
    #expect(request.body.isEmpty)
    #expect(desk.cloud.requests.isEmpty)
    let started = try await source.start(request)
    #expect(!started.wasEnabledBefore)
    #expect(started.status == "enabled")
    let target = desk.root + "subscriptions/start?contentType=Audit.Exchange&PublisherIdentifier=\(Office365Desk.publisher)"
    #expect(desk.cloud.url + target == request.address)
    #expect(sent(desk) == [wire("POST", target, desk, "content-length: 0\n")])
    #expect(desk.service.status(of: "Audit.Exchange") == "enabled")
    #expect(source.state[.exchange].lastStart == Office365Desk.now)
  }

  @Test("An enabled subscription counts as started, and within 15 minutes the service is not asked again")
  func restart() async throws {
    let desk = try Office365Desk()
    let source = try desk.source()
    let request = source.subscriptions.request(for: .general)
    #expect(try await source.start(request).wasEnabledBefore)
    let refused = await problem { _ = try await source.start(request) }
    #expect(refused?.retry == .after(seconds: 900))
    #expect(desk.asked("subscriptions/start").count == 1)
    let restored = try desk.source(state: Office365State(json: source.state.json))
    desk.set(now: Office365Desk.now + .minutes(14))
    #expect(await problem { _ = try await restored.start(request) }?.retry == .after(seconds: 60))
    desk.set(now: Office365Desk.now + .minutes(15))
    #expect(try await restored.start(request).wasEnabledBefore)
  }

  @Test("A start that was refused may be tried again at once; one acknowledged by its status alone counts")
  func refusedStart() async throws {
    let desk = try Office365Desk(enabled: [])
    let source = try desk.source()
    desk.service.set(.noPermission, times: 1)
    #expect(await problem { _ = try await source.start(source.subscriptions.request(for: .general)) }?.cause?.contains("AF10001") == true)
    #expect(try await !source.start(source.subscriptions.request(for: .general)).wasEnabledBefore)
    desk.cloud.add { request, _ in request.method == "POST" ? LoopbackCloud.Answer(200) : nil }
    let silent = await problem { _ = try await source.start(source.subscriptions.request(for: .sharePoint)) }
    #expect(silent?.kind == .partial && silent?.cause == "Office 365 answered with nothing.")
    // It may have been started all the same.
    #expect(source.state[.sharePoint].lastStart == Office365Desk.now)
  }

  @Test(
    "A start counts only where the answer says it of the type that was asked for",
    arguments: [
      (#"{"contentType":"Audit.SharePoint","status":"enabled"}"#, true), (#"{"contentType":"audit.sharepoint","webhook":null}"#, true),
      (#"{"contentType":"Audit.Exchange","status":"enabled"}"#, false), (#"{"status":"enabled"}"#, false), ("[]", false), ("{}", false),
      (#"{"contentType":"Audit.SharePoint","status":"disabled"}"#, false),
    ])
  func answers(body: String, isStarted: Bool) async throws {
    let desk = try Office365Desk(enabled: [])
    let source = try desk.source()
    desk.cloud.add { request, _ in request.method == "POST" ? .json(body) : nil }
    let problem = await problem { _ = try await source.start(source.subscriptions.request(for: .sharePoint)) }
    #expect(problem?.kind == (isStarted ? nil : .partial))
  }

  @Test("An internal error is not answered with a second start, too many requests are")
  func startRetries() async throws {
    let desk = try Office365Desk(enabled: [])
    let source = try desk.source()
    desk.service.set(.internalError, times: 1)
    #expect(await problem { _ = try await source.start(source.subscriptions.request(for: .general)) }?.cause?.contains("AF50000") == true)
    #expect(desk.cloud.requests.count == 1)
    desk.service.set(.throttled403, times: 1)
    #expect(try await source.start(source.subscriptions.request(for: .general)).status == "enabled")
    #expect(desk.sleeps == [30])
  }

  @Test("Subscriptions are listed with what they say of themselves; a missing status means enabled")
  func list() async throws {
    let desk = try Office365Desk(enabled: ["Audit.SharePoint"])
    desk.service.set(status: "disabled", of: "Audit.Exchange")
    let all = try await desk.source().subscriptions.list()
    #expect(all.map(\.contentType) == ["Audit.Exchange", "Audit.SharePoint"])
    #expect(all.map(\.isEnabled) == [false, true])
    #expect(all.map(\.type) == [.exchange, .sharePoint])
    desk.service.set(.statusMissing)
    #expect(try await desk.source().subscriptions.list().map(\.isEnabled) == [true])
  }

  @Test("The host decides the audience of the token; China has none, and a tenant must be a GUID")
  func hosts() async throws {
    struct Asked: TokenSource {
      let heard: @Sendable (TokenScope) -> Void
      func token(for scope: TokenScope) async throws -> AccessToken {
        heard(scope)
        throw Problem("no token")
      }
      func drop(_ refused: AccessToken, for scope: TokenScope, claims: String?) async {}
    }
    func scope(_ clouds: CloudAddresses) async throws -> String {
      let shelf = Shelf()
      let source = try Office365Source(
        Office365Configuration(tenant: Office365Desk.tenant), clouds: clouds, tokens: Asked { shelf.set($0.text) }, sender: HTTPClient(),
        surroundings: Office365Desk().surroundings)
      _ = await problem { _ = try await source.subscriptions.list() }
      return shelf.text
    }
    #expect(try await scope(CloudAddresses()) == "https://manage.office.com/.default")
    #expect(try await scope(CloudAddresses(.usGovernment)) == "https://manage.office365.us/.default")
    for host in ["https://manage-gcc.office.com", "https://manage.protection.apps.mil"] {
      #expect(try await scope(CloudAddresses(.public, overrides: ["office365": host + "/"])) == host + "/.default")
    }
    #expect(
      try await scope(CloudAddresses(.public, overrides: ["office365": "http://127.0.0.1:9"])) == "https://manage.office.com/.default")
    func making(_ configuration: Office365Configuration, _ clouds: CloudAddresses) async -> Problem? {
      await problem {
        _ = try Office365Source(
          configuration, clouds: clouds, tokens: Asked { _ in }, sender: HTTPClient(), surroundings: Office365Desk().surroundings)
      }
    }
    #expect(await making(Office365Configuration(tenant: Office365Desk.tenant), CloudAddresses(.china))?.kind == .usage)
    #expect(await making(Office365Configuration(tenant: "contoso.com"), CloudAddresses())?.kind == .usage)
    #expect(await making(Office365Configuration(tenant: Office365Desk.tenant, publisher: "x"), CloudAddresses())?.kind == .usage)
  }

  @Test("An in-house client counts as its own tenant")
  func ownPublisher() {
    #expect(Office365Configuration(tenant: Office365Desk.tenant).publisher == Office365Desk.tenant)
  }
}
