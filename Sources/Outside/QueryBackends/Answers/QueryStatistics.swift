import Casefile

/// What a service says of the rows and bytes it went through, found by name whatever the spelling and nesting.
struct QueryStatistics: Equatable, Sendable {
  private(set) var rows: Int?
  private(set) var bytes: Int?

  init(_ json: JSONValue?) { if let json { walk(json, path: [], depth: 0) } }

  private mutating func walk(_ json: JSONValue, path: [String], depth: Int) {
    guard depth < 16 else { return }
    switch json {
    case .object(let object): for (key, value) in object.pairs { walk(value, path: path + [Self.plain(key)], depth: depth + 1) }
    case .array(let items): for item in items { walk(item, path: path, depth: depth + 1) }
    case .integer, .number:
      guard let number = json.integer.flatMap({ Int(exactly: $0) }), number >= 0, let name = path.last else { return }
      let parent = path.dropLast().last ?? ""
      if Self.rowNames.contains(name) || (name == "scanned" && parent == "rows") { rows = Self.sum(rows, number) }
      if Self.byteNames.contains(name) || (name == "scanned" && parent == "bytes") { bytes = Self.sum(bytes, number) }
    // Some numbers come as text of JSON or digits.
    case .string(let text):
      if text.first == "{", let inner = try? JSONValue(parsing: text) { return walk(inner, path: path, depth: depth + 1) }
      if let number = Int64(text) { walk(.integer(number), path: path, depth: depth + 1) }
    default: break
    }
  }

  /// More is nonsense, and could not be added up over the parts of a query.
  static let most = 1 << 53

  private static func sum(_ sum: Int?, _ number: Int) -> Int { min((sum ?? 0) + min(number, most), most) }

  private static let rowNames: Set<String> = ["scannedrows", "rowsscanned", "scannedrowcount", "rowsscannedcount", "totalrowsscanned"]
  private static let byteNames: Set<String> = [
    "scannedbytes", "bytesscanned", "dataprocessedbytes", "scannedsize", "totalbytesscanned", "scannedbytestotal",
  ]

  private static func plain(_ key: String) -> String { key.lowercased().filter { $0 != "_" && $0 != "-" } }
}
