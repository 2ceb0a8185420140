import Casefile

/// The row at hand: its cells by source, each computed at most once.
final class RowContext {
  private let columnCount: Int
  private var sources: [FieldSource] = []
  private var places: [FieldSource: Int] = [:]
  private var cells: [CellText??] = []
  private var raw: [CellText??]
  private var parsed: [Int: JSONValue] = [:]
  private var read: (Int) -> String? = { _ in nil }

  init(columnCount: Int) {
    self.columnCount = columnCount
    raw = Array(repeating: nil, count: columnCount)
  }

  /// The number by which predicates ask for a source.
  func number(of source: FieldSource) -> Int {
    if let place = places[source] { return place }
    places[source] = sources.count
    sources.append(source)
    cells.append(nil)
    return sources.count - 1
  }

  func source(_ number: Int) -> FieldSource { sources[number] }

  func begin(_ read: @escaping (Int) -> String?) {
    self.read = read
    for place in cells.indices { cells[place] = .none }
    for place in raw.indices { raw[place] = .none }
    if !parsed.isEmpty { parsed.removeAll(keepingCapacity: true) }
  }

  func cell(of number: Int) -> CellText? {
    if let known = cells[number] { return known }
    let cell = compute(sources[number])
    cells[number] = .some(cell)
    return cell
  }

  /// The text of a column as it stands in the row; nil when it is missing or empty.
  func text(ofColumn column: Int) -> String? { columnCell(column)?.text }

  /// What is encoded in a column's text, decoded; empty for most.
  func decoded(ofColumn column: Int) -> [String] { columnCell(column)?.decoded.map(\.text) ?? [] }

  func anyCell(_ test: (CellText) -> Bool) -> Bool {
    (0..<columnCount).contains { column in columnCell(column).map(test) ?? false }
  }

  private func columnCell(_ column: Int) -> CellText? {
    if let known = raw[column] { return known }
    let cell = read(column).flatMap { $0.isEmpty ? nil : CellText($0) }
    raw[column] = .some(cell)
    return cell
  }

  private func compute(_ source: FieldSource) -> CellText? {
    switch source {
    case .column(let column): return columnCell(column)
    case .first(let sources): return sources.lazy.compactMap { self.compute($0) }.first
    case .path(let folder, let name): return path(folder.flatMap(text(ofColumn:)), name.flatMap(text(ofColumn:)))
    case .registry(let key, let value): return registry(text(ofColumn: key), value.flatMap(text(ofColumn:)))
    case .registryData(let data, let type): return registryData(data, type)
    case .account(let domain, let name):
      guard let name = text(ofColumn: name) else { return nil }
      return CellText((domain.flatMap(text(ofColumn:)).map { $0 + "\\" } ?? "") + name)
    case .hashes(let kinds, let columns):
      let parts = zip(kinds, columns).compactMap { kind, column in text(ofColumn: column).map { kind + "=" + $0 } }
      return parts.isEmpty ? nil : CellText(parts.joined(separator: ","))
    case .json(let column, let path):
      return json(column).flatMap { RowContext.value(in: $0, path[...]) }.flatMap { $0.isEmpty ? nil : CellText($0) }
    case .flattened(let column):
      guard let cell = columnCell(column) else { return nil }
      guard let json = json(column) else { return cell }
      var lines: [String] = []
      RowContext.flatten(json, into: &lines, depth: 0)
      return CellText(lines.joined(separator: "\n"))
    case .initiated(let column):
      return text(ofColumn: column).map { CellText($0.hasPrefix("Inbound") || $0.hasPrefix("Listening") ? "false" : "true") }
    }
  }

  private func path(_ folder: String?, _ name: String?) -> CellText? {
    guard let folder else { return name.map { CellText("\\" + $0) } }
    guard let name, !folder.lowercased().hasSuffix(name.lowercased()) else { return CellText(folder) }
    return CellText(folder.hasSuffix("\\") || folder.hasSuffix("/") ? folder + name : folder + (folder.contains("/") ? "/" : "\\") + name)
  }

  private func registry(_ key: String?, _ value: String?) -> CellText? {
    guard var path = key else { return nil }
    for (long, short) in [
      ("HKEY_LOCAL_MACHINE", "HKLM"), ("HKEY_CURRENT_USER", "HKCU"), ("HKEY_USERS", "HKU"), ("HKEY_CLASSES_ROOT", "HKCR"),
    ]
    where path.uppercased().hasPrefix(long) { path = short + path.dropFirst(long.count) }
    return CellText(value.map { path + "\\" + $0 } ?? path)
  }

  private func registryData(_ data: Int, _ type: Int?) -> CellText? {
    guard let cell = columnCell(data) else { return nil }
    guard let type = type.flatMap(text(ofColumn:))?.lowercased(), type.contains("dword"), let number = UInt32(cell.text) else {
      return cell
    }
    let hex = String(number, radix: 16)
    return CellText("DWORD (0x" + String(repeating: "0", count: 8 - hex.count) + hex + ")")
  }

  private func json(_ column: Int) -> JSONValue? {
    if let known = parsed[column] { return known == .null ? nil : known }
    guard let text = columnCell(column)?.text, text.hasPrefix("{") || text.hasPrefix("[") else { return nil }
    let value = (try? JSONValue(parsing: text)) ?? .null
    parsed[column] = value
    return value == .null ? nil : value
  }

  /// The text at a path, keys in any case; through an array it is the texts of all its members, one a line.
  private static func value(in json: JSONValue, _ path: ArraySlice<String>) -> String? {
    if case .array(let items) = json {
      let found = items.compactMap { value(in: $0, path) }
      return found.isEmpty ? nil : found.joined(separator: "\n")
    }
    guard let key = path.first else {
      if case .string(let text) = json { return text }
      return json == .null ? nil : json.text
    }
    guard case .object(let object) = json else {
      guard case .string(let text) = json, text.hasPrefix("{") || text.hasPrefix("["), let inner = try? JSONValue(parsing: text) else {
        return nil
      }
      return value(in: inner, path)
    }
    let member = object[key] ?? object.pairs.first { $0.0.lowercased() == key.lowercased() }?.1
    return member.flatMap { value(in: $0, path.dropFirst()) }
  }

  private static func flatten(_ json: JSONValue, into lines: inout [String], depth: Int) {
    guard depth < 16 else { return }
    switch json {
    case .null: break
    case .string(let text): lines.append(text)
    case .array(let items): for item in items { flatten(item, into: &lines, depth: depth + 1) }
    case .object(let object): for value in object.values { flatten(value, into: &lines, depth: depth + 1) }
    case .bool, .integer, .number: lines.append(json.text)
    }
  }
}
