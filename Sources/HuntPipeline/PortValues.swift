package import Casefile

/// Users and hosts that were seen in a workspace, in lower case: whole names, and short ones without their domain.
package struct KnownNames: Equatable, Sendable {
  package var users: Set<String>
  package var hosts: Set<String>

  package init(users: Set<String> = [], hosts: Set<String> = []) {
    self.users = users
    self.hosts = hosts
  }
}

/// From when to when the rows of a table on this machine are.
package struct TableExtent: Equatable, Sendable {
  /// Half open, in whole seconds; nil when some row has no time, so that a window would lose it.
  package var range: TimeRange?

  package init(range: TimeRange?) { self.range = range }
}

/// Which alerts to fetch.
package struct AlertQuery: Equatable, Sendable {
  /// A source's own filter or plain words; empty for all.
  package var filter: String
  /// Alerts at most; nil for all.
  package var limit: Int?

  package init(filter: String = "", limit: Int? = nil) {
    self.filter = filter
    self.limit = limit
  }
}

/// How a fetch of alerts ended.
package struct AlertFetch: Equatable, Sendable {
  package var count: Int
  /// Why there may be more that did not come; nil when all came.
  package var partial: String?

  package init(count: Int, partial: String? = nil) {
    self.count = count
    self.partial = partial
  }
}

/// How a query ended.
package struct QueryOutcome: Equatable, Sendable {
  package var rows: Int
  /// Why rows are missing; nil when the result is whole.
  package var partial: String?
  /// What the service says it scanned; nil when it says nothing.
  package var scannedRows: Int?
  package var scannedBytes: Int?

  package init(rows: Int, partial: String? = nil, scannedRows: Int? = nil, scannedBytes: Int? = nil) {
    self.rows = rows
    self.partial = partial
    self.scannedRows = scannedRows
    self.scannedBytes = scannedBytes
  }
}

/// Why a result may be empty, and what to widen.
package struct EmptyResult: Equatable, Sendable {
  package enum Reason: String, Sendable {
    case tableNotConnected = "table not connected"
    case noPermission = "no permission"
    case nothingInRange = "nothing in the range"
    case tooNarrow = "too narrow a match"
  }

  package var reason: Reason
  /// One sentence for people, e.g. which table is empty, or when its newest row is from.
  package var explanation: String
  /// The newest row's time in the table asked; nil when it has none.
  package var newestRow: DateTime?
  /// What would bring rows, each one thing to try.
  package var widen: [String]

  package init(reason: Reason, explanation: String, newestRow: DateTime? = nil, widen: [String] = []) {
    self.reason = reason
    self.explanation = explanation
    self.newestRow = newestRow
    self.widen = widen
  }
}

/// One line of the spend ledger.
package struct Spend: Equatable, Sendable {
  package var hunt: HuntID
  package var model: String
  package var purpose: ModelPurpose
  package var usage: Usage
  /// Input tokens by our own count, before any correction; nil where it cannot be held against what was reported.
  package var counted: Int?
  /// Nil when the model's price is unknown.
  package var cost: Money?
  package var time: DateTime

  package init(
    hunt: HuntID, model: String, purpose: ModelPurpose, usage: Usage, counted: Int? = nil, cost: Money?, time: DateTime
  ) {
    self.counted = counted
    self.hunt = hunt
    self.model = model
    self.purpose = purpose
    self.usage = usage
    self.cost = cost
    self.time = time
  }
}

/// What a model is chosen for.
package enum ModelPurpose: String, Sendable {
  case draft
  case analysis
}

/// What a finding was found in; written beside it.
package struct FindingContext: Equatable, Sendable {
  package var workspace: String
  package var query: String
  package var model: String
  package var cost: Money?
  package var time: DateTime

  package init(workspace: String, query: String, model: String, cost: Money?, time: DateTime) {
    self.workspace = workspace
    self.query = query
    self.model = model
    self.cost = cost
    self.time = time
  }
}
