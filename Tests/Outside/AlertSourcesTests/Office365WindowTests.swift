import AlertSources
import Casefile
import HuntPipeline
import Locking
import TestSupport
import Testing
import Transport

@Suite("Which windows of Office 365 are listed") struct Office365WindowTests {
  private func times(_ desk: Office365Desk) -> [String] {
    desk.asked("subscriptions/content").map { line in
      String(line.split(separator: "&").suffix(2).map { $0.split(separator: "=").last ?? "" }.joined(separator: " "))
    }
  }

  @Test("The first collection takes the seven days that are kept, a day at a time and the newest first")
  func first() async throws {
    let desk = try Office365Desk()
    let source = try desk.source()
    let fetch = try await desk.fetch(source)
    #expect(
      times(desk) == [
        "2026-11-23T12:01:00 2026-11-24T12:00:00", "2026-11-22T12:01:00 2026-11-23T12:01:00", "2026-11-21T12:01:00 2026-11-22T12:01:00",
        "2026-11-20T12:01:00 2026-11-21T12:01:00", "2026-11-19T12:01:00 2026-11-20T12:01:00", "2026-11-18T12:01:00 2026-11-19T12:01:00",
        "2026-11-17T12:01:00 2026-11-18T12:01:00",
      ])
    #expect(
      fetch
        == AlertFetch(
          count: 0, notes: ["Not subscribed to, or disabled: Audit.AzureActiveDirectory, Audit.Exchange, Audit.SharePoint, DLP.All."]))
    #expect(source.state[.general].lastEnd == DateTime("2026-11-24T12:00:00Z"))
  }

  @Test("Where older alerts were wanted than are kept, a note says so")
  func older() async throws {
    let desk = try Office365Desk()
    let fetch = try await desk.fetch(desk.source(), AlertQuery(updatedSince: DateTime("2026-11-01T00:00:00Z")))
    #expect(times(desk).last == "2026-11-17T12:01:00 2026-11-18T12:01:00")
    #expect(fetch.partial == nil)
    #expect(fetch.notes.contains { $0.contains("7 days") && $0.contains("2026-11-01T00:00:00Z to 2026-11-17T12:01:00Z") })
  }

  /// Lets minutes pass before the first request leaves, as a sign-in by code does.
  private struct SlowSignIn: HTTPSending {
    let desk: Office365Desk
    let client = HTTPClient()

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
      if desk.asked.isEmpty { desk.set(now: Office365Desk.now + .minutes(15)) }
      return try await client.send(request)
    }
  }

  @Test("The seven days are counted from when the sign-in is done")
  func afterSignIn() async throws {
    let desk = try Office365Desk()
    let fetch = try await desk.fetch(desk.source(sender: SlowSignIn(desk: desk)))
    #expect(times(desk).first == "2026-11-23T12:16:00 2026-11-24T12:15:00")
    #expect(times(desk).last == "2026-11-17T12:16:00 2026-11-18T12:16:00" && fetch.partial == nil)
  }

  @Test("The next collection begins a little before the end of the last one")
  func next() async throws {
    let desk = try Office365Desk()
    let source = try desk.source()
    try await desk.fetch(source)
    desk.set(now: Office365Desk.now + .hours(30))
    let before = times(desk).count
    try await desk.fetch(source)
    #expect(Array(times(desk).dropFirst(before)) == ["2026-11-25T11:50:00 2026-11-25T18:00:00", "2026-11-24T11:50:00 2026-11-25T11:50:00"])
  }

  @Test("What was not collected in time and is no longer kept makes the fetch partial")
  func lost() async throws {
    let desk = try Office365Desk()
    let old = DateTime("2026-11-10T00:00:00Z")
    let fetch = try await desk.fetch(desk.source(state: Office365State([.general: Office365State.Position(lastEnd: old)])))
    #expect(fetch.partial?.contains("2026-11-10T00:00:00Z to 2026-11-17T12:01:00Z was not collected in time") == true)
  }

  @Test(
    "A window that ages past seven days while newer ones wait is begun later: a gap where content was collected before, a note where never",
    arguments: [true, false])
  func aged(isFirst: Bool) async throws {
    let desk = try Office365Desk()
    let refusals = Locked(3)
    desk.cloud.add { request, _ in
      guard request.path.hasSuffix("subscriptions/content"),
        refusals.withLock({ left in
          left -= 1
          return left >= 0
        })
      else { return nil }
      return .json(#"{"error":{"code":"AF429","message":"Too many requests."}}"#, status: 403)
    }
    let before = Office365State.Position(lastEnd: DateTime("2026-11-17T12:01:00Z"))
    let fetch = try await desk.fetch(isFirst ? desk.source() : desk.source(state: Office365State([.general: before])))
    #expect(desk.sleeps == [30, 60, 120])
    #expect(times(desk).last == "2026-11-17T12:04:30 2026-11-18T12:01:00")
    let words = "expired while newer content was read"
    #expect((fetch.partial?.contains(words) == true) == !isFirst)
    #expect(fetch.notes.contains { $0.contains(words) } == isFirst)
  }

  @Test("State can be kept as text and comes back the same; what cannot be read is collected anew")
  func state() throws {
    let position = Office365State.Position(
      lastEnd: Office365Desk.now, lastStart: .minimum, seen: ["a$1": Office365Desk.now, "b": .maximum])
    let state = Office365State([.general: position, .dataLoss: Office365State.Position()])
    #expect(Office365State(json: try JSONValue(parsing: state.json.text)) == state)
    let damaged = try JSONValue(parsing: #"{"Audit.General":{"lastEnd":7,"seen":{"a":3}},"Audit.Other":{},"DLP.All":[]}"#)
    #expect(Office365State(json: damaged)[.general] == Office365State.Position())
    #expect(Office365State(json: .null) == Office365State())
  }
}
