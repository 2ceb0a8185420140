/// What the analyst decided about a finding.
package struct Triage: Equatable, Sendable {
  package enum Status: String, CaseIterable, Sendable {
    case new
    case inProgress = "in progress"
    case confirmed
    case falsePositive = "false positive"
    case closed
  }

  package var status: Status
  /// In the analyst's own words; may be empty.
  package var note: String
  /// When it was decided.
  package var time: DateTime

  package init(status: Status = .new, note: String = "", time: DateTime) {
    self.status = status
    self.note = note
    self.time = time
  }
}

extension Triage {
  /// As journal and exports hold it.
  package var json: JSONValue { ["status": .string(status.rawValue), "note": .string(note), "time": .string(time.description)] }

  /// Reads what `json` printed; nil when it has no known status or no time.
  package init?(json: JSONValue?) {
    guard let status = Status(rawValue: json?["status"]?.string ?? ""), let time = DateTime(json?["time"]?.string ?? "") else { return nil }
    self.init(status: status, note: json?["note"]?.string ?? "", time: time)
  }
}
