import Casefile
import Testing

@Suite("Moments and spans") struct DateTimeTests {
  @Test("A moment reads back what it prints, to 100 ns")
  func roundTrip() throws {
    for text in [
      "0001-01-01T00:00:00.0000000Z", "2026-11-23T03:14:07.1234567Z", "2024-02-29T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z",
    ] {
      let moment = try #require(DateTime(text))
      #expect(moment.description == text)
    }
  }

  @Test(
    "Services write moments in many ways",
    arguments: [
      ("2019-01-11 06:31:40", "2019-01-11T06:31:40.0000000Z"), ("2026-11-23", "2026-11-23T00:00:00.0000000Z"),
      ("2026-11-23T03:14Z", "2026-11-23T03:14:00.0000000Z"), ("2026-11-23T05:14:07+02:00", "2026-11-23T03:14:07.0000000Z"),
      ("2026-11-23T03:14:07.5Z", "2026-11-23T03:14:07.5000000Z"), ("2026-11-23T03:14:07.123456789Z", "2026-11-23T03:14:07.1234567Z"),
    ])
  func manyWays(written: String, expected: String) throws {
    #expect(try #require(DateTime(written)).description == expected)
  }

  @Test(
    "What is no moment is refused",
    arguments: ["", "yesterday", "2026-13-01", "2026-02-30", "2026-11-23T25:00:00Z", "2026-11-23T03:14:07 noon"])
  func refused(text: String) {
    #expect(DateTime(text) == nil)
  }

  @Test("Every day of four centuries keeps its calendar date")
  func calendar() throws {
    var day = try #require(DateTime("1900-01-01"))
    var weekday = day.dayOfWeek
    #expect(weekday == 1)
    for _ in 0..<146_097 {
      let parts = day.parts
      #expect(DateTime(parts) == day)
      #expect(day.dayOfWeek == weekday)
      day = day + .days(1)
      weekday = (weekday + 1) % 7
    }
    #expect(day.description == "2300-01-01T00:00:00.0000000Z")
  }

  @Test(
    "Spans print as Kusto prints them and read back",
    arguments: ["00:00:00", "1.02:03:04", "-00:00:01.5000000", "10675199.02:48:05.4775807", "00:00:00.0000001"])
  func spans(text: String) throws {
    #expect(try #require(TimeSpan(text)).description == text)
  }

  @Test("A number of seconds that no calendar has is the nearest moment that one has")
  func absurdSeconds() {
    #expect(DateTime(unixSeconds: 1e300) == .maximum)
    #expect(DateTime(unixSeconds: -.infinity) == .minimum)
    #expect(DateTime(unixSeconds: .nan).text(decimals: 0) == "1970-01-01T00:00:00Z")
    #expect(DateTime(unixSeconds: 1_484_592_741).text(decimals: 0) == "2017-01-16T18:52:21Z")
  }

  @Test("What a server calls a number becomes one that an Int holds")
  func roundedUp() {
    #expect([1.2, -1.2, .nan, 1e300, -.infinity, 9.3e18].map(\.roundedUp) == [2, -1, 0, .max, .min, .max])
  }

  @Test("Dates with the month first: a service needs no AM or PM, a portal does, and what is no date is none")
  func american() {
    func read(_ text: String, _ writer: AmericanDate.Writer = .service) -> String? {
      AmericanDate.read(text, by: writer)?.text(decimals: 0)
    }
    #expect(read("11/23/2026 12:14:07 AM +00:00") == "2026-11-23T00:14:07Z")
    #expect(read("11/23/2026 12:14:07 PM +02:00") == "2026-11-23T10:14:07Z")
    #expect(read("11/23/2026 15:14:07 +00:00") == "2026-11-23T15:14:07Z")
    #expect(read("11/23/2026 15:14:07") == "2026-11-23T15:14:07Z")
    for text in ["", "11/23/2026", "23/11/2026 1:1:1", "1/1/2026 13:00:00 PM", "1/1/2026 1:00:00 AM x y", "1/1/2026 1:1:99999999999"] {
      #expect(read(text) == nil, "\(text)")
    }
    #expect(read("1/15/2026, 3:04 PM", .portal) == "2026-01-15T15:04:00Z")
    #expect(AmericanDate.read("1/15/2026, 3:04:05.123 PM", by: .portal)?.text(decimals: 3) == "2026-01-15T15:04:05.123Z")
    for text in ["1/15/2026, 15:04:05", "1/15/2026 3:04:05 PM +00:00"] { #expect(read(text, .portal) == nil, "\(text)") }
  }
}
