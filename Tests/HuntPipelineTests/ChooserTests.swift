import Casefile
import HuntPipeline
import Testing

@Suite("Choosing a model") struct ChooserTests {
  private let now = DateTime("2026-11-23") ?? .minimum
  private let cheap = ModelCard(
    name: "cheap", contextWindow: 100_000, maxInput: 80_000, maxOutput: 20_000, price: ModelCard.Price(input: 0.1, output: 0.4),
    leavesMachine: false)
  private let large = ModelCard(
    name: "large", contextWindow: 1_000_000, maxInput: 900_000, maxOutput: 100_000, price: ModelCard.Price(input: 1, output: 4),
    limitsByTier: ["1": ModelCard.TierLimit(requestsPerMinute: 500, tokensPerMinute: 500_000)], leavesMachine: false)

  private func facts(
    _ tokens: Int, budget: Budget = Budget(), wanted: String? = nil, tier: String? = nil, today: Money = .zero
  ) -> ModelChooser.Facts {
    ModelChooser.Facts(
      purpose: .analysis, tokens: [.o200k: tokens], wanted: wanted, budget: budget, spentToday: today, tier: tier, now: now)
  }

  private func chooser(_ cards: [ModelCard], guarded: Set<String>? = nil) -> ModelChooser { ModelChooser(allowed: cards, guarded: guarded) }

  @Test("The cheapest that holds the tokens is taken, and the reason says why not the others")
  func cheapest() throws {
    #expect(try chooser([large, cheap]).choose(facts(10_000)).model.name == "cheap")
    let choice = try chooser([large, cheap]).choose(facts(400_000))
    #expect(choice.model.name == "large")
    #expect(choice.reason.contains("80,000"))
  }

  @Test("What fits nowhere is refused, not cut and not sent")
  func tooLarge() {
    #expect(throws: Problem.self) { try chooser([cheap]).choose(facts(400_000)) }
  }

  @Test("A model outside the guardrails' list, or past its shut-down date, is refused")
  func forbidden() throws {
    #expect(try chooser([cheap, large], guarded: ["large"]).choose(facts(10)).model.name == "large")
    var gone = cheap
    gone.shutDown = "2026-10-23"
    #expect(try chooser([gone, large]).choose(facts(10)).model.name == "large")
    #expect(throws: Problem.self) { try chooser([gone]).choose(facts(10)) }
  }

  @Test("The tier's tokens per minute are a limit")
  func tier() {
    #expect(throws: Problem.self) { try chooser([large]).choose(facts(600_000, tier: "1")) }
  }

  @Test("Over a cap nothing is sent; near it the question warns")
  func budget() throws {
    let small = Budget(warnRatio: 0.5, perHunt: Money(dollars: 0.001))
    #expect(throws: Problem.self) { try chooser([large]).choose(facts(10_000, budget: small)) }
    let choice = try chooser([large]).choose(facts(10_000, budget: Budget(warnRatio: 0.5, perDay: Money(dollars: 0.03)), today: .zero))
    #expect(choice.question?.reasons.contains { $0.contains("today") } == true)
    do {
      _ = try chooser([large]).choose(facts(10_000, budget: Budget(perDay: Money(dollars: 1)), today: Money(dollars: 1)))
      Issue.record("a spent day must refuse")
    } catch let problem as Problem {
      #expect(problem.kind == .overBudget)
    }
  }

  @Test("An unknown price with a cap set is refused; without a cap it is asked")
  func unknownPrice() throws {
    var unpriced = cheap
    unpriced.price = nil
    #expect(throws: Problem.self) { try chooser([unpriced]).choose(facts(10, budget: Budget(perDay: Money(dollars: 5)))) }
    let choice = try chooser([unpriced]).choose(facts(10))
    #expect(choice.estimate == nil)
    #expect(choice.question?.reasons.first?.contains("price unknown") == true)
  }

  @Test("What leaves the machine is always asked, what stays offline never")
  func egress() throws {
    var remote = cheap
    remote.leavesMachine = true
    #expect(try chooser([remote]).choose(facts(10)).question?.kind == .egress)
    #expect(try chooser([ModelCard(name: "offline analyst", isOffline: true)]).choose(facts(10)).question == nil)
    var local = cheap
    local.leavesMachine = false
    #expect(try chooser([local]).choose(facts(10)).question?.kind == .cost)
    local.price = ModelCard.Price(input: 0, output: 0)
    #expect(try chooser([local]).choose(facts(10)).question == nil, "a free model of this machine asks nothing")
    local.price = nil
    #expect(try chooser([local]).choose(facts(10)).question?.kind == .cost, "an unknown price is no free one")
  }

  @Test("A model asked for by name that is not allowed here is refused by name")
  func wanted() {
    do {
      _ = try chooser([cheap]).choose(facts(10, wanted: "gpt-9"))
      Issue.record("must refuse")
    } catch let problem as Problem {
      #expect(problem.summary.contains("gpt-9"))
      #expect(problem.kind == .refused)
    } catch { Issue.record("unexpected \(error)") }
  }
}
