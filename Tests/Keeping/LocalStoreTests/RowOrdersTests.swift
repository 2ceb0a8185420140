import Casefile
import HuntPipeline
import Testing
@testable import LocalStore

@Suite("Orders of rows, gone through by one pass at a time")
struct RowOrdersTests {
  private let scratch = Scratch()
  private let view = RowView(resultSet: ResultSetID(at: DateTime(ticks: 638_000_000_000_000_000)), rowCount: 30_000, filter: "x")

  @Test("Rows of a pass that ended are dropped, and a second one does not begin beside the first")
  func tokens() throws {
    let orders = RowOrders()
    let first = try #require(orders.begin(view))
    orders.add([1, 2], token: first, isComplete: false)
    #expect(orders.begin(view) == nil)
    orders.end(first)
    let second = try #require(orders.begin(view))
    orders.add([1, 2, 3], token: first, isComplete: true)
    #expect(orders.all(of: view) == nil)
    orders.add([1], token: second, isComplete: false)
    orders.add([2], token: second, isComplete: true)
    orders.end(second)
    #expect(orders.all(of: view) == [1, 2])
  }

  @Test("Whoever waits for a pass goes on when it ends, and when nobody wants it any more")
  func waiting() async throws {
    let orders = RowOrders()
    let (orders2, view) = (orders, view)
    let token = try #require(orders.begin(view))
    let waiter = Task { await orders2.wait(for: view) }
    let cancelled = Task { await orders2.wait(for: view) }
    cancelled.cancel()
    await cancelled.value
    orders.add([7], token: token, isComplete: true)
    orders.end(token)
    await waiter.value
    #expect(orders.all(of: view) == [7])
  }

  @Test("A page, a place, a count and two passes at once all see each row once")
  func together() async throws {
    let store = try scratch.store()
    let columns = [Casefile.Column("Name", .string)]
    let (set, filter) = (view.resultSet, "\"name 3\"")
    try await store.begin(set, hunt: HuntID(at: DateTime(ticks: 0)), query: "T", columns: columns)
    try await store.append(RowBatch(columns: columns, rows: (0..<30_000).map { [.string("name \($0 % 7)")] }), to: set)
    for count in 29_990...30_000 {
      let view = RowView(resultSet: set, rowCount: count, filter: filter)
      let expected = (0..<count).count { $0 % 7 == 3 }
      async let first = store.order(view) { _ in }
      async let counted = store.frequency(of: 0, in: view) { _ in }
      async let place = store.place(of: 4, in: view)
      async let second = store.order(view) { _ in }
      let seen = try await (first.matching, second.matching, counted.rows, place)
      #expect(seen.0 == expected && seen.1 == expected && seen.2 == expected && seen.3 == 0, "\(seen) of \(expected)")
      #expect(try await store.page(of: view, 0..<30_000).count == expected)
    }
  }
}

@Suite("Values of a column, counted")
struct ValueCounterTests {
  @Test("The widest numbers and the narrowest differences are counted and spread without harm")
  func extremes() {
    let columns: [[RawCell]] = [
      [.long(.max), .long(.min), .long(0)], [.datetime(.max), .datetime(0)], [.timespan(.max), .timespan(.min)],
      [.real(Double.greatestFiniteMagnitude), .real(-Double.greatestFiniteMagnitude), .real(0)],
      [.real(0), .real(Double.leastNonzeroMagnitude)], [.real(.nan), .real(.infinity), .real(1), .real(2)],
    ]
    for cells in columns {
      var counter = ValueCounter()
      for cell in cells { counter.add(cell) }
      let frequency = counter.finish()
      let finite = cells.count { if case .real(let number) = $0 { number.isFinite } else { true } }
      #expect(frequency.spread?.counts.reduce(0, +) == finite)
      #expect(frequency.rows == cells.count)
    }
    var counter = ValueCounter()
    for number in [Int64.max, .min] { counter.add(.long(number)) }
    #expect(counter.finish().spread?.least == .long(.min))
    #expect(counter.finish().spread?.greatest == .long(.max))
  }
}
