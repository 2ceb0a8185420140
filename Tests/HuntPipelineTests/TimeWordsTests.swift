import Casefile
import HuntPipeline
import Testing

@Suite("Words of time") struct TimeWordsTests {
  /// A Monday.
  private let now = DateTime("2026-11-23T03:14:07Z") ?? .minimum

  @Test(
    "Lengths count back from the asking",
    arguments: [
      ("anything odd for the last 2 weeks or so, please", 14.0 * 24, "for the last 2 weeks or so"),
      ("PowerShell on WS-123 in the last day", 24, "in the last day"),
      ("failed sign-ins over the past 6 hours?", 6, "over the past 6 hours"), ("last 30 minutes", 0.5, "last 30 minutes"),
      ("errors in 24h", 24, "in 24h"), ("a couple of days ago something broke", 48, "a couple of days ago"),
      ("the past half an hour", 0.5, "the past half an hour"), ("during the previous month", 720, "during the previous month"),
      ("within three days", 72, nil),
    ] as [(String, Double, String?)])
  func lengths(text: String, hours: Double, words: String?) throws {
    let time = TimeWords(in: text, asked: now)
    guard let words else {
      #expect(time == nil)
      return
    }
    let found = try #require(time)
    #expect(found.range == TimeRange(from: now - .hours(hours), to: now))
    #expect(found.words == words)
  }

  @Test(
    "Calendar words name days of the shown zone",
    arguments: [
      ("what happened yesterday", "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z"),
      ("blocked this weekend?", "2026-11-21T00:00:00Z", "2026-11-23T00:00:00Z"),
      ("since Friday", "2026-11-20T00:00:00Z", "2026-11-23T03:14:07Z"), ("on Thursday", "2026-11-19T00:00:00Z", "2026-11-20T00:00:00Z"),
      ("today", "2026-11-23T00:00:00Z", "2026-11-23T03:14:07Z"), ("on 2026-11-02", "2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z"),
      ("between 2026-11-02 and 2026-11-04", "2026-11-02T00:00:00Z", "2026-11-05T00:00:00Z"),
      ("from 2026-11-02T10:00:00Z to 2026-11-02T12:00:00Z", "2026-11-02T10:00:00Z", "2026-11-02T12:00:00Z"),
      ("this month", "2026-11-01T00:00:00Z", "2026-11-23T03:14:07Z"),
      ("what ran in September 2020?", "2020-09-01T00:00:00Z", "2020-10-01T00:00:00Z"),
      ("in December", "2025-12-01T00:00:00Z", "2026-01-01T00:00:00Z"), ("during May", "2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z"),
      ("on 17 September 2020", "2020-09-17T00:00:00Z", "2020-09-18T00:00:00Z"),
      ("on September 17th, 2020", "2020-09-17T00:00:00Z", "2020-09-18T00:00:00Z"),
      ("since the 3rd of Nov", "2026-11-03T00:00:00Z", "2026-11-23T03:14:07Z"),
      ("between 17 Sep 2020 and 19 Sep 2020", "2020-09-17T00:00:00Z", "2020-09-20T00:00:00Z"),
    ])
  func calendar(text: String, from: String, to: String) throws {
    let found = try #require(TimeWords(in: text, asked: now))
    #expect(found.range.from.text(decimals: 0) == from)
    #expect(found.range.to.text(decimals: 0) == to)
  }

  @Test("This weekend begins on the latest Saturday, on any day of the week")
  func weekend() throws {
    for day in 0..<7 {
      let asked = now + .days(Double(day))
      let found = try #require(TimeWords(in: "this weekend", asked: asked))
      #expect(found.range.from.dayOfWeek == 6)
      #expect(found.range.from <= asked)
      #expect(asked - found.range.from < .days(7))
      #expect(found.range.length == .days(2))
    }
  }

  @Test("Yesterday in a zone east of UTC begins earlier")
  func zone() throws {
    let found = try #require(TimeWords(in: "yesterday", asked: now, zoneOffsetMinutes: 120))
    #expect(found.range.from.text(decimals: 0) == "2026-11-21T22:00:00Z")
  }

  @Test(
    "Ordinary sentences name no time",
    arguments: [
      "act as if nothing happened", "where did it range", "top users take 5", "from user alice", "last but not least", "the day after",
      "this may be nothing", "march on",
    ])
  func none(text: String) {
    #expect(TimeWords(in: text, asked: now) == nil)
  }
}
