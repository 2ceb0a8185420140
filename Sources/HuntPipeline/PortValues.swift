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
  /// Only what was updated at this moment or later; nil for all.
  package var updatedSince: DateTime?

  package init(filter: String = "", limit: Int? = nil, updatedSince: DateTime? = nil) {
    self.filter = filter
    self.limit = limit
    self.updatedSince = updatedSince
  }
}

/// How far a fetch of alerts is.
package enum AlertProgress: Equatable, Sendable {
  /// So many were read, of so many where the source tells.
  case read(Int, of: Int?)
  case retrying(afterSeconds: Double, cause: String)
}

/// How a fetch of alerts ended.
package struct AlertFetch: Equatable, Sendable {
  /// Of what kind it is what did not come.
  package enum Shortfall: Equatable, Sendable {
    /// Only what lies beyond the limit that was asked for.
    case beyondLimit
    /// The list was read to its end, but something within it did not come, such as the alerts of one provider.
    case parts
    /// The reading broke off, so that nothing is known of the rest.
    case rest
  }

  package var count: Int
  /// Why there may be more that did not come; nil when all came.
  package var partial: String?
  /// Nil when all came; a source that tells nothing of it has broken off.
  package var shortfall: Shortfall?
  /// What else is worth saying, such as which part of the filter the service does not take and was held here.
  package var notes: [String]

  package init(count: Int, partial: String? = nil, shortfall: Shortfall = .rest, notes: [String] = []) {
    self.count = count
    self.partial = partial
    self.shortfall = partial == nil ? nil : shortfall
    self.notes = notes
  }
}

/// What is to be changed of an alert; nil leaves it as it is.
package struct AlertChange: Equatable, Sendable {
  package enum Assignment: Equatable, Sendable {
    case to(String)
    case nobody
  }

  /// In the words of `Alert.status`: `new`, `inProgress`, `resolved`; likewise the other two.
  package var status: String?
  package var classification: String?
  package var determination: String?
  package var assignment: Assignment?
  package var comment: String?

  package init(
    status: String? = nil, classification: String? = nil, determination: String? = nil, assignment: Assignment? = nil,
    comment: String? = nil
  ) {
    self.status = status
    self.classification = classification
    self.determination = determination
    self.assignment = assignment
    self.comment = comment
  }

  package var isEmpty: Bool { self == AlertChange() }
}

/// One request of a change, exactly as it will be sent but for its token.
package struct TriageRequest: Equatable, Sendable {
  /// The alert's id.
  package var alert: String
  /// The alert's source; two sources may use the same id.
  package var source: String
  package var method: String
  package var address: String
  /// JSON.
  package var body: String

  package init(alert: String, source: String, method: String, address: String, body: String) {
    self.alert = alert
    self.source = source
    self.method = method
    self.address = address
    self.body = body
  }
}

/// What a service answered to a change.
package struct TriageAnswer: Equatable, Sendable {
  /// What the service answered of the alert, which may be a few of its keys; nil where it answered with something else.
  package var record: JSONObject?
  /// One sentence with the service's own values, such as `status is resolved`.
  package var words: String
  /// Whether the service says of everything that was asked that it is so now.
  package var isAsAsked: Bool

  package init(record: JSONObject?, words: String, isAsAsked: Bool = true) {
    self.record = record
    self.words = words
    self.isAsAsked = isAsAsked
  }
}

/// What a query does before and between its rows.
package enum QueryProgress: Equatable, Sendable {
  case retrying(afterSeconds: Double, cause: String)
  /// The range was cut by time into so many parts, and so many are done.
  case parts(done: Int, of: Int)
  /// What the service says of itself, 0 to 1.
  case fraction(Double)
}

/// How a query ended.
package struct QueryOutcome: Equatable, Sendable {
  package var rows: Int
  /// Why rows are missing; nil when the result is whole.
  package var partial: String?
  /// Nothing is missing but what lies beyond the query's own limit of rows.
  package var isOnlyLimited = false
  /// What the service says it scanned; nil when it says nothing.
  package var scannedRows: Int?
  package var scannedBytes: Int?
  /// What was done to get the rows, such as cutting a long range by time, each one sentence.
  package var notes: [String]

  package init(rows: Int, partial: String? = nil, scannedRows: Int? = nil, scannedBytes: Int? = nil, notes: [String] = []) {
    self.notes = notes
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
    /// Rows of so young a range may still be on their way.
    case lag = "the logs may be late"
    case nothingInRange = "nothing in the range"
    case tooNarrow = "too narrow a match"
    /// The question for the reason failed.
    case notKnown = "the reason is not known"
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
