import Casefile

/// What the numbers and fields of Office 365's audit records mean, from the tables beside this file.
struct Office365Words: Sendable {
  static let standard = Office365Words(
    recordTypes: PackageResources.office365_record_types_tsv, columns: PackageResources.office365_columns_tsv,
    words: PackageResources.office365_words_tsv)

  /// Why a record stands in the list of alerts; every other record is a row only.
  enum Entry: String, Sendable {
    case alert
    case threat
    case dlp
  }

  private let recordTypes: [String: String]
  private let entries: [String: Entry]
  private let columns: [String: String]
  private let words: [String: [String: String]]

  private init(recordTypes: [UInt8], columns: [UInt8], words: [UInt8]) {
    let types = Office365Words.lines(of: recordTypes)
    self.recordTypes = Dictionary(types.map { ($0[0], $0[1]) }) { first, _ in first }
    entries = Dictionary(types.compactMap { line in line.count > 2 ? Entry(rawValue: line[2]).map { (line[0], $0) } : nil }) { $1 }
    self.columns = Dictionary(Office365Words.lines(of: columns).map { ($0[0], $0[1]) }) { first, _ in first }
    self.words = Office365Words.lines(of: words).reduce(into: [:]) { $0[$1[0], default: [:]][$1[1]] = $1[2] }
  }

  /// The name of a record type; one that is not known keeps its number.
  func recordType(_ json: JSONValue) -> JSONValue { .string(recordTypes[json.scalarText ?? ""] ?? json.scalarText ?? json.text) }

  /// Tells by number, or by name where a record has that.
  func entry(_ json: JSONValue?) -> Entry? {
    guard let json else { return nil }
    if let known = entries[json.scalarText ?? ""] { return known }
    guard let name = json.string else { return nil }
    return recordTypes.first { $0.value == name }.flatMap { entries[$0.key] }
  }

  /// The column of OfficeActivity that a field goes to, whether the table has it or not.
  func column(_ field: String) -> String { columns[field] ?? field }

  /// The member of an enumeration that a number stands for; all else is left as it is.
  func word(_ field: String, _ json: JSONValue) -> JSONValue {
    guard let members = words[field], let name = members[json.scalarText ?? ""] else { return json }
    return .string(name)
  }

  private static func lines(of table: [UInt8]) -> [[String]] {
    String(decoding: table, as: UTF8.self).split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
  }
}
