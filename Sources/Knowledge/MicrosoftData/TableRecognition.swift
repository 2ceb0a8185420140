package import Casefile

/// Which table a file's columns belong to, and where each of them goes.
package struct TableRecognition: Equatable, Sendable {
  /// A column of the file and its place in the table.
  package struct Place: Equatable, Sendable {
    /// The name in the file.
    package var source: String
    /// The table's column; nil when the table has none, so that it is kept as an extra column.
    package var column: Column?
  }

  /// The table the columns are of.
  package var table: TableSchema
  /// One entry a column of the file, in its order.
  package var places: [Place]
  /// The share of the file's columns that the table has, 0...1.
  package var share: Double
  /// Other tables that the columns fit almost as well, the likeliest first; empty where nothing else comes near.
  package var rivals: [String] = []

  /// The file's columns that the table does not have.
  package var extras: [String] { places.filter { $0.column == nil }.map(\.source) }
}

extension TableReference {
  /// Tells a table by the columns of a file: at least half of them must be known in it, and three where it has so many.
  ///
  /// Spelling is tolerant: case, `Timestamp` for `TimeGenerated`, a portal's ` [UTC]`, the suffixes `_s`, `_d`, `_string`, and some
  /// names that exports use. Among several tables the one with the most telling columns wins; equal ones go by name, and what else comes near
  /// is among the `rivals`. `hint` gives a
  /// cell of the first row: a row that names its own table (`Type`, `_table`, `TableName` …), or an action that only one
  /// table has, is believed before the score.
  package func tableNamed(byColumns columns: [String], hint: (String) -> String? = { _ in nil }) -> TableRecognition? {
    let named = columns.filter { !TableReference.isRowNumber($0) }
    guard !named.isEmpty else { return nil }
    if let own = tableNamedByRow(hint).map({ recognition(of: columns, in: $0) }), own.share >= 0.3 { return own }
    let action = TableReference.table(ofAction: hint("ActionType") ?? "", category: hint("Category") ?? "")
    var candidates: [(score: Double, known: Int, recognition: TableRecognition)] = []
    // A table has too few columns to make half of the file's known; of very wide files that spares the work.
    for table in tables where table.columns.count * 2 >= named.count {
      let candidate = recognition(of: columns, in: table)
      let known = candidate.places.filter { $0.column != nil }.count
      // One or two common names, such as Name, would make a Microsoft table of any small list.
      guard candidate.share >= 0.5, known >= min(3, named.count) else { continue }
      let score = score(candidate) * (table.name == action ? 1.5 : 1)
      candidates.append((score, known, candidate))
    }
    guard var best = candidates.first else { return nil }
    for candidate in candidates.dropFirst() where candidate.score > best.score + 1e-9 { best = candidate }
    let rivals = candidates.filter {
      $0.recognition.table != best.recognition.table && $0.known >= best.known && $0.score >= TableReference.near * best.score
    }
    best.recognition.rivals = rivals.sorted { $0.score > $1.score }.prefix(3).map(\.recognition.table.name)
    return best.recognition
  }

  /// Where each column of a file goes in a table that is already known.
  package func recognition(of columns: [String], in table: TableSchema) -> TableRecognition {
    let index = ColumnIndex(table)
    let exactly = Dictionary(table.columns.map { ($0.name, $0) }) { first, _ in first }
    var taken: Set<String> = []
    var places = columns.map { source -> TableRecognition.Place in
      let exact = exactly[source]
      if let exact { taken.insert(exact.name) }
      return TableRecognition.Place(source: source, column: exact)
    }
    for place in places.indices where places[place].column == nil && !TableReference.isRowNumber(places[place].source) {
      guard let column = index.column(like: places[place].source), taken.insert(column.name).inserted else { continue }
      places[place].column = column
    }
    let named = places.filter { !TableReference.isRowNumber($0.source) }
    let known = named.filter { $0.column != nil }.count
    return TableRecognition(table: table, places: places, share: named.isEmpty ? 0 : Double(known) / Double(named.count))
  }

  /// A score that is at least this share of the best one's is too near to tell the tables apart.
  private static let near = 0.9

  /// A column that few tables have tells more than one that all have, and one that people read in the table a little more than another;
  /// columns the file lacks count a little against a table.
  private func score(_ recognition: TableRecognition) -> Double {
    var score = 0.0
    let profile = profile(of: recognition.table.name)
    let typical = Set(profile?.about.isEmpty == false ? profile?.fields ?? [] : [])
    for place in recognition.places {
      guard let column = place.column else { continue }
      score += 0.05 + 1 / Double(columnFrequency[column.name.lowercased()] ?? 1)
      if typical.contains(column.name) { score += 0.02 }
    }
    let isLookAlike = TableReference.lookAlikes.contains(recognition.table.name)
    let key = TableReference.keys[recognition.table.name]
    let isKeyless = key.map { key in !recognition.places.contains { $0.column?.name == key } } ?? false
    return score * recognition.share * (isKeyless ? 0.5 : isLookAlike ? 0.85 : 1) - 0.0005 * Double(recognition.table.columns.count)
  }

  /// Tables whose columns are those of a commoner one, or of many others.
  private static let lookAlikes: Set<String> = ["DeviceEvents", "AADNonInteractiveUserSignInLogs"]

  /// What every row of a table hangs on, where its other columns are those of many tables: rows without it are rather one of theirs.
  private static let keys = ["AlertEvidence": "AlertId", "AlertInfo": "AlertId"]

  private func tableNamedByRow(_ hint: (String) -> String?) -> TableSchema? {
    for column in ["Type", "_table", "$table", "TableName", "SourceTable", "table"] {
      if let name = hint(column), let table = schema(named: name) { return table }
    }
    return nil
  }

  /// The index a data frame writes before its first column has no name.
  static func isRowNumber(_ name: String) -> Bool { name.isEmpty || name == "Unnamed: 0" || name == "index" || name == "_table" }

  private static func table(ofAction action: String, category: String) -> String? {
    if category == "NonInteractiveUserSignInLogs" { return "AADNonInteractiveUserSignInLogs" }
    return switch action {
    case "ProcessCreated": "DeviceProcessEvents"
    case "LogonSuccess", "LogonFailed", "LogonAttempted": "DeviceLogonEvents"
    case "ConnectionSuccess", "ConnectionFailed", "ConnectionRequest", "InboundConnectionAccepted", "ConnectionFound",
      "ListeningConnectionCreated", "ConnectionAttempt", "ConnectionAcknowledged":
      "DeviceNetworkEvents"
    case "FileCreated", "FileDeleted", "FileModified", "FileRenamed": "DeviceFileEvents"
    case "RegistryValueSet", "RegistryKeyCreated", "RegistryKeyDeleted", "RegistryValueDeleted", "RegistryKeyRenamed":
      "DeviceRegistryEvents"
    case "ImageLoaded": "DeviceImageLoadEvents"
    default: action.isEmpty ? nil : "DeviceEvents"
    }
  }
}

/// Finds a table's columns by tolerant spelling.
private struct ColumnIndex {
  private var columns: [String: Column] = [:]

  init(_ table: TableSchema) {
    for column in table.columns {
      let key = ColumnIndex.key(column.name)
      if columns[key] == nil { columns[key] = column }
    }
    for (alias, name) in ColumnIndex.aliases(of: table) where columns[ColumnIndex.key(alias)] == nil {
      columns[ColumnIndex.key(alias)] = table.column(named: name)
    }
  }

  func column(like source: String) -> Column? { columns[ColumnIndex.key(source)] }

  static func key(_ name: String) -> String {
    var key = name.lowercased()
    if let bracket = key.firstRange(of: " [") { key = String(key[..<bracket.lowerBound]) }
    for suffix in ["_s", "_d", "_t", "_b", "_g", "_string", "_long"] where key.hasSuffix(suffix) && key.count > suffix.count + 1 {
      key.removeLast(suffix.count)
      break
    }
    return key.filter { $0 != "_" && $0 != " " && $0 != "." }
  }

  private static func aliases(of table: TableSchema) -> [(String, String)] {
    var aliases = [("Timestamp", table.timeColumn ?? ""), ("TimeGenerated", table.timeColumn ?? "")]
    switch table.name {
    case "AzureNetworkAnalytics_CL":
      aliases += [("VMName", "VM_s"), ("VMIPAddress", "VMIP_s"), ("AllExtIPs", "PublicIPs_s"), ("VMRegion", "Region_s")]
    case "SecurityAlert":
      aliases += [
        ("Severity", "AlertSeverity"), ("AlertDisplayName", "DisplayName"), ("StartTimeUtc", "StartTime"),
        ("EndTimeUtc", "EndTime"), ("ProviderAlertId", "VendorOriginalId"),
      ]
    case "SecurityEvent": aliases += [("Hostname", "Computer"), ("TimeCreated", "TimeGenerated")]
    default: break
    }
    return aliases
  }
}
