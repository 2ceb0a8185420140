package import Casefile

/// Everything a runner works with. The program fills it in; tests fill it with fakes.
package struct HuntPorts: Sendable {
  package var clock: any Clock
  package var backend: any QueryBackend
  package var schemas: any SchemaSource
  package var pages: any RecordPages
  package var archive: any RowArchive
  package var ledger: any SpendLedger
  package var journal: any JournalKeeper
  package var findings: any FindingStore
  /// Who drafts with the model chosen; the offline planner for an offline card.
  package var drafter: @Sendable (ModelCard, HuntConcealment?) -> any PlanDrafter
  package var analyst: @Sendable (ModelCard, HuntConcealment?) -> any Analyst
  package var concealing: ConcealingPorts
  /// Columns of a table that requests are usually about, the likeliest first.
  package var likelyColumns: @Sendable (TableSchema) -> [String]
  /// Judges rows of a table by the rules; nil where no rule looks at it.
  package var marker: @Sendable (_ tables: [String], _ columns: [Column]) -> (any RowMarker)?
  /// Whether `countTokens` is exact; an upper bound otherwise.
  package var countsExactly: @Sendable (ModelCard.Encoding) -> Bool = { _ in true }
  /// Exact tokens of a text.
  package var countTokens: @Sendable (String, ModelCard.Encoding) -> Int

  package init(
    clock: any Clock, backend: any QueryBackend, schemas: any SchemaSource, pages: any RecordPages, archive: any RowArchive,
    ledger: any SpendLedger, journal: any JournalKeeper, findings: any FindingStore,
    drafter: @escaping @Sendable (ModelCard, HuntConcealment?) -> any PlanDrafter,
    analyst: @escaping @Sendable (ModelCard, HuntConcealment?) -> any Analyst, concealing: ConcealingPorts = .none,
    likelyColumns: @escaping @Sendable (TableSchema) -> [String] = { $0.columns.prefix(24).map(\.name) },
    marker: @escaping @Sendable (_ tables: [String], _ columns: [Column]) -> (any RowMarker)? = { _, _ in nil },
    countTokens: @escaping @Sendable (String, ModelCard.Encoding) -> Int
  ) {
    self.clock = clock
    self.backend = backend
    self.schemas = schemas
    self.pages = pages
    self.archive = archive
    self.ledger = ledger
    self.journal = journal
    self.findings = findings
    self.drafter = drafter
    self.analyst = analyst
    self.concealing = concealing
    self.likelyColumns = likelyColumns
    self.marker = marker
    self.countTokens = countTokens
  }
}

/// The rules of one workspace: what may be read, spent and asked.
package struct WorkspaceRules: Equatable, Sendable {
  package var workspace: String
  package var policy: GuardrailPolicy
  package var budget: Budget
  /// Models this workspace may use, best liked first; the offline analyst when none is configured.
  package var models: [ModelCard]
  /// Usage tier of the model account; nil when unknown.
  package var tier: String?
  /// The analyst's own lists; a model is told what they say of entities in the rows.
  package var context = ContextLists()
  /// When names leave only as stand-ins.
  package var pseudonyms = PseudonymPolicy.never
  /// Ids of the workspace itself, such as its tenant.
  package var ownIdentities: [Identity] = []

  package init(workspace: String, policy: GuardrailPolicy, budget: Budget, models: [ModelCard], tier: String? = nil) {
    self.workspace = workspace
    self.policy = policy
    self.budget = budget
    self.models = models
    self.tier = tier
  }
}
