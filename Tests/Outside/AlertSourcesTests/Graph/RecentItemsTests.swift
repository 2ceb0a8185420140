import Casefile
import Testing

@testable import AlertSources

@Suite("Which items came lately") struct RecentItemsTests {
  private static let start = DateTime("2026-11-01T00:00:00Z") ?? .minimum

  @Test("However many came, none counts as new again when the list is asked for from its beginning")
  func restart() {
    var items = RecentItems(capacity: 10)
    for number in 0..<95 { #expect(items.note("\(number)", updated: Self.start) == .new) }
    items.pin()
    let again = (0..<95).map { items.note("\($0)", updated: Self.start) }
    #expect(!again.contains(.new))
    #expect(again.suffix(15).allSatisfy { $0 == .known }, "the state of the last ones is known too")
  }

  @Test("What comes in a later state is changed, what comes in the same or an earlier one is known")
  func states() {
    var items = RecentItems(capacity: 2)
    #expect(items.note("a", updated: Self.start) == .new)
    #expect(items.note("a", updated: Self.start) == .known)
    #expect(items.note("a", updated: Self.start + .seconds(1)) == .changed)
    #expect(items.note("a", updated: Self.start) == .known)
    for id in ["b", "c", "d", "e", "f"] { #expect(items.note(id, updated: nil) == .new) }
    #expect(items.note("a", updated: Self.start) == .changed, "its state is forgotten, but not that it came")
  }
}
