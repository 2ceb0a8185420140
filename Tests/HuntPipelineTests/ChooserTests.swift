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
      purpose: .analysis, tokens: [.o200k: CallTokens([.system: tokens / 4, .rows: tokens - tokens / 4])], wanted: wanted, budget: budget,
      spentToday: today, tier: tier, now: now)
  }

  private func chooser(_ cards: [ModelCard], guarded: Set<String>? = nil) -> ModelChooser { ModelChooser(allowed: cards, guarded: guarded) }

  @Test("The rules can be asked for by name, whatever is configured, and cost nothing", arguments: ["offline", "offline analyst"])
  func offline(name: String) throws {
    let choice = try chooser([cheap], guarded: ["cheap"]).choose(facts(10_000_000, budget: Budget(perHunt: .zero), wanted: name))
    #expect(choice.model == .offline && choice.question == nil)
    #expect(throws: Problem.self) { try chooser([cheap]).choose(facts(10, wanted: "another")) }
  }

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

  @Test("What was reported of earlier calls corrects the count, its price and its sign")
  func corrected() throws {
    var known = facts(10_000)
    known.corrections = ["cheap": CountCorrection(calls: 4, counted: 40_000, reported: 50_000)]
    let choice = try chooser([cheap]).choose(known)
    #expect(choice.inputTokens == 12_500)
    #expect(choice.isEstimated)
    #expect(choice.estimate == cheap.cost(of: Usage(input: 12_500, output: 1500)))
    #expect(choice.correction?.words == "+25.0 % over 4 calls")
    #expect(choice.parts.total == 10_000, "what was counted stays to be held against the next report")
  }

  @Test("A server that reports nonsense moves no estimate beyond a factor of three, and nothing compared moves none")
  func nonsense() {
    #expect(CountCorrection(calls: 9, counted: 1, reported: .max).factor == 3)
    #expect(CountCorrection(calls: 9, counted: .max, reported: 1).factor == 1.0 / 3)
    #expect(CountCorrection(calls: 0, counted: 0, reported: 0).factor == 1)
    #expect(CountCorrection(calls: 0, counted: 0, reported: 0).words == nil)
  }

  @Test("A model whose minute is used up gives way to one with room, and is asked with a warning where there is none")
  func busyMinute() throws {
    var small = large
    small.name = "small minute"
    small.price = ModelCard.Price(input: 0.1, output: 0.1)
    var full = facts(100_000, tier: "1")
    full.lastMinute = ["small minute": 450_000]
    let choice = try chooser([small, large]).choose(full)
    #expect(choice.model.name == "large")
    #expect(choice.reason.contains("small minute: 450,000 of tier 1's 500,000 tokens a minute are used up"))
    let alone = try chooser([small]).choose(full)
    #expect(alone.model.name == "small minute")
    #expect(alone.question?.reasons.contains { $0.contains("used up") } == true)
  }

  @Test("Over a limit the refusal says what would fit: tokens, share and parts")
  func whatFits() {
    func remedy(_ cards: [ModelCard], _ facts: ModelChooser.Facts) -> String {
      do {
        _ = try chooser(cards).choose(facts)
        return "it was not refused"
      } catch { return (error as? Problem)?.remedy ?? "" }
    }
    let window = remedy([cheap], facts(400_000))
    #expect(window.contains("80,000 tokens fit, 20 % of these"))
    #expect(window.contains("in 5 parts"))
    // 0.02 dollars less the answer's 0.006 buy 14,000 tokens at one dollar a million.
    let budget = remedy([large], facts(100_000, budget: Budget(perHunt: Money(dollars: 0.02))))
    #expect(budget.contains("14,000 tokens fit, 14 % of these"))
    #expect(
      remedy([large], facts(10, budget: Budget(perDay: Money(dollars: 1)), today: Money(dollars: 1))).contains("Nothing more can be sent"))
  }

  @Test("An unknown price can be accepted in the configuration, which the question then says")
  func acceptedPrice() throws {
    var unpriced = cheap
    unpriced.price = nil
    unpriced.acceptsUnknownPrice = true
    let choice = try chooser([unpriced]).choose(facts(10, budget: Budget(perDay: Money(dollars: 5))))
    #expect(choice.question?.reasons.contains { $0.contains("no budget counts this call") } == true)
  }

  @Test("A model that is soon shut down is chosen with a warning")
  func shutDownSoon() throws {
    var ending = cheap
    ending.shutDown = "2026-12-11"
    let choice = try chooser([ending]).choose(facts(10))
    #expect(choice.reason.contains("it is shut down on 2026-12-11"))
    #expect(choice.question?.reasons.contains { $0.contains("2026-12-11") } == true)
    ending.shutDown = "2027-12-11"
    #expect(try chooser([ending]).choose(facts(10)).question?.reasons.contains { $0.contains("shut down") } == false)
  }

  @Test("A model that always reasons is expected to write more, and one that answers no chat is asked all the same")
  func features() throws {
    var reasoner = cheap
    reasoner.reasoningEfforts = ["low", "high"]
    #expect(try chooser([reasoner]).choose(facts(10)).outputTokens == 3000)
    reasoner.reasoningEfforts = ["none", "low"]
    #expect(try chooser([reasoner]).choose(facts(10)).outputTokens == 1500)
    reasoner.takesChatCompletions = false
    #expect(try chooser([reasoner]).choose(facts(10)).model.name == reasoner.name)
  }
}
