import Casefile
import Detection
import HuntPipeline
import Journal
import KQL
import LanguageModels
import LocalStore
import MicrosoftData
import Settings
import Tokens

/// A workspace, opened: its store, journal, models and rules.
struct OpenWorkspace: Sendable {
  static let sampleName = "sample"

  let configuration: Configuration
  let warnings: [Problem]
  let name: String
  /// Its alerts and rows: a file of its own for a workspace of the cloud, so that nobody's data is seen in another's.
  let store: EmbeddedStore
  /// What was found and decided, stand-ins and sessions, for all workspaces of this machine.
  let ledger: EmbeddedStore
  /// What was spent: the user's own ledger whatever store is named, so that no cap is passed with another file.
  let spending: EmbeddedStore
  /// The store's tables, where entity pages look.
  let local: StoreBackend
  /// Where queries run, and the tables they may read.
  let backend: any QueryBackend & SchemaSource
  /// The services of a workspace of the cloud; nil where all lies on this machine.
  let cloud: CloudServices?
  /// Alerts and rows as this workspace shows them.
  let pages: any RecordPages
  let rules: WorkspaceRules
  /// Whether anything was imported beside the sample.
  let hasOwnData: Bool
  /// What the workbench says as it opens: lists of `[context]` that are wrong, and files that others may write or read.
  let startWarnings: [Problem]
  let shelf: ModelShelf
  private let keeper: Keeper

  /// The chained journal of everything that was done.
  var journal: any JournalKeeper { keeper.journal }

  /// Opens everything a hunt needs. Throws a `Problem` for the first thing that cannot be opened.
  static func open(_ common: CommonOptions) async throws -> OpenWorkspace {
    let file = try ConfigurationFile.open(common)
    let surroundings = Surroundings()
    let ledger = try EmbeddedStore(at: try surroundings.storePath(common.store))
    let spending = common.store == nil ? ledger : try EmbeddedStore(at: try surroundings.storePath(nil))
    let store = try WorkspaceStore.open(file, common, ledger: ledger)
    let cloud = try CloudServices(file, store: store)
    let showsSample = cloud == nil ? try await prepareSample(file, store) : false
    let local = StoreBackend(store: store, clock: SystemClock(), includesSample: showsSample)
    let shelf = try ModelShelf(file.configuration, workspace: file.workspaceName)
    let policy = try DefaultGuardrails.policy(file, imported: try await local.schemas())
    let context = ContextFiles.read(file)
    for warning in context.warnings { Output.note("warning: \(warning.description)") }
    var rules = WorkspaceRules(
      workspace: file.workspaceName, policy: policy, budget: file.configuration.budget, models: shelf.cards, tier: shelf.tier)
    rules.context = context.lists
    rules.pseudonyms = file.configuration.pseudonyms
    rules.ownIdentities = OpenWorkspace.ownIdentities(file)
    return OpenWorkspace(
      configuration: file.configuration, warnings: file.warnings, name: file.workspaceName, store: store, ledger: ledger,
      spending: spending, local: local, backend: try cloud?.backend(beside: local) ?? local, cloud: cloud,
      pages: showsSample ? store : OwnRecords(store),
      rules: rules,
      hasOwnData: try await !store.schemas(ofImports: true).isEmpty, startWarnings: context.warnings + file.accessWarnings, shelf: shelf,
      keeper: Keeper(
        store: ledger, threats: ThreatsFile(path: try surroundings.threatsPath()),
        journal: JournalWriter(path: try surroundings.journalPath())))
  }

  /// Whether the sample is part of the workspace: always of the built-in one, of another only while nothing was imported, which is said.
  private static func prepareSample(_ file: ConfigurationFile, _ store: EmbeddedStore) async throws -> Bool {
    let isSample = file.workspaceName == sampleName
    if !isSample {
      guard try await StoreBackend(store: store, clock: SystemClock(), includesSample: false).schemas().isEmpty else { return false }
      Output.note("nothing was imported yet: the workspace '\(file.workspaceName)' shows the sample data")
    }
    if !store.isReadOnly { try await store.prepareSample(now: SystemClock().now()) }
    return true
  }

  /// The ids by which the configuration knows the workspace.
  private static func ownIdentities(_ file: ConfigurationFile) -> [Identity] {
    guard let workspace = file.configuration.workspaces[file.workspaceName] else { return [] }
    return ([workspace.tenantID].compactMap { $0 } + workspace.workspaceIDs).map { Identity(.tenant, $0) }
  }

  /// The guardrails in force, for commands that only review.
  static func guardrails(_ common: CommonOptions) async throws -> Guardrails {
    let file = try ConfigurationFile.open(common)
    let store = try EmbeddedStore(at: try WorkspaceStore.path(file, common))
    let stored = try await store.schemas()
    let policy = try DefaultGuardrails.policy(file, imported: stored)
    return Guardrails(policy: policy, tables: CheckedTables(stored: stored, policy: policy), now: SystemClock().now())
  }

  /// How many tables are known of which workspace, and since when, in words.
  var knownTables: String {
    get async throws {
      let count = try await backend.schemas().count
      let tables = "the workspace '\(name)' has \(count == 1 ? "1 table" : "\(count) tables")"
      return tables + (await backend.tablesRead().map { ", read at \($0.text(decimals: 0))" } ?? " on this machine")
    }
  }

  /// A runner over this workspace; `deliver` is called on any thread.
  func runner(_ deliver: @escaping @Sendable (StampedEvent) -> Void) -> HuntRunner {
    let (shelf, backend, local) = (shelf, backend, local)
    var ports = HuntPorts(
      clock: SystemClock(), backend: backend, schemas: backend, pages: pages, archive: store, ledger: spending, journal: keeper.journal,
      findings: keeper, drafter: { shelf.drafter(for: $0, $1, names: { await local.knownNames() }) },
      analyst: { shelf.analyst(for: $0, $1) },
      concealing: ConcealingPorts(
        keeper: ledger, kindOf: { IdentityKind(column: $0) }, known: store),
      likelyColumns: { OpenWorkspace.likelyColumns($0) },
      marker: { RuleMarker(rules: RuleLibrary.own, tables: $0, columns: $1) }, countTokens: { OpenWorkspace.count($0, $1) })
    ports.countsExactly = { OpenWorkspace.countsExactly($0) }
    return HuntRunner(ports: ports, rules: rules, deliver: deliver)
  }

  /// What the table's profile shows, and where it keeps users, hosts, addresses, ports, hashes and files.
  static func likelyColumns(_ schema: TableSchema) -> [String] {
    let profile = TableReference.standard.profile(of: schema.name) ?? TableProfile(guessing: schema)
    let subjects = [profile.hosts, profile.users, profile.addresses, profile.ports, profile.hashes, profile.files].flatMap { $0.prefix(2) }
    var names: [String] = []
    for name in profile.fields + subjects where schema.column(named: name) != nil && !names.contains(name) { names.append(name) }
    return names.isEmpty ? schema.columns.prefix(24).map(\.name) : names
  }

  /// Exact where the vocabulary loads; an upper bound where it does not, so that nothing is ever sent by a guess that is too low.
  static func count(_ text: String, _ encoding: ModelCard.Encoding) -> Int {
    let kind = kind(encoding)
    return (try? TokenCounter.shared(for: kind).count(text)) ?? kind.upperBound(utf8Count: text.utf8.count)
  }

  static func countsExactly(_ encoding: ModelCard.Encoding) -> Bool { (try? TokenCounter.shared(for: kind(encoding))) != nil }

  private static func kind(_ encoding: ModelCard.Encoding) -> TokenEncoding { encoding == .cl100k ? .cl100kBase : .o200kBase }
}

extension Configuration {
  /// Who `assigned:me` means: the configured analyst, else whoever is logged on here.
  var analystOnThisMachine: String { analyst ?? Surroundings()["USER"] ?? "" }
}

/// Keeps findings in the store and in `_threats.jsonl`.
struct Keeper: FindingStore {
  let store: EmbeddedStore
  let threats: ThreatsFile
  let journal: JournalWriter

  func keep(_ finding: Finding, of context: FindingContext) async throws {
    try await threats.append(finding, of: context)
    if !store.isReadOnly { try await store.keep(finding, of: context) }
  }
}
