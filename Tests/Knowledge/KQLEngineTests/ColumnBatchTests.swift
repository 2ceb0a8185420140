import Casefile
import KQLEngine
import Testing

struct ColumnBatchTests {
  private let columns = [Column("host", .string), Column("count", .long), Column("when", .datetime), Column("more", .dynamic)]

  @Test("rows come back from columns as they went in, nulls included")
  func roundTrip() {
    let rows: [[Value]] = [
      [.string("WS-1"), .long(3), .datetime(DateTime(ticks: 5)), .dynamic(["a": 1])],
      [.string(""), .null, .null, .null],
      [.string("é\u{1F600}"), .long(.min), .datetime(.maximum), .dynamic([1, "x"])],
    ]
    let batch = ColumnBatch(rows: rows, columns: columns)
    #expect((0..<3).map { batch.row($0) } == rows)
    #expect(batch.gathered([2, 0]).row(0) == rows[2])
    #expect(batch.prefix(2).row(1) == rows[1])
  }

  @Test("a null in a string column is the empty string, and an absent column is null everywhere else")
  func missing() {
    #expect(ColumnVector([.null], type: .string)[0] == .string(""))
    #expect(ColumnVector.absent(.string, count: 1)[0] == .string(""))
    #expect(ColumnVector.absent(.long, count: 1)[0] == .null)
    #expect(ColumnVector.absent(.long, count: 2).gathered([1]).isNull(0))
  }
}
