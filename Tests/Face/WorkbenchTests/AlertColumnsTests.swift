import Casefile
import HuntPipeline
import Testing
@testable import Workbench

@Suite("Columns of the alert list") struct AlertColumnsTests {
  private func names(_ columns: AlertColumns, _ room: Int) -> [AlertColumn] { columns.placed(in: room, entityWidth: 9).map(\.column) }

  private func total(_ columns: AlertColumns, _ room: Int) -> Int {
    let placed = columns.placed(in: room, entityWidth: 9)
    return placed.reduce(0) { $0 + $1.width } + placed.count - 1
  }

  @Test("Until one chooses, the room decides")
  func automatic() {
    let columns = AlertColumns()
    #expect(names(columns, 48) == [.severity, .time, .title, .entity])
    #expect(names(columns, 160).last == .age)
    #expect(names(columns, 85) == [.severity, .time, .title, .entity, .tactic])
    #expect(names(columns, 117) == [.severity, .time, .title, .entity, .tactic, .status, .source])
  }

  @Test("A column asked for is there in little room too, and all of the room is used", arguments: [37, 48, 77, 117])
  func asked(room: Int) {
    var columns = AlertColumns()
    columns.toggle(7, isOnScreen: false)
    #expect(columns.isChosen)
    _ = (0..<6).reduce(7) { place, _ in columns.move(place, by: -1) }
    #expect(names(columns, room).prefix(3) == [.severity, .age, .time])
    #expect(names(columns, room).contains(.title))
    #expect(total(columns, room) == room)
  }

  @Test("The last column cannot be hidden, and no width leaves its bounds")
  func bounds() {
    var columns = AlertColumns()
    for place in columns.entries.indices { if columns.entries[place].isShown { columns.toggle(place, isOnScreen: true) } }
    #expect(columns.entries.filter(\.isShown).count == 1)
    columns.resize(0, by: -90, from: 3)
    #expect(columns.entries[0].width == AlertColumns.leastWidth)
    columns.resize(0, by: 900, from: 3)
    #expect(columns.entries[0].width == AlertColumns.mostWidth)
    #expect(columns.move(0, by: -1) == 0)
    #expect(total(columns, 30) <= 30)
  }

  @Test("Columns come back from their text; what is not known in it is left out")
  func text() {
    var columns = AlertColumns()
    #expect(columns.text.isEmpty)
    columns.toggle(7, isOnScreen: false)
    columns.resize(2, by: 4, from: 20)
    #expect(columns.text == "severity time +title:24 entity tactic status source +age")
    #expect(AlertColumns(columns.text) == columns)
    #expect(AlertColumns("age nonsense title:x -time")?.entries.filter(\.isShown).map(\.column) == [.age, .title])
    #expect(AlertColumns("-title") == nil)
  }

  @Test(
    "An age is told by its greatest unit",
    arguments: [(-5.0, "0 min"), (10, "<1 min"), (61, "1 min"), (3599, "59 min"), (7200, "2 h"), (172_800, "2 d")])
  func ages(seconds: Double, text: String) {
    #expect(Figures.age(.seconds(seconds)) == text)
  }

  @Test("A stretch of time names its day once, two days both, and seconds where it is short")
  func stretches() {
    let start = DateTime(ticks: 639_310_004_470_000_000)
    let zone = ZoneDisplay()
    #expect(Figures.stretch(TimeRange(from: start, to: start + .hours(1)), now: start, zone: zone) == "23 Nov 03:14–04:14")
    #expect(Figures.stretch(TimeRange(from: start, to: start + .days(1)), now: start, zone: zone) == "23 Nov 03:14 – 24 Nov 03:14")
    #expect(Figures.stretch(TimeRange(from: start, to: start + .seconds(3)), now: start, zone: zone) == "23 Nov 03:14:07–03:14:10")
  }

  @Test(
    "A word of a filter is put in and taken out; another word of its field gives way",
    arguments: [
      ("", "assigned:me"), ("run key", "run key assigned:me"), ("assigned:none x", "x assigned:me"), ("x assigned:me", "x"),
      ("\"a  b\" !/c d/ assigned:\"x y\"", "\"a  b\" !/c d/ assigned:me"), ("ASSIGNED:none", "assigned:me"),
    ])
  func toggling(filter: String, result: String) {
    #expect(FilterWords.toggling("assigned:me", in: filter) == result)
  }

  @Test("Slices of a histogram cover its span without gap and end with it")
  func slices() {
    let span = TimeRange(from: DateTime(ticks: 1000), to: DateTime(ticks: 2001))
    let ranges = (0..<48).map { HistogramWalk.range($0...$0, of: 48, in: span) }
    for (one, next) in zip(ranges, ranges.dropFirst()) { #expect(one.to == next.from) }
    #expect(ranges.first?.from == span.from)
    #expect(ranges.last?.to == span.to)
  }
}
