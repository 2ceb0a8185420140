import AlertSources
import Casefile
import HuntPipeline
import Locking
import TestSupport
import Testing
import Transport

@Suite("What a collection of Office 365 brings") struct Office365CollectionTests {
  private static func record(_ id: String) -> String { Office365Desk.record(id) }
  private static let since = AlertQuery(updatedSince: DateTime("2026-11-24T06:00:00Z"))

  @Test("Pages are followed to the last under either name of the header, and every record becomes a row once", arguments: [false, true])
  func pages(isOtherName: Bool) async throws {
    let desk = try Office365Desk()
    let shelf = RowShelf()
    for number in 1...5 {
      desk.service.add(
        Office365Desk.general("c$\(number)", "2026-11-24T0\(number + 3):30:00Z", Self.record("r-\(number)")))
    }
    if isOtherName { desk.service.set(.nextPageURL) }
    let fetch = try await desk.fetch(desk.source(keeper: shelf))
    #expect(shelf.ids == ["r-1", "r-2", "r-3", "r-4", "r-5"])
    #expect(fetch.partial == nil)
    let pages = desk.asked("nextPage")
    let window = "startTime=2026-11-23T12:01:00&endTime=2026-11-24T12:00:00"
    let link = "GET /api/v1/\(Office365Desk.tenant)/activity/feed/subscriptions/content?contentType=Audit.General&\(window)&nextPage="
    #expect(pages == ["2", "4"].map { link + $0 + "&PublisherIdentifier=\(Office365Desk.publisher)" })
    #expect(desk.asked("audit/").sorted() == (1...5).map { "GET audit/c$\($0)?PublisherIdentifier=\(Office365Desk.publisher)" })
  }

  @Test("Contents of one window are asked for newest first")
  func newestFirst() async throws {
    let desk = try Office365Desk()
    desk.service.set(pageSize: 10)
    for hour in ["08", "11", "07", "10"] {
      desk.service.add(Office365Desk.general("c$\(hour)", "2026-11-24T\(hour):30:00Z", Self.record("r-\(hour)")))
    }
    try await desk.fetch(desk.source(parallel: 1), Self.since)
    #expect(desk.asked("audit/").map { String($0.prefix(14)) } == ["GET audit/c$11", "GET audit/c$10", "GET audit/c$08", "GET audit/c$07"])
  }

  @Test("Doubled records and contents listed twice become one row, in one collection and from one to the next")
  func doubled() async throws {
    let desk = try Office365Desk()
    let (shelf, one, two) = (RowShelf(), Self.record("r-1"), Self.record("r-2"))
    desk.service.add(
      Office365Desk.general("c$1", "2026-11-24T11:55:00Z", one, two, one), Office365Desk.general("c$2", "2026-11-24T11:56:00Z", two))
    let source = try desk.source(keeper: shelf)
    try await desk.fetch(source)
    #expect(shelf.ids == ["r-1", "r-2"])
    #expect(source.state[.general].seen.keys.sorted() == ["c$1", "c$2"])
    let late = Office365Desk.general("c$3", "2026-11-24T11:57:00Z", Self.record("r-3"))
    desk.service.add(late)
    desk.set(now: Office365Desk.now + .minutes(5))
    let again = try desk.source(state: Office365State(json: source.state.json), keeper: shelf)
    try await desk.fetch(again)
    #expect(shelf.ids == ["r-1", "r-2", "r-3"], "content that was listed late is found, the others are not read again")
    #expect(desk.asked("audit/").count == 3)
    desk.set(now: Office365Desk.now + .hours(2))
    try await desk.fetch(again)
    #expect(again.state[.general].seen.isEmpty, "what will not be listed again is forgotten")
  }

  @Test("Ids are remembered in bounded memory")
  func bounded() async throws {
    let desk = try Office365Desk()
    let shelf = RowShelf()
    desk.service.set(pageSize: 50)
    for number in 10..<40 {
      desk.service.add(
        Office365Desk.general("c$\(number)", "2026-11-24T11:59:\(number)Z", Self.record("r-\(number)")))
    }
    let source = try desk.source(keeper: shelf, remembered: 8)
    try await desk.fetch(source)
    #expect(shelf.ids.count == 30)
    #expect(source.state[.general].seen.count == 8)
    #expect(source.state[.general].seen.keys.sorted().first == "c$32")
  }

  @Test("No more contents are on their way than allowed")
  func parallel() async throws {
    let desk = try Office365Desk()
    desk.service.set(pageSize: 50)
    for number in 10..<40 {
      desk.service.add(
        Office365Desk.general("c$\(number)", "2026-11-24T11:00:\(number)Z", Self.record("r-\(number)")))
    }
    let counter = CountingSender()
    let shelf = RowShelf()
    try await desk.fetch(desk.source(keeper: shelf, sender: counter, parallel: 3), Self.since)
    #expect(shelf.ids.count == 30)
    #expect((1...3).contains(counter.most))
  }

  @Test(
    "Too many requests: the service's wait is kept, else 30 seconds doubled, and the progress tells each",
    arguments: [
      (Office365Fault.throttled403, [30.0, 60]), (.throttled429, [30, 60]), (.throttledWithRetryAfter, [7, 7]), (.bareThrottled, [30, 60]),
    ])
  func throttled(fault: Office365Fault, waits: [Double]) async throws {
    let desk = try Office365Desk()
    let shelf = RowShelf()
    desk.service.add(Office365Desk.general("c$1", "2026-11-24T11:00:00Z", Self.record("r-1")))
    desk.service.set(fault, times: 2)
    let fetch = try await desk.fetch(desk.source(keeper: shelf), Self.since)
    #expect(fetch.partial == nil)
    #expect(shelf.ids == ["r-1"])
    #expect(desk.sleeps == waits)
    let told = desk.progress.compactMap { heard -> Double? in
      if case .retrying(let seconds, let cause) = heard, cause.contains("too often") { seconds } else { nil }
    }
    #expect(told == waits)
    #expect(desk.progress.last == .read(1, of: nil))
  }

  @Test("What failed is asked for again by the next collection, and nothing that came is read twice")
  func resumed() async throws {
    let desk = try Office365Desk()
    let shelf = RowShelf()
    desk.service.add(
      Office365Desk.general("c$1", "2026-11-20T10:00:00Z", Self.record("r-1")),
      Office365Desk.general("c$2", "2026-11-24T10:00:00Z", Self.record("r-2")))
    desk.cloud.add { request, visit in request.path.hasSuffix("c$1") && visit == 1 ? .json("{\"records\":1}") : nil }
    let source = try desk.source(keeper: shelf)
    let first = try await desk.fetch(source)
    #expect(first.partial?.hasPrefix("1 of 2 content blobs did not come: 1 × Office 365 answered with something else") == true)
    #expect(source.state[.general].lastEnd == DateTime("2026-11-19T12:01:00Z"))
    let second = try await desk.fetch(source)
    #expect(second.partial == nil)
    #expect(shelf.ids == ["r-1", "r-2"])
    #expect(desk.asked("audit/c$1").count == 2)
    #expect(desk.asked("audit/c$2").count == 1)
    #expect(source.state[.general].lastEnd == DateTime("2026-11-24T12:00:00Z"))
  }

  @Test("When rows cannot be kept the fetch fails and will be made again from the same place")
  func fullStore() async throws {
    struct FullShelf: RowKeeper {
      func keep(table: String, rows: [JSONObject], identity: String) async throws -> Int { throw Problem("full") }
    }
    let desk = try Office365Desk()
    desk.service.add(Office365Desk.general("c$1", "2026-11-24T11:00:00Z", Self.record("r-1")))
    let source = try desk.source(keeper: FullShelf())
    #expect(await problem { _ = try await desk.fetch(source) }?.summary == "full")
    #expect(source.state == Office365State())
  }

  @Test("Types that must come and are not subscribed to make it partial; with none subscribed there is a problem that says what to do")
  func notSubscribed() async throws {
    let desk = try Office365Desk()
    let fetch = try await desk.fetch(desk.source(types: [.general, .exchange]), Self.since)
    #expect(fetch.partial == "Not subscribed to, or disabled: Audit.Exchange.")
    let none = await problem { try await desk.fetch(desk.source(types: [.exchange])) }
    #expect(none?.remedy?.contains("`logspotlight alerts subscribe`") == true)
    desk.service.set(status: "enabled", of: "Audit.Future")
    #expect(try await desk.fetch(desk.source(), Self.since).notes.contains { $0.contains("Audit.Future") })
  }
}

/// Counts contents that are asked for and not read yet.
final class CountingSender: HTTPSending {
  private let client = HTTPClient()
  private let state = Locked((now: 0, most: 0))
  var most: Int { state.withLock { $0.most } }

  func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    guard request.url.contains("/audit/") else { return try await client.send(request) }
    state.withLock { ($0.now, $0.most) = ($0.now + 1, max($0.most, $0.now + 1)) }
    defer { state.withLock { $0.now -= 1 } }
    return try await client.send(request)
  }
}
