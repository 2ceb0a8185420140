package import Casefile

/// What of an ended hunt is found again after a restart: everything the screen shows, with its rows by their id. The journal, not this,
/// is the record.
extension Hunt {
  private static let mostFindings = 500
  private static let longestAnswer = 200_000

  /// Nil while it is at work, and when it brought nothing to keep.
  package var kept: JSONValue? {
    guard stage.isEnding, earlierQuery == nil, rows != nil || empty != nil || !findings.isEmpty || !answer.isEmpty || problem != nil else {
      return nil
    }
    var kept: JSONObject = [:]
    kept["id"] = .string(id.description)
    kept["request"] = request.kept
    kept["draft"] = .string(draft)
    kept["plan"] = plan?.json
    kept["drafted"] = drafted?.json
    kept["stage"] = .string(stage.rawValue)
    kept["rows"] = rows?.kept
    kept["empty"] = empty?.kept
    kept["answer"] = .string(String(answer.prefix(Hunt.longestAnswer)))
    kept["findings"] = .array(findings.prefix(Hunt.mostFindings).map(\.json))
    kept["input"] = .integer(Int64(usage.input))
    kept["output"] = .integer(Int64(usage.output))
    kept["cost"] = cost.map { .integer($0.nanoDollars) }
    kept["cut"] = cutReason.map(JSONValue.string)
    kept["problem"] = problem.map { [.string($0.summary), .string($0.cause ?? ""), .string($0.remedy ?? "")] }
    return .object(kept)
  }

  /// The hunt as it ended; nil when the text holds none. Running it again drafts and reviews anew.
  package init?(kept: JSONValue) {
    guard let id = HuntID(kept["id"]?.string ?? ""), let request = AnalystRequest(kept: kept["request"]),
      let stage = Stage(rawValue: kept["stage"]?.string ?? ""), stage.isEnding
    else { return nil }
    self.init(id: id, request: request)
    attempt = 1
    self.stage = stage
    draft = kept["draft"]?.string ?? ""
    plan = kept["plan"].flatMap(QueryPlan.init(json:))
    drafted = kept["drafted"].flatMap(QueryPlan.init(json:)) ?? plan
    rows = kept["rows"].flatMap(RowsProgress.init(kept:))
    empty = kept["empty"].flatMap(EmptyResult.init(kept:))
    answer = kept["answer"]?.string ?? ""
    findings = (kept["findings"]?.array ?? []).compactMap(Finding.init(json:))
    usage = Usage(input: Int(clamping: kept["input"]?.integer ?? 0), output: Int(clamping: kept["output"]?.integer ?? 0))
    cost = kept["cost"]?.integer.map(Money.init(nanoDollars:))
    cutReason = kept["cut"]?.string
    if let parts = kept["problem"]?.array?.compactMap(\.string), parts.count == 3 {
      problem = Problem(parts[0], cause: parts[1].isEmpty ? nil : parts[1], remedy: parts[2].isEmpty ? nil : parts[2])
    }
  }
}

extension AnalystRequest {
  fileprivate var kept: JSONValue {
    var kept: JSONObject = [:]
    kept["text"] = .string(text)
    kept["workspace"] = .string(workspace)
    kept["asked"] = .string(asked.description)
    kept["zone"] = .integer(Int64(zoneOffsetMinutes))
    if case .alerts(let ids) = subject { kept["alerts"] = .array(ids.map(\.json)) }
    return .object(kept)
  }

  fileprivate init?(kept: JSONValue?) {
    guard let text = kept?["text"]?.string, let asked = DateTime(kept?["asked"]?.string ?? "") else { return nil }
    let ids = kept?["alerts"]?.array?.compactMap(AlertID.init(json:))
    self.init(
      text: text, subject: ids.map { .alerts($0) } ?? .logs, workspace: kept?["workspace"]?.string ?? "", asked: asked,
      zoneOffsetMinutes: Int(clamping: kept?["zone"]?.integer ?? 0))
  }
}

extension RowsProgress {
  fileprivate var kept: JSONValue {
    var kept: JSONObject = [:]
    kept["result_set"] = .string(resultSet.description)
    kept["columns"] = .array(columns.map { [.string($0.name), .string($0.type.rawValue)] })
    kept["count"] = .integer(Int64(count))
    kept["partial"] = partial.map(JSONValue.string)
    kept["backend"] = .string(backend)
    kept["scanned_rows"] = scannedRows.map { .integer(Int64($0)) }
    kept["scanned_bytes"] = scannedBytes.map { .integer(Int64($0)) }
    if !notes.isEmpty { kept["notes"] = .array(notes.map(JSONValue.string)) }
    return .object(kept)
  }

  fileprivate init?(kept: JSONValue) {
    guard let id = ResultSetID(kept["result_set"]?.string ?? ""), let count = kept["count"]?.integer, count >= 0 else { return nil }
    let columns = (kept["columns"]?.array ?? []).compactMap { pair -> Column? in
      guard let parts = pair.array?.compactMap(\.string), parts.count == 2, let type = ColumnType(rawValue: parts[1]) else { return nil }
      return Column(parts[0], type)
    }
    self.init(
      resultSet: id, columns: columns, count: Int(clamping: count), isComplete: true, partial: kept["partial"]?.string,
      backend: kept["backend"]?.string ?? "")
    scannedRows = kept["scanned_rows"]?.integer.map { Int(clamping: $0) }
    scannedBytes = kept["scanned_bytes"]?.integer.map { Int(clamping: $0) }
    notes = (kept["notes"]?.array ?? []).compactMap(\.string)
  }
}

extension EmptyResult {
  fileprivate var kept: JSONValue {
    var kept: JSONObject = [:]
    kept["reason"] = .string(reason.rawValue)
    kept["explanation"] = .string(explanation)
    kept["newest"] = newestRow.map { .string($0.description) }
    kept["widen"] = .array(widen.map(JSONValue.string))
    return .object(kept)
  }

  fileprivate init?(kept: JSONValue) {
    guard let reason = Reason(rawValue: kept["reason"]?.string ?? "") else { return nil }
    self.init(
      reason: reason, explanation: kept["explanation"]?.string ?? "", newestRow: kept["newest"]?.string.flatMap { DateTime($0) },
      widen: (kept["widen"]?.array ?? []).compactMap(\.string))
  }
}
