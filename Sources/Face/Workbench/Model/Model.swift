package import Canvas
package import Casefile
package import HuntPipeline
package import Settings

/// All that is on the screen, and nothing that is not needed for it.
///
/// It changes only in `receive`. Nothing in it grows with the number of alerts or rows: it holds pages, counts, and ids of what is marked.
package struct Model: Sendable {
  package internal(set) var size: Size
  /// The last moment the wiring told; the clock on screen.
  package internal(set) var now: DateTime
  package internal(set) var place: WorkspaceFace
  package internal(set) var zone: ZoneDisplay
  package internal(set) var focus = PaneID.alerts
  /// Whether the analyst went to the pane that has the focus, rather than being taken there by a hunt that began.
  var isFocusChosen = true
  /// The tab that is shown in the shared place.
  package internal(set) var tab = PaneID.findings
  package internal(set) var isZoomed = false
  package internal(set) var alerts = AlertsState()
  package internal(set) var detail = DetailState()
  package internal(set) var record = RecordState()
  package internal(set) var entity = EntityState()
  /// The analyst's own lists of people, machines and networks.
  package internal(set) var context = ContextLists()
  package internal(set) var request = RequestState()
  package internal(set) var query = QueryState()
  package internal(set) var tables = KnownTables()
  /// The hunt on screen; an earlier one is in the journal.
  package internal(set) var hunt: Hunt?
  package internal(set) var rows = RowsState()
  var columnMemory = ColumnMemory()
  package internal(set) var findings = FindingsState()
  package internal(set) var analysis = WrappedText()
  package internal(set) var analysisSearch = AnalysisSearch()
  package internal(set) var matrix = MatrixState()
  package internal(set) var timeline = TimelineState()
  package internal(set) var spend: SpendState
  package internal(set) var sources = SourcesState()
  /// The sign-in that waits for a code; nil when none does.
  package internal(set) var signIn: SignInState?
  /// Whether a code was shown that nobody entered, so that the next is shown only when it is asked for.
  package internal(set) var isSignInUnanswered = false
  package internal(set) var overlay: Overlay?
  /// The help over another window, which stays as it is below; it counts only while that window is open.
  package internal(set) var windowHelp: HelpState?
  /// The change that was sent last, be its window open or not: answers come in here, and it can be undone until the next one is sent.
  package internal(set) var sentChange: WriteBackState?
  /// Whether it ended while its window was closed, so that nobody has seen how.
  var hasUnseenChange = false
  /// Changes begun so far.
  var changeCount = 0
  /// Subscriptions that were sent to be started, until what became of them was seen.
  package internal(set) var sentSubscriptions: SubscriptionsState?
  package internal(set) var toast: Toast?
  package internal(set) var keys: KeyMap
  package internal(set) var theme: Theme
  /// The theme that was chosen; without colours `theme` may be another.
  package internal(set) var themeName: String
  /// The theme of the configuration: what was chosen here is remembered only as long as that stays the same.
  let configuredTheme: String
  /// The theme to remember while another is shown for this run alone.
  var keptTheme: String?
  package internal(set) var shelf: ThemeShelf
  package internal(set) var depth: ColourDepth
  /// Whether clicks and the wheel count; the terminal's own selecting then needs Shift.
  package internal(set) var hasMouse = false
  /// Whether the line of keys at the bottom gives its place to the panes.
  package internal(set) var hidesHints = false
  /// The hunt that was asked for last; an answer for another one comes too late.
  var awaitedHunt: HuntEntry.Source?
  /// Names of saved hunts, as far as they were told.
  var savedHunts: Set<String> = []
  /// Names of the workspaces one can go to.
  package internal(set) var workspaces: [String]
  /// Whether the terminal's own background shows through.
  package internal(set) var keepsTerminalGround = false
  /// Names a hunt may ask for; empty when there is no choice.
  package internal(set) var modelNames: [String]
  /// The model asked for by name; nil leaves the choice to the program.
  package internal(set) var wantedModel: String?
  /// How rows are made short before a model reads them.
  package internal(set) var reductionSteps = ReductionStep.all
  package internal(set) var isLeaving = false
  /// Until when a second Ctrl-C leaves the program.
  var leavingUntil: DateTime?
  /// What was put on the clipboard last, for the news of it.
  var copiedThing = ""
  /// What was said of a key that nothing answered; nil once another was pressed.
  var unanswered: String?
  /// Whether the alerts that come to be copied are a group's, not the marked ones.
  var copiesGroup = false
  /// Whether the analyst said no to the call of the hunt that is being ended.
  var isCallRefused = false
  /// Raised with each overlay that arrives by itself, and with each key pressed while it arms.
  var armingNumber = 0
  /// When the next tick is due that was asked for.
  var nextTick: DateTime?
  var idSource: SeededGenerator

  package init(
    size: Size, now: DateTime, place: WorkspaceFace = WorkspaceFace(), zone: ZoneDisplay = ZoneDisplay(), budget: Budget = Budget(),
    tier: String? = nil, keys: KeyMap = KeyMap.building().map, shelf: ThemeShelf = .builtIn, themeName: String = "dusk",
    depth: ColourDepth = .palette, modelNames: [String] = [], workspaces: [String] = [], seed: UInt64
  ) {
    self.size = size
    self.now = now
    self.place = place
    self.zone = zone
    self.spend = SpendState(budget: budget, tier: tier)
    self.keys = keys
    self.shelf = shelf
    self.depth = depth
    self.themeName = shelf[themeName] == nil ? "dusk" : themeName
    self.configuredTheme = self.themeName
    self.theme = Theme(named: self.themeName, from: shelf, depth: depth)
    self.modelNames = modelNames
    self.workspaces = workspaces
    self.idSource = SeededGenerator(seed: seed)
  }

  /// What to ask for when the workbench opens: the first page of alerts and what was spent today.
  package mutating func start() -> [Effect] {
    // On a first visit only what comes from now on is new.
    alerts.listing.newSince = alerts.listing.newSince ?? now
    alerts.pending = alerts.wantedRange(height: size.height)
    return [.loadAlerts(alerts.listing, alerts.wantedRange(height: size.height)), .loadSpend, .loadTables]
      + (sources.sources.isEmpty ? [] : fetch())
      + (hunt?.findings ?? []).flatMap { wantProof(of: $0) } + wantDecisions + scheduledTick()
  }
}
