import Casefile

/// What the table `QueryCompletionInformation` says of a query that ran.
struct KustoCompletion: Equatable, Sendable {
  /// Rows and bytes the service read to answer; nil when it does not say.
  private(set) var scannedRows: Int?
  private(set) var scannedBytes: Int?
  /// Reports that the query failed (levels critical and error), in the service's words.
  private(set) var failures: [String] = []
  /// Reports below those that still mean that rows may be missing (level warning, as Microsoft's own client reads it): a part of a fuzzy
  /// union that could not be read, for one.
  private(set) var warnings: [String] = []

  /// Takes one row; `cells` are its values by the name of their column.
  mutating func take(_ cells: [String: Value]) {
    let payload = cells["Payload"]?.text ?? cells["StatusDescription"]?.text ?? ""
    if cells["EventTypeName"]?.text == "QueryResourceConsumption" || cells["SeverityName"]?.text == "Stats" { takeResources(payload) }
    guard let written = cells["Level"] ?? cells["Severity"], let level = Int(written.text) else { return }
    switch level {
    case ...2: failures.append(KustoCompletion.words(payload, cells))
    case 3: warnings.append(KustoCompletion.words(payload, cells))
    default: break
    }
  }

  /// The text of the payload where it has one, else the payload, else the status.
  private static func words(_ payload: String, _ cells: [String: Value]) -> String {
    let json = try? JSONValue(parsing: payload)
    if let text = json?["Text"]?.string ?? json?["Message"]?.string, !text.isEmpty { return text }
    if !payload.isEmpty { return payload }
    return cells["StatusCodeName"]?.text ?? cells["LevelName"]?.text ?? "it does not say what"
  }

  /// `input_dataset_statistics.rows.scanned` is what was read; `dataset_statistics` is the result and tells nothing of that. Bytes are
  /// those of the column data, from the cache or from storage.
  private mutating func takeResources(_ payload: String) {
    guard let json = try? JSONValue(parsing: payload) else { return }
    let input = json["input_dataset_statistics"]
    if let scanned = input?["rows"]?["scanned"]?.integer { scannedRows = KustoCompletion.bounded(scanned) }
    let shards = json["resource_usage"]?["cache"]?["shards"]
    let bytes = ["hot", "cold"].flatMap { heat in ["hitbytes", "missbytes"].map { shards?[heat]?[$0]?.integer } }
    let known = (bytes + [shards?["bypassbytes"]?.integer]).compactMap { $0 }.map(KustoCompletion.bounded)
    if !known.isEmpty { scannedBytes = min(known.reduce(0, +), QueryStatistics.most) }
  }

  private static func bounded(_ number: Int64) -> Int { min(max(0, Int(clamping: number)), QueryStatistics.most) }
}
