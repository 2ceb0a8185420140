import Canvas
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
    #expect(Figures.heading(moment, zone: local) == "Tue 24 Nov 05:11 UTC+05:30")
    #expect(Figures.brief(moment, now: moment, zone: local) == "05:11")
    #expect(Figures.brief(moment - .days(2), now: moment, zone: ZoneDisplay()) == "21 Nov")
    #expect(Figures.brief(moment - .days(700), now: moment, zone: ZoneDisplay()) == "Dec'24")
    #expect(Figures.date(moment - .days(700), now: moment, zone: ZoneDisplay()) == "23 Dec 2024")
    #expect(Figures.date(moment, now: moment, zone: ZoneDisplay()) == "23 Nov")
    #expect(Figures.range(moment, moment + .seconds(12), now: moment, zone: ZoneDisplay()) == "23 Nov 23:41:07–23:41:19")
    #expect(Figures.range(moment, moment + .minutes(30), now: moment, zone: ZoneDisplay()) == "23 Nov 23:41:07 – 24 Nov 00:11:07")
    #expect(Figures.range(moment, moment + .minutes(30), now: moment, zone: local) == "24 Nov 05:11:07–05:41:07")
    #expect(Figures.range(moment, moment, now: moment, zone: ZoneDisplay()) == "23 Nov 23:41:07")
    #expect(
      Figures.range(moment, moment + .days(60), now: moment, zone: ZoneDisplay()) == "2026-11-23 23:41:07 – 2027-01-22 23:41:07")
    #expect(
      Figures.range(moment - .days(700), moment - .days(700), now: moment, zone: ZoneDisplay()) == "23 Dec 2024 23:41:07",
      "a year that is not the clock's is told")
    #expect(Figures.moment(moment - .days(700), now: moment, zone: local, seconds: false) == "24 Dec 2024 05:11")
    #expect(Figures.moment(moment, now: moment, zone: ZoneDisplay()).count <= Figures.momentWidth(true))
    #expect(Figures.full(.minimum, zone: ZoneDisplay()) == "1-01-01 00:00:00")
    #expect(Figures.elapsed(.seconds(64)) == "1 min 04 s")
    #expect(Figures.length(.days(14)) == "14 d")
  }

  @Test(
    "Streaming text comes to the same lines as at once, however it is cut",
    arguments: [
      "# One\nSeveral words that need more than one line of twenty.\n\nlast 10.0.0.1 address",
      "crlf ends\r\nand   runs  of    blanks before a verylongwordthatfitsnowhereinthelineofthepane and 日本語の長い文 after",
      "\n\n a\u{301}b\u{301} http://one.example/with/a/path/longer/than/a/line, then (8.8.8.8) \u{1B}[31m and mail to a@b.example. ",
    ])
  func wrapping(text: String) {
    for width in [3, 11, 20] {
      var fast = WrappedText()
      fast.append(text)
      fast.rewrap(width: width)
      for step in [1, 2, 7] {
        var slow = WrappedText()
        slow.rewrap(width: width)
        var rest = text.unicodeScalars[...]
        while !rest.isEmpty {
          slow.append(String(rest.prefix(step)))
          rest = rest.dropFirst(step)
        }
        #expect(slow.lines == fast.lines, "width \(width), \(step) at a time")
      }
      let whole = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        .flatMap { Defanging.defanged(String($0)).wrapped(cells: width).map(String.init) }
      #expect(fast.lines == (text.hasSuffix("\n") ? whole.dropLast() : whole))
    }
  }

  @Test("A paragraph without end costs only what is added")
  func endlessParagraph() {
    var text = WrappedText()
    text.rewrap(width: 60)
    let start = ContinuousClock.now
    for _ in 0..<20_000 { text.append("some more words ") }
    #expect(text.lines.count > 5000)
    // Breaking the whole paragraph for every piece takes minutes.
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test("Parts of others become sentences with one full stop each")
  func sentences() {
    #expect(Wording.sentences("unknown table 'Nope'", "Mend the query there.") == "unknown table 'Nope'. Mend the query there.")
    let refused = Problem("It refused the connection", cause: "Nothing listens at that port", remedy: "Check the address..")
    #expect(Wording.line(refused) == "It refused the connection. Nothing listens at that port. Check the address.")
    #expect(Wording.sentences("Is it?", nil, " ", "He said “yes.”") == "Is it? He said “yes.”")
  }

  @Test("Addresses and domains lose their dots, the sentence round them keeps its own")
  func defanging() {
    for (text, safe) in [
      ("mail of arisa@contoso.com.", "mail of arisa@contoso[.]com."), ("= 203.0.113.77.", "= 203[.]0[.]113[.]77."),
      ("(203.0.113.77)", "(203[.]0[.]113[.]77)"), ("ip=203.0.113.77, and 10.0.0.1:443", "ip=203[.]0[.]113[.]77, and 10[.]0[.]0[.]1:443"),
      ("<a.b@evil.example>; see http://evil.example/x.ps1.", "<a[.]b@evil[.]example>; see hxxp://evil[.]example/x[.]ps1."),
      ("“203.0.113.0/24”", "“203[.]0[.]113[.]0/24”"), ("10.0.0.1-10.0.0.9", "10[.]0[.]0[.]1-10[.]0[.]0[.]9"),
      ("v4.18.2.1 Chrome/120.0.0.1 1.2.3.4.5 999.1.1.1 up.ps1 end.", "v4.18.2.1 Chrome/120.0.0.1 1.2.3.4.5 999.1.1.1 up.ps1 end."),
    ] { #expect(Defanging.defanged(text) == safe) }
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
