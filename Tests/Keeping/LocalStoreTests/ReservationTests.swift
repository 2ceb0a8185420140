import Casefile
import GRDB
import HuntPipeline
import Testing

@testable import LocalStore

@Suite("Money is put aside before a call is made") struct ReservationTests {
  let scratch = Scratch()
  private static let now = moment("2026-11-23T12:00:00Z")

  private static func order(
    _ cents: Int64, least: Int64? = nil, hunt: HuntID = HuntID(at: now), at time: DateTime = now, day: Int64? = 100, perHunt: Int64? = nil
  ) -> SpendOrder {
    func money(_ cents: Int64) -> Money { Money(nanoDollars: cents * 10_000_000) }
    return SpendOrder(
      hunt: hunt, model: "m", purpose: .analysis, least: money(least ?? cents), most: money(cents),
      caps: Budget(perHunt: perHunt.map(money), perDay: day.map(money)), time: time, expires: time + .minutes(30))
  }

  private static func spend(_ order: SpendOrder, _ cents: Int64) -> Spend {
    Spend(
      hunt: order.hunt, model: "m", purpose: .analysis, usage: Usage(input: 10, written: 4, output: 1),
      cost: Money(nanoDollars: cents * 10_000_000), time: order.time)
  }

  @Test("Many calls at once, through two handles, never pass the cap together, and what they really cost is shown")
  func atOnce() async throws {
    let stores = [try scratch.store(), try scratch.store()]
    typealias Granted = (reservation: Reservation, order: SpendOrder, number: Int)
    let granted: [Granted] = try await withThrowingTaskGroup(of: Granted?.self) { group in
      for number in 0..<64 {
        group.addTask {
          // Each hunt has its own id; each call may cost seven cents of a hundred.
          let order = Self.order(7, hunt: HuntID(at: Self.now + .seconds(Double(number))))
          do { return (try await stores[number % 2].reserve(order), order, number) } catch let problem as Problem {
            #expect(problem.kind == .overBudget)
            return nil
          }
        }
      }
      var all: [Granted] = []
      for try await one in group { if let one { all.append(one) } }
      return all
    }
    #expect(granted.count == 14)
    #expect(try await stores[0].reserved(at: Self.now) == Money(dollars: 0.98))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (reservation, order, number) in granted {
        group.addTask { try await stores[(number + 1) % 2].settle(reservation, with: Self.spend(order, 5)) }
      }
      try await group.waitForAll()
    }
    #expect(try await stores[1].reserved(at: Self.now) == .zero)
    #expect(try await stores[1].spent(onDayOf: Self.now) == Money(dollars: 0.70))
  }

  @Test("A call gets what is left where that is enough, and nothing where it is not")
  func partly() async throws {
    let store = try scratch.store()
    _ = try await store.reserve(Self.order(60))
    #expect(try await store.reserve(Self.order(60, least: 30)).amount == Money(dollars: 0.40))
    let refused = await problem { _ = try await store.reserve(Self.order(1)) }
    #expect(refused?.kind == .overBudget)
    #expect(refused?.cause?.contains("$1.00 put aside") == true, "\(refused?.cause ?? "")")
    #expect(try await store.reserve(Self.order(60, day: nil)).amount == Money(dollars: 0.60))
  }

  @Test("The cap of a hunt counts what the hunt spent and put aside, in whichever process")
  func perHunt() async throws {
    let stores = [try scratch.store(), try scratch.store()]
    let hunt = HuntID(at: Self.now)
    func one(_ cents: Int64) -> SpendOrder { Self.order(cents, hunt: hunt, day: nil, perHunt: 10) }
    try await stores[0].settle(try await stores[0].reserve(one(4)), with: Self.spend(one(4), 4))
    _ = try await stores[1].reserve(one(4))
    #expect(await problem { _ = try await stores[0].reserve(one(4)) }?.kind == .overBudget)
    var told = one(3)
    told.hunt = HuntID(at: Self.now + .seconds(1))
    told.spentThisHunt = Money(dollars: 0.09)
    #expect(await problem { _ = try await stores[0].reserve(told) }?.kind == .overBudget)
  }

  @Test("What a process that was killed had put aside counts as spent when it expires, until it ends after all")
  func expiry() async throws {
    let store = try scratch.store()
    let lost = try await store.reserve(Self.order(100))
    try store.close()
    let next = try scratch.store()
    #expect(await problem { _ = try await next.reserve(Self.order(1, at: Self.now + .minutes(29))) }?.kind == .overBudget)
    let late = Self.now + .minutes(30)
    #expect(try await next.spent(onDayOf: Self.now) == .zero)
    #expect(try await next.spent(onDayOf: late) == Money(dollars: 1))
    let order = Self.order(1, at: late)
    #expect(await problem { _ = try await next.reserve(order) }?.cause?.contains("$1.00 are spent") == true)
    // Books it, as another day's cap has room.
    _ = try await next.reserve(Self.order(1, at: late, day: nil))
    #expect(try await next.spent(onDayOf: late) == Money(dollars: 1))
    #expect(try await next.reserved(at: late) == Money(dollars: 0.01))
    try await next.settle(lost, with: Self.spend(Self.order(100), 80))
    #expect(try await next.spent(onDayOf: late) == Money(dollars: 0.80))
    _ = try await next.reserve(Self.order(19, at: late))
    #expect(await problem { _ = try await next.reserve(order) }?.kind == .overBudget)
  }

  @Test("A call that cost nothing frees what was put aside, and a reservation of yesterday counts until it ends")
  func released() async throws {
    let store = try scratch.store()
    try await store.settle(try await store.reserve(Self.order(100)), with: nil)
    #expect(try await store.reserved(at: Self.now) == .zero)
    #expect(try await store.spent(onDayOf: Self.now) == .zero)
    let late = moment("2026-11-23T23:50:00Z")
    _ = try await store.reserve(Self.order(100, at: late))
    #expect(await problem { _ = try await store.reserve(Self.order(1, at: late + .minutes(15))) }?.kind == .overBudget)
  }

  @Test("Tokens that were written to a provider's cache are kept")
  func written() async throws {
    let store = try scratch.store()
    try await store.record(Self.spend(Self.order(1), 1))
    #expect(try await store.read { try Int.fetchOne($0, sql: "SELECT written FROM spend") } == 4)
  }
}
