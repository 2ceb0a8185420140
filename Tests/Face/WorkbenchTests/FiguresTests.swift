import Casefile
import Testing
import Workbench

@Suite("Numbers, times and streaming text as people read them")
struct FiguresTests {
  @Test("Numbers are grouped and shortened")
  func numbers() {
    #expect(Figures.grouped(4812) == "4,812")
    #expect(Figures.grouped(-1_234_567) == "-1,234,567")
    #expect(Figures.grouped(Int.min) == "-9,223,372,036,854,775,808")
    #expect([0, 999, 1000, 12_400, 922_000, 1_200_000].map(Figures.short) == ["0", "999", "1k", "12.4k", "922k", "1.2M"])
    #expect(Figures.percent(1, of: 1000) == "<1 %")
    #expect(Figures.percent(.nan, of: 0) == "0 %")
  }

  @Test("Times are shown in the zone that is named")
  func times() {
    guard let moment = DateTime("2026-11-23T23:41:07Z") else { return }
    let local = ZoneDisplay(localOffsetMinutes: 330, isLocal: true)
    #expect(Figures.heading(moment, zone: ZoneDisplay()) == "Mon 23 Nov 23:41 UTC")
    #expect(Figures.heading(moment, zone: local) == "Tue 24 Nov 05:11 UTC+05:30 local")
    #expect(Figures.brief(moment, now: moment, zone: local) == "05:11")
    #expect(Figures.brief(moment - .days(2), now: moment, zone: ZoneDisplay()) == "21 Nov")
    #expect(Figures.full(.minimum, zone: ZoneDisplay()) == "1-01-01 00:00:00")
    #expect(Figures.elapsed(.seconds(64)) == "1 min 04 s")
    #expect(Figures.length(.days(14)) == "14 d")
  }

  @Test("Streaming text breaks only its last paragraph anew and comes to the same lines as at once")
  func wrapping() {
    let text = "# One\nSeveral words that need more than one line of twenty.\n\nlast 10.0.0.1 address"
    var slow = WrappedText()
    slow.rewrap(width: 20)
    for letter in text { slow.append(String(letter)) }
    var fast = WrappedText()
    fast.append(text)
    fast.rewrap(width: 20)
    #expect(slow.lines == fast.lines)
    #expect(slow.lines.first == "# One")
    #expect(slow.lines.contains { $0.contains("10[.]0[.]0[.]1") })
  }

  @Test("Fuzzy search wants the letters in order and likes starts of words")
  func fuzzy() {
    #expect(FuzzyMatch("xyz", in: "Next pane") == nil)
    #expect(FuzzyMatch("np", in: "Next pane")?.places == [0, 5])
    let start = FuzzyMatch("ma", in: "Mark all")?.score ?? 0
    let inside = FuzzyMatch("ma", in: "Alarm again")?.score ?? 0
    #expect(start > inside)
    #expect(FuzzyMatch("", in: "anything")?.score == 0)
  }
}
