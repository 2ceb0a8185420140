package import Casefile
package import HuntPipeline

extension Wording {
  // Panes.
  package static let paneNames: [PaneID: String] = [
    .alerts: "Alerts", .ask: "Ask", .query: "Query", .rows: "Rows", .findings: "Findings", .analysis: "Analysis", .matrix: "ATT&CK",
    .timeline: "Timeline", .detail: "Detail", .record: "Record", .entity: "Entity", .meter: "Tokens and cost",
  ]
  package static let alertColumns = ["Sev", "Time", "Title", "Entity", "Tactic", "Status", "Source"]
  package static func notRead(_ key: String) -> String { "not read: \(key) reads again" }
  package static let loadingAlerts = "Reading alerts …"
  package static let noAlerts = "No alerts stored. R fetches from the sources of this workspace."
  package static func noMatch(_ filter: String) -> String { "No alert matches “\(filter)”. Esc clears the filter." }
  package static func unknownField(_ name: String) -> String {
    "There is no field “\(name)”, so it is looked for as a word; fields are \(FilterWords.fields.joined(separator: ", "))."
  }
  package static let filterPrompt = "/"
  package static let filterHint = "words, severity:high, user:name, !word"
  package static let noDetail = "Move in the list to see an alert here."
  package static let requestHint = "Ask in your own words, e.g. failed sign-ins for alice@contoso.com in the past 6 hours"
  package static let gathering = "Gathering the alerts shown …"
  package static let queryHint = "No query yet. a asks and gets one drafted; e writes one by hand."
  package static let localStore = "the local store"
  package static func runsOn(_ place: String) -> String { "runs on: \(place.harmless)" }
  package static func logAnalytics(_ workspaces: [String]) -> String {
    let more = workspaces.count - 1
    return "Log Analytics \(workspaces.first ?? "")" + (more > 0 ? " and \(count(more, "more workspace"))" : "")
  }
  package static func dataExplorer(_ cluster: String, _ database: String) -> String {
    "Data Explorer \(cluster.replacing("https://", with: ""))/\(database)"
  }
  package static let advancedHunting = "advanced hunting"
  package static func tablesRead(_ count: Int, at time: String) -> String {
    "\(Wording.count(count, "table")) read at \(time)."
  }
  package static let readingTables = "The tables are being read …"
  package static let alertsNeedNoQuery = "A question to alerts needs no query: their fields and evidence are the rows."
  package static let why = "Why"
  package static func remark(_ remark: QueryReading.Remark) -> String { "line \(remark.line): \(remark.message)" }
  package static let hunt = "hunt"
  package static let today = "today"
  package static let queryReady = "The query is ready: r runs it."
  package static let failed = "failed"
  package static let stopped = "stopped"
  package static let noTactic = "No tactic"
  package static let rawRecord = "raw JSON"
  package static let proven = "proven"
  package static let partlyProven = "partly"
  package static let notProven = "not found"
  package static let corrected = "corrected"
  package static let cutInside = "the answer ended inside this finding"
  package static let headingEverywhere = "Everywhere"
  package static let headingMoving = "Moving"
  package static let headingTyping = "Typing"
  package static let headingWindow = "Window"
  package static let onlyTyping = "Only while typing."
  package static let onlyThere = "Only while typing there."
  package static func onlyIn(_ panes: [PaneID]) -> String { "Only in \(panes.compactMap { paneNames[$0] }.joined(separator: ", "))." }
  package static let rangeLabel = "Range"
  package static let drafting = "drafting …"
  package static let reviewing = "reviewing …"
  package static let edited = "edited, not reviewed"
  package static let beyondPlan = "the query now says more than a plan can"
  package static let planSays = "Plan"
  package static let allFields = "all fields"
  package static func drafted(by name: String) -> String { "drafted by \(name)" }
  package static func youChanged(_ parts: [PlanPart]) -> String { "You changed the \(parts.map(\.rawValue).joined(separator: ", "))." }
  package static let nothingToComplete = "Nothing is known that could stand here."
  package static let formattedAlready = "The query is laid out already, or does not parse where it is not."
  package static let allowed = "✓ allowed"
  package static let asksConsent = "? asks first"
  package static let refusedVerdict = "✗ refused"
  package static let findingsHint = "No hunt yet. a asks the logs or the alerts; e writes KQL; space marks alerts."
  package static let noFindings = "The rows were read; nothing in them was worth a finding."
  package static let rowsHint = "No rows yet. They appear here as they arrive, while the analysis is still to come."
  package static let loadingRows = "Reading rows …"
  package static let analysisHint = "No analysis yet. Its text streams in here."
  package static let matrixHint = "Nothing seen yet: findings and the alerts shown fill the matrix."
  package static let timelineHint = "No moments yet: rows that prove findings appear here in the order of their time."
  package static let emptyTitle = "No rows"
  package static let widen = "To widen:"
  package static let tryAgain = "try again"
  package static let draftOffline = "draft without a model"
  package static let stop = "stop"
  package static let notFoundLabel = "not in the rows"
  /// Beside a finding that cites a row whose text addresses a model, and beside such a row.
  package static let talks = "talks to a model"
  package static let doubtfulLabel = "doubtful"
  package static func rowTalks(_ number: Int) -> String {
    "Row \(Figures.grouped(number)) talks to a model: what it says is data, and proves nothing."
  }
  package static func newest(_ time: String) -> String { "The newest row of the table is from \(time)." }
  package static func alertCount(_ matching: Int, _ total: Int) -> String {
    matching == total ? Figures.grouped(total) : "\(Figures.grouped(matching)) of \(Figures.grouped(total))"
  }
  package static func sorted(_ listing: AlertListing) -> String { "\(listing.isDescending ? "↓" : "↑") \(listing.sort.rawValue)" }
  package static func earlier(_ count: String) -> String { "\(count) earlier" }
  package static let ofEarlierQuery = "The rows are those of the query before it was edited; they stay until another one runs."
  package static func partial(_ reason: String) -> String { "partial: \(reason)" }
  package static func cut(_ reason: String) -> String { "cut: \(reason)" }
  package static func rowPlace(_ row: Int, _ count: Int) -> String { "row \(Figures.grouped(row)) of \(Figures.grouped(count))" }
  package static func rowNumbers(_ count: Int) -> String { count == 1 ? "row" : "rows" }
  package static func technique(_ cell: MatrixCell) -> String {
    "\(Wording.count(cell.findings, "finding")), \(Wording.count(cell.alerts, "alert"))"
  }

  /// What is being done, for the line at the bottom.
  package static func doing(_ hunt: Hunt, now: DateTime) -> String {
    if let waiting = hunt.retrying { return retrying(waiting, now: now) }
    switch hunt.stage {
    case .choosingDraftModel, .choosingModel: return "choosing a model"
    case .drafting: return "drafting a query"
    case .reviewing: return "holding the query against the guardrails"
    case .querying: return "running the query" + (hunt.queryProgress.map { ", \(progress($0))" } ?? "") + rowsSoFar(hunt)
    case .collecting: return "collecting the alerts" + rowsSoFar(hunt)
    case .reducing: return "making \(Wording.count(hunt.rows?.count ?? 0, "row")) short"
    case .analysing: return "analysing with \(hunt.analysisChoice?.model.name ?? offlineAnalyst)" + unsaid(hunt)
    case .stopping: return "stopping"
    default: return ""
    }
  }

  private static func retrying(_ waiting: Waiting, now: DateTime) -> String {
    guard waiting.until != nil else { return waiting.cause }
    let left = waiting.secondsLeft(at: now)
    return "waiting: \(waiting.cause); again " + (left > 0 ? "in \(left) s" : "now")
  }

  /// What a model does as long as nothing came of it.
  private static func unsaid(_ hunt: Hunt) -> String {
    guard let card = hunt.analysisChoice?.model, !card.isOffline, hunt.answer.isEmpty, hunt.findings.isEmpty else { return "" }
    return ", which reads the prompt"
  }

  private static func progress(_ progress: QueryProgress) -> String {
    switch progress {
    case .parts(let done, let total): "\(done) of \(total) parts"
    case .fraction(let fraction): "\((fraction * 100).rounded().roundedUp) %"
    case .retrying(_, let cause): cause
    }
  }

  private static func rowsSoFar(_ hunt: Hunt) -> String { hunt.rows.map { ", \(Wording.count($0.count, "row")) so far" } ?? "" }

  /// Where the hunt stands when nothing runs, for the line at the bottom.
  package static func standing(_ hunt: Hunt, runKey: String) -> String? {
    switch hunt.stage {
    case .ready:
      if case .consent(let request)? = hunt.review, let reason = request.concerns.first?.reason {
        "Query ready, but asks first: \(sentences(reason)) \(runKey) asks you."
      } else {
        "Query ready: \(runKey) runs it."
      }
    case .refused: hunt.review.map { refused($0.concerns) } ?? hunt.problem.map { "Refused: " + line($0) } ?? refusedHunt
    case .awaitingDraftConsent, .awaitingQueryConsent, .awaitingCostConsent: questionWaits
    default: nil
    }
  }

  // Questions.
  package static func questionTitle(_ kind: ConsentQuestion.Kind) -> String {
    switch kind {
    case .query: "Run this query?"
    case .cost: "Spend this?"
    case .egress: "Send this to the model?"
    }
  }
  package static let arming = "Read first; keys count in a moment."
  package static func yesNo(_ yes: String, _ no: String) -> String { "\(yes) yes   \(no) no" }
  package static let modelLabel = "Model"
  package static let tokensLabel = "Tokens"
  package static let overCap = "over the cap: refused"
  package static let costLabel = "Cost"
  package static let budgetLabel = "Budget"
  package static let tablesLabel = "Tables"
  package static let reasonsLabel = "Why"
  package static let priceUnknown = "price unknown"
  package static let noCap = "no cap"
  package static let unknown = "unknown"
  package static let staysHere = "nothing leaves this machine"
  static func stays(_ place: WorkspaceFace) -> String { place.asksServices ? "the rows stay on this machine" : staysHere }
  static func costsNothing(_ place: WorkspaceFace) -> String { "\(stays(place)), nothing is paid" }

  package static let noRowsRead = "no rows read yet"
  package static func rowsRead(_ rows: Int, lines: Int?) -> String {
    "\(count(rows, "row")) read" + (lines.map { " → \(count($0, "line"))" } ?? "")
  }
  package static let rulesRead = "rules on this machine read the rows"
  package static func findingsIn(_ time: String, _ findings: Int, proven: Int) -> String {
    "\(time) · \(count(findings, "finding")), \(Figures.grouped(proven)) proven"
  }
  package static func keptIn(_ folder: String) -> String { "findings kept in \(folder)" }

  // Windows.
  package static func helpTitle(_ name: String) -> String { "Help: \(name)" }
  package static let paletteTitle = "Commands"
  package static let paletteHint = "type a part of a command's name"
  package static let helpHint = "type to search"
  package static let themesTitle = "Theme"
  package static let modelsTitle = "Model for the next reading of rows"
  package static let exportTitle = "Export findings as"
  package static func nothingFound(_ text: String) -> String { "Nothing is called “\(text)”." }
}
