package import Casefile
package import HuntPipeline

extension Wording {
  package static let badges: [ContextLists.Badge: String] = [
    .vip: "★ VIP", .critical: "◆ critical", .scanner: "⌕ scanner", .ownNetwork: "⌂ own net",
  ]
  package static let noEntityHere = "There is no user, host, hash, address or file under the cursor."
  package static let noEntityPage = "No entity page was opened: put the cursor on an entity of an alert and press p."
  package static let entityNameHint =
    "mia@contoso.com and CONTOSO\\mia are users; hashes and addresses are told by their form; a bare name is what columns here know it as. user:mia, host:WS-123 or file:up.ps1 says it."
  package static let entityNameRefused = "Type one name without blanks, or user:, host:, hash:, address: or file: and a name."
  package static func entityKindUnknown(_ name: String) -> String {
    "No column of users or hosts here knows “\(name)”: write user:\(name), host:\(name) or file:\(name)."
  }
  package static func entityKindKnown(_ name: String, _ kind: EntitySubject.Kind) -> String {
    let other = kind == .user ? "host" : "user"
    return "Columns here know \(name) as a \(kind.rawValue); \(other):\(name) opens the \(other)'s page."
  }
  package static let noHash = "What is under the cursor has no hash."
  package static let noLink = "This alert has no link."
  package static let recordCut = "only the first 1,000,000 lines"
  package static let readingRecord = "Reading the record …"
  package static let noMatch = "Nothing in this record has that."
  package static let nothingSearched = "Press / and type what to look for."
  package static let entityStopped = "Reading was stopped; w or r reads again."
  package static let rowsHereOnly = "of rows on this machine only"
  package static let nothingHere =
    "No row on this machine is about it. The service was not asked: the entity's own keys write a query for it."
  package static let nothingStored = "No stored table has a row of it at any time."
  package static let nothingInWindow = "No row in this window; w widens it."
  package static let neverRead = "The page could not be read."
  package static let copiedLink = "the alert's link"
  package static let copiedEntity = "the entity"
  package static let copiedTechnique = "the technique"
  package static let processTree = "Process tree"
  package static let tablesHeading = "Tables"
  package static let notSeen = "start not in the rows"
  package static let named = "named by the alert"
  package static func pivotReady(_ key: String) -> String { "The query is in the editor and was not run: read it, then press \(key)." }

  static func matches(_ place: Int, _ count: Int) -> String {
    count == 0 ? noMatch : "\(Figures.grouped(place + 1)) of \(Figures.grouped(count))"
  }

  static func reading(_ progress: EntityProgress?, _ key: String) -> String {
    guard let progress else { return "Reading … \(key) stops" }
    return "Reading \(progress.table) … \(progress.done + 1) of \(progress.count) tables   \(key) stops"
  }

  static let windows: [EntityWindow: String] = [
    .hour: "1 h", .day: "24 h", .week: "7 d", .month: "30 d", .all: "all times",
  ]

  static func prevalence(_ page: EntityPage, of kind: EntitySubject.Kind) -> String {
    let hosts = count(page.hosts, kind == .host ? "other host" : "host")
    let users = count(page.users, kind == .user ? "other user" : "user")
    switch kind {
    case .host: return page.hosts == 0 ? users : "\(users), and \(hosts) in its rows"
    case .user: return page.users == 0 ? "on \(hosts)" : "on \(hosts), with \(users) in the same rows"
    case .hash, .file: return "seen on \(hosts), by \(users)"
    case .address: return "in rows of \(hosts) and \(users)"
    }
  }

  static func rowsHeading(_ page: EntityPage, isOldestFirst: Bool) -> String {
    let order = isOldestFirst ? "oldest first" : "newest first"
    guard page.kept < page.count else { return "Rows  \(Figures.grouped(page.count)), \(order)" }
    return "Rows  the newest \(Figures.grouped(page.kept)) of \(Figures.grouped(page.count)), \(order)"
  }

  static func treeHeading(_ page: EntityPage) -> String {
    let seen = page.tree.nodes.count { $0.isSeen }
    guard seen < page.processes else { return "\(processTree)  \(count(seen, "start"))" }
    return "\(processTree)  the newest \(Figures.grouped(seen)) of \(Figures.grouped(page.processes)) starts"
  }

  static func elsewhere(_ rows: Int) -> String { "\(Figures.grouped(rows)) at other times" }
}

extension Wording {
  static func pageIsNo(_ kind: String) -> String { "This page is of no \(kind)." }
}

extension Wording {
  static let firstSeen = "first seen "
  static let lastSeen = "   last seen "
}
