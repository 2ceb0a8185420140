import Casefile
import KQL

extension HuntRunner {
  /// Takes one step; throws what the screen should show as a failure.
  func perform(_ step: HuntStep, _ errand: Errand) async throws {
    switch step {
    case .chooseDraftModel(let request, let wanted): try await chooseDraftModel(request, wanted, errand)
    case .draftPlan(let request, let choice): try await draftPlan(request, choice, errand)
    case .review(let kql, let request): try await review(kql, request.asked, errand)
    case .run(let query): try await run(query, errand)
    case .collectAlerts(let ids): try await collectAlerts(ids, errand)
    case .reduce(let subject, let steps): try await reduce(subject, steps: steps, errand)
    case .chooseAnalysisModel(let subject, let wanted, let spent): try await chooseAnalysisModel(subject, wanted, spent, errand)
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
    let card = rules.models.first ?? ModelCard.offline
    let call = ModelPlanDrafter.call(for: brief(request, schemas, card))
    let spent = work(of: errand.hunt)?.cost
    let choice = try chooser.choose(try await facts(.draft, call, rowless: nil, wanted, spent, now))
    prepare([ModelPlanDrafter.call(for: brief(request, schemas, choice.model))], choice.model, request, hasRows: false, errand)
    errand.report(.modelChosen(.draft, choice))
  }

  private func draftPlan(_ request: AnalystRequest, _ choice: ModelChoice, _ errand: Errand) async throws {
    errand.report(.stageStarted(.drafting))
    let hiding = try await concealment(for: choice.model, request, hasRows: false, errand.hunt)
    var brief = brief(request, try await allowedSchemas(), choice.model)
    brief.tablesRead = await ports.schemas.tablesRead()
    brief.inputTokens = choice.inputTokens
    let purse = try await purse(forDraft: choice, errand)
    if let purse { (brief.maxOutput, brief.mayAskAgain) = (purse.maxOutput, purse.holdsSecondCall) }
    let meter = meter(of: choice)
    brief.meter = meter
    let drafted: DraftedPlan
    do {
      drafted = try await ports.drafter(choice.model, hiding).draft(brief) { seconds, cause in
        errand.report(.retrying(afterSeconds: seconds, cause: cause))
      }
    } catch let failure as DraftFailure {
      try await spend(failure, meter, choice, purse, errand)
      throw failure.error
    } catch {
      await release(purse)
      throw error
    }
    if !choice.model.isOffline {
      let output = max(meter?.output ?? 0, ownCount(drafted.plan.json.text, choice.model))
      let own = ownCount(choice, input: choice.inputTokens, meter, output: output, answered: drafted.calls)
      try await spend(drafted.usage, own, .draft, choice, isOneCall: drafted.calls == 1, purse, errand)
    }
    errand.report(.planDrafted(drafted.plan))
  }

  /// Records what calls took that brought no plan; nothing where none of them has to be paid for.
  private func spend(_ failure: DraftFailure, _ meter: CallMeter?, _ choice: ModelChoice, _ purse: Purse?, _ errand: Errand) async throws {
    let calls = max(meter?.paidCalls ?? 0, failure.calls)
    guard calls > 0 else { return await release(purse) }
    let own = ownCount(choice, input: choice.inputTokens, meter, answered: failure.calls)
    // Where a call came to nothing after others were reported, our count of all is nearer than the report of some.
    try await spend(calls > failure.calls ? nil : failure.usage, own, .draft, choice, isOneCall: false, purse, errand)
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

  /// What is known for a choice: the call counted in every encoding that counts here, and what went before.
  private func facts(
    _ purpose: ModelPurpose, _ call: ModelCall, rowless: ModelCall?, _ wanted: String?, _ spent: Money?, _ now: DateTime
  ) async throws -> ModelChooser.Facts {
    var tokens: [ModelCard.Encoding: CallTokens] = [:]
    for encoding in Set(rules.models.map(\.encoding)) {
      tokens[encoding] = self.tokens(of: call, rowless: rowless, encoding)
    }
    var facts = ModelChooser.Facts(
      purpose: purpose, tokens: tokens, wanted: wanted, budget: rules.budget, spentThisHunt: spent,
      spentToday: try await ports.ledger.spent(onDayOf: now) + ports.ledger.reserved(at: now), tier: rules.tier, now: now)
    facts.corrections = try await ports.ledger.corrections()
    facts.pseudonyms = rules.pseudonyms
    facts.bounded = Set(tokens.keys.filter { !ports.countsExactly($0) })
    facts.lastMinute = try await ports.ledger.tokensWithinMinute(before: now)
    return facts
  }

  private func chooseAnalysisModel(_ subject: AnalysisSubject, _ wanted: String?, _ spent: Money?, _ errand: Errand) async throws {
    errand.report(.stageStarted(.choosingModel))
    guard let work = work(of: errand.hunt), !work.reductions.isEmpty else { return }
    // A hunt that was opened again brings what it cost before; a call that was stopped may be booked here first.
    update(errand.hunt) { work in work.cost = spent.flatMap { told in work.cost.map { max(told, $0) } } }
    let spent = self.work(of: errand.hunt)?.cost
    var choice: ModelChoice
    do {
      choice = try chooser.choose(try await facts(subject, work.reductions, wanted, spent, errand))
    } catch let problem as Problem where problem.kind == .overBudget {
      // The budget does not allow so many calls: one is made with what it holds, and what is left out is said.
      guard let cut = work.cutReduction else { throw problem }
      choice = try chooser.choose(try await facts(subject, [cut], wanted, spent, errand))
      choice.reason += "; \(work.reductions.count) calls would hold all rows, and the budget or the model does not allow them"
      choice.question?.reasons.append("\(cut.summary.leftOut ?? "not all rows are sent")")
      update(errand.hunt) { $0.reductions = [cut] }
      errand.report(.reduced(cut.summary))
    }
    let parts = self.work(of: errand.hunt)?.reductions ?? []
    let calls = parts.indices.map { place in
      var sent = brief(subject, parts[place], choice.model, maxOutput: choice.maxOutput, errand)
      if parts.count > 1 { sent.part = (place + 1, parts.count) }
      return ModelAnalyst.call(for: sent)
    }
    prepare(calls, choice.model, subject.request, hasRows: true, errand)
    errand.report(.modelChosen(.analysis, choice))
  }

  /// What is known for the choice of an analyst: every call counted, with the share of its rows.
  private func facts(
    _ subject: AnalysisSubject, _ reductions: [Reduction], _ wanted: String?, _ spent: Money?, _ errand: Errand
  ) async throws -> ModelChooser.Facts {
    let card = rules.models.first ?? ModelCard.offline
    let calls = reductions.indices.map { place in
      var brief = brief(subject, reductions[place], card, maxOutput: 0, errand)
      if reductions.count > 1 { brief.part = (place + 1, reductions.count) }
      return ModelAnalyst.call(for: brief)
    }
    let bare = ModelAnalyst.call(for: rowless(subject, reductions[0], card, errand))
    var facts = try await facts(.analysis, calls[0], rowless: bare, wanted, spent, ports.clock.now())
    for encoding in facts.tokens.keys where calls.count > 1 {
      facts.furtherCalls[encoding] = calls.dropFirst().map { tokens(of: $0, rowless: bare, encoding) }
    }
    return facts
  }

  /// The same without its rows.
  func rowless(_ subject: AnalysisSubject, _ reduction: Reduction, _ card: ModelCard, _ errand: Errand) -> AnalysisBrief {
    var rowless = brief(subject, reduction, card, maxOutput: 0, errand)
    (rowless.reduction.legend, rowless.reduction.lines, rowless.reduction.appendix) = ("", [], "")
    return rowless
  }

  func tokens(of call: ModelCall, rowless: ModelCall?, _ encoding: ModelCard.Encoding) -> CallTokens {
    CallRecipe(encoding) { self.ports.countTokens($0, encoding) }.tokens(of: call, rowless: rowless)
  }

  /// Keeps the calls that were counted, to be shown before they are sent.
  private func prepare(_ calls: [ModelCall], _ card: ModelCard, _ request: AnalystRequest, hasRows: Bool, _ errand: Errand) {
    update(errand.hunt) { work in
      work.prepared = card.isOffline ? nil : PreparedCalls(calls: calls, card: card, request: request, hasRows: hasRows)
    }
  }

  /// All that an analysis needs to know of its rows.
  func brief(
    _ subject: AnalysisSubject, _ reduction: Reduction, _ model: ModelCard, maxOutput: Int, inputTokens: Int? = nil, _ errand: Errand
  ) -> AnalysisBrief {
    var brief = AnalysisBrief(
      hunt: errand.hunt, request: subject.request, tables: subject.tables, kql: subject.kql, resultSet: subject.rows.resultSet,
      columns: subject.rows.columns, rowCount: subject.rows.count, reduction: reduction, model: model, maxOutput: maxOutput,
      pages: ports.pages)
    if let work = work(of: errand.hunt) { (brief.boundary, brief.shown) = (work.boundary, work.findings) }
    brief.inputTokens = inputTokens
    brief.earlier = subject.earlier
    brief.isEdited = subject.isEdited
    return brief
  }

  /// Tokens of a text as we count them for a model.
  func ownCount(_ text: String, _ model: ModelCard) -> Int {
    Int((Double(ports.countTokens(text, model.encoding)) * model.countFactor).rounded(.up))
  }
}
