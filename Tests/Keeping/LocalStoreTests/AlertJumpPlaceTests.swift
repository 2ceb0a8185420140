import Casefile
import HuntPipeline
import LocalStore
import Testing

@Suite("Jumps in a long list of alerts") struct AlertJumpPlaceTests {
  private let scratch = Scratch()
  private let newest = moment("2026-11-20T23:00:00Z")

  private func store(_ count: Int, _ change: (Int, inout Alert) -> Void = { _, _ in }) async throws -> EmbeddedStore {
    let store = try scratch.store()
    let alerts = (0..<count).map { place in
      var alert = Alert(
        id: "\(place)", source: "file", title: place % 2 == 0 ? "even" : "odd", severity: .low, category: "c\(place % 3)",
        created: newest - .seconds(Double(place)))
      change(place, &alert)
      return alert
    }
    try await store.keep(alerts)
    return store
  }

  @Test("One alert of high severity is found from both sides, in all alerts, in a filter, and in groups")
  func high() async throws {
    let store = try await store(10_000) { if $0 == 5000 { $1.severity = .high } }
    func jump(_ listing: AlertListing, _ place: Int, _ isForward: Bool) async throws -> Int? {
      try await store.placeOfJump(.high, in: listing, from: place, isForward: isForward)
    }
    #expect(try await jump(AlertListing(), 0, true) == 5000)
    #expect(try await jump(AlertListing(), 9999, false) == 5000)
    #expect(try await jump(AlertListing(), 5000, true) == nil)
    #expect(try await jump(AlertListing(), 5000, false) == nil)
    #expect(try await jump(AlertListing(), 0, false) == nil)
    #expect(try await jump(AlertListing(), 9999, true) == nil)
    #expect(try await jump(AlertListing(isDescending: false), 0, true) == 4999)
    #expect(try await jump(AlertListing(filter: "even"), 0, true) == 2500)
    #expect(try await jump(AlertListing(filter: "even"), 4999, false) == 2500)
    #expect(try await jump(AlertListing(filter: "odd"), 0, true) == nil)
    var grouped = AlertListing()
    grouped.grouping = .title
    let pages = try await store.alertPage(grouped, 0..<9).lines
    #expect(pages.map(\.title) == ["even", "odd"])
    #expect(try await jump(grouped, 1, false) == 0, "a group is as grave as the gravest in it")
    grouped.unfolded = [pages[0].group?.key ?? ""]
    #expect(try await jump(grouped, 0, true) == 2501)
    #expect(try await jump(grouped, 5001, false) == 2501)
    #expect(try await jump(grouped, 2501, false) == 0)
  }

  @Test("A day that is longer than a page is gone over to its end")
  func days() async throws {
    let store = try await store(3000)
    let day = AlertJump.day(offsetMinutes: 0)
    #expect(try await store.placeOfJump(day, in: AlertListing(), from: 0, isForward: true) == nil)
    #expect(try await store.placeOfJump(day, in: AlertListing(), from: 2999, isForward: false) == 0)
    var early = Alert(id: "early", source: "file", title: "early", severity: .low, created: newest - .days(2))
    early.status = "new"
    try await store.keep([early])
    #expect(try await store.placeOfJump(day, in: AlertListing(), from: 0, isForward: true) == 3000)
    #expect(try await store.placeOfJump(day, in: AlertListing(), from: 3000, isForward: false) == 0)
    var listing = AlertListing()
    listing.newSince = .maximum
    listing.filter = "odd"
    #expect(try await store.placeOfJump(day, in: listing, from: 700, isForward: false) == 0)
    #expect(try await store.placeOfJump(day, in: listing, from: 700, isForward: true) == nil)
  }
}
