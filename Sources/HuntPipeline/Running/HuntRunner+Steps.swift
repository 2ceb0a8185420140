import Casefile
import KQL

extension HuntRunner {
  /// Takes one step; throws what the screen should show as a failure.
  func perform(_ step: HuntStep, _ errand: Errand) async throws {
    switch step {
    case .chooseDraftModel(let request, let wanted): try await chooseDraftModel(request, wanted, errand)
    case .draftPlan(let request, let choice): try await draftPlan(request, choice, errand)
    case .review(let kql, let asked): try await review(kql, asked, errand)
    case .run(let query): try await run(query, errand)
    case .collectAlerts(let ids): try await collectAlerts(ids, errand)
    case .reduce(let rows, _, let table, let steps): try await reduce(rows, table: table, steps: steps, errand)
    case .chooseAnalysisModel(_, let wanted, let spent): try await chooseAnalysisModel(wanted, spent, errand)
    case .analyse(let order): try await analyse(order, errand)
    case .ask, .stop: break
    }
  }

  private func chooseDraftModel(_ request: AnalystRequest, _ wanted: String?, _ errand: Errand) async throws {
    errand.report(.stageStarted(.choosingDraftModel))
    let now = ports.clock.now()
    let schemas = try await allowedSchemas()
    guard !schemas.isEmpty else {
      throw Problem(
        "There is no table to ask.", cause: "The workspace has none, or the guardrails allow none of them.",
        remedy: "Import logs with `logspotlight import FILE`, or allow tables in the guardrails file.", kind: .refused)
    }
    let card = rules.models.first ?? ModelCard(name: "offline analyst", isOffline: true)
    let brief = brief(request, schemas, card)
    let text = ModelPlanDrafter.textSent(for: brief)
    let facts = ModelChooser.Facts(
      purpose: .draft, tokens: tokens(of: text), wanted: wanted, budget: rules.budget, spentThisHunt: work(of: errand.hunt)?.cost,
      spentToday: try await ports.ledger.spent(onDayOf: now), tier: rules.tier, now: now)
    errand.report(.modelChosen(.draft, try chooser.choose(facts)))
  }

  private func draftPlan(_ request: AnalystRequest, _ choice: ModelChoice, _ errand: Errand) async throws {
    errand.report(.stageStarted(.drafting))
    let drafted = try await ports.drafter(choice.model).draft(brief(request, try await allowedSchemas(), choice.model)) { seconds, cause in
      errand.report(.retrying(afterSeconds: seconds, cause: cause))
    }
    if !choice.model.isOffline {
      let own = Usage(input: choice.inputTokens, output: ownCount(drafted.plan.json.text, choice.model), isEstimated: true)
      try await spend(drafted.usage, own, .draft, choice.model, errand)
    }
    errand.report(.planDrafted(drafted.plan))
  }

  private func brief(_ request: AnalystRequest, _ schemas: [TableSchema], _ model: ModelCard) -> PlanningBrief {
    let likely = Dictionary(schemas.map { ($0.name, ports.likelyColumns($0)) }, uniquingKeysWith: { first, _ in first })
    return PlanningBrief(request: request, tables: schemas, likelyColumns: likely, policy: rules.policy, model: model)
  }

  private func review(_ kql: String, _ asked: DateTime, _ errand: Errand) async throws {
    errand.report(.stageStarted(.reviewing))
    let query = KQLQuery(parsing: kql)
    let guardrails = try await Guardrails.knowingExtents(rules.policy, ports.schemas, now: asked, of: query)
    errand.report(.queryReviewed(guardrails.review(query)))
  }

  /// Tables the guardrails allow, each with only the columns they allow.
  private func allowedSchemas() async throws -> [TableSchema] {
    try await ports.schemas.schemas().compactMap { schema in
      guard let tables = rules.policy.tables else { return schema }
      switch tables[schema.name] {
      case .all?: return schema
      case .only(let fields)? where !fields.isEmpty:
        return TableSchema(name: schema.name, columns: schema.columns.filter { fields.contains($0.name) })
      default: return nil
      }
    }
  }

  private var chooser: ModelChooser { ModelChooser(allowed: rules.models, guarded: rules.policy.models) }

  private func tokens(of text: String) -> [ModelCard.Encoding: Int] {
    var counts: [ModelCard.Encoding: Int] = [:]
    for encoding in Set(rules.models.map(\.encoding)) { counts[encoding] = ports.countTokens(text, encoding) }
    return counts
  }

  private func chooseAnalysisModel(_ wanted: String?, _ spent: Money?, _ errand: Errand) async throws {
    errand.report(.stageStarted(.choosingModel))
    let now = ports.clock.now()
    let reduction = work(of: errand.hunt)?.reduction
    let text = (reduction?.text ?? "") + (reduction?.context ?? "")
    // The prompt's own words and the schema are counted once with the rows; 1,600 tokens cover the fixed part of every table's prompt.
    let counted = tokens(of: text + ModelAnalyst.schemaText).mapValues { $0 + 1600 }
    let facts = ModelChooser.Facts(
      purpose: .analysis, tokens: counted, wanted: wanted, budget: rules.budget, spentThisHunt: spent,
      spentToday: try await ports.ledger.spent(onDayOf: now), tier: rules.tier, now: now)
    errand.report(.modelChosen(.analysis, try chooser.choose(facts)))
  }

  /// Tokens of a text as we count them for a model.
  func ownCount(_ text: String, _ model: ModelCard) -> Int {
    Int((Double(ports.countTokens(text, model.encoding)) * model.countFactor).rounded(.up))
  }

  /// Records what a provider reported, and reports it. Where it reported nothing, or figures that cannot be, our own count stands in: a
  /// budget is no budget when a server decides what was spent.
  func spend(_ reported: Usage?, _ own: Usage, _ purpose: ModelPurpose, _ model: ModelCard, _ errand: Errand) async throws {
    let usage = reported.flatMap { $0.isCredible(beside: own) ? $0 : nil } ?? own
    let cost = model.cost(of: usage)
    try await ports.ledger.record(
      Spend(hunt: errand.hunt, model: model.name, purpose: purpose, usage: usage, cost: cost, time: ports.clock.now()))
    update(errand.hunt) { work in work.cost = cost.flatMap { cost in work.cost.map { $0 + cost } } }
    errand.report(.usageReported(purpose, usage, cost))
  }
}

extension Usage {
  /// False for negative and absurd figures: less than a tenth, or more than ten times of what we counted ourselves, with some grace for
  /// servers that report small things loosely.
  fileprivate func isCredible(beside own: Usage) -> Bool {
    guard input >= 0, cached >= 0, output >= 0, reasoning >= 0, cached <= input else { return false }
    return input >= own.input / 10 - 50 && input <= own.input * 10 + 10_000 && output <= 10_000_000
  }
}
