import Casefile
import HuntPipeline
import Testing

@Suite("Jumps in the list of alerts") struct AlertJumpTests {
  /// Alerts an hour apart, the newest first; every seventh is of high severity.
  private struct Pages: RecordPages {
    var count: Int

    func alertPage(_ listing: AlertListing, _ range: Range<Int>) async throws -> AlertPage {
      let places = range.clamped(to: 0..<count)
      let lines = places.map { place in
        AlertLine(
          id: "\(place)", severity: place % 7 == 3 ? .high : .low, created: AlertJumpTests.start - .hours(Double(place)), title: "",
          entity: "",
          category: "", status: "", source: "")
      }
      return AlertPage(start: places.lowerBound, lines: lines, matching: count, total: count)
    }

    func rows(of resultSet: ResultSetID, _ range: Range<Int>) async throws -> [[Value]] { [] }
    func alerts(withIDs ids: [AlertID]) async throws -> [Alert] { [] }
    func alertIDs(_ listing: AlertListing) async throws -> [AlertID] { [] }
  }

  fileprivate static let start = DateTime("2026-11-23T02:30:00Z") ?? .minimum

  private func jump(_ jump: AlertJump, from place: Int, _ isForward: Bool, count: Int = 10_000) async throws -> Int? {
    try await Pages(count: count).placeOfJump(jump, in: AlertListing(), from: place, isForward: isForward)
  }

  @Test("Days: forwards to the first alert of another day, backwards to the first of this one, then of the one before")
  func days() async throws {
    let day = AlertJump.day(offsetMinutes: 0)
    #expect(try await jump(day, from: 0, true) == 3, "02:30 01:30 00:30 | 23:30")
    #expect(try await jump(day, from: 3, true) == 27)
    #expect(try await jump(day, from: 30, false) == 27)
    #expect(try await jump(day, from: 27, false) == 3)
    #expect(try await jump(day, from: 3, false) == 0)
    #expect(try await jump(day, from: 0, false) == nil)
    #expect(try await jump(.day(offsetMinutes: 60), from: 0, true) == 4, "an hour east of UTC midnight is an hour earlier")
    #expect(try await jump(day, from: 9_999, true) == nil)
  }

  @Test("High severity: the nearest that way, over many pages and to the end")
  func high() async throws {
    #expect(try await jump(.high, from: 0, true) == 3)
    #expect(try await jump(.high, from: 3, true) == 10)
    #expect(try await jump(.high, from: 10, false) == 3)
    #expect(try await jump(.high, from: 3, false) == nil)
    #expect(try await jump(.high, from: 9_998, true, count: 9_999) == nil)
  }
}
