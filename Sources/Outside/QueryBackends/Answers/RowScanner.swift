import Casefile
import MicrosoftData

/// Reads whole rows from their bytes: arrays of cells in the order of the columns, or objects with the columns' names as keys.
struct RowScanner {
  /// What stood where a row should be.
  enum Reading {
    case row([Value])
    /// An object amid rows of cells, as Data Explorer reports an error in the data.
    case report(JSONValue)
    /// Something else, in words.
    case refused(String)
  }

  private let columns: [Column]
  private let names: [[UInt8]]
  private let places: [String: Int]
  /// Names in lower case that only one column has.
  private let loosePlaces: [String: Int]
  private let encoding: CellReader.DynamicEncoding
  private(set) var misfits = 0

  init(_ columns: [Column], encoding: CellReader.DynamicEncoding) {
    self.columns = columns
    self.encoding = encoding
    names = columns.map { Array($0.name.utf8) }
    let pairs = columns.enumerated().map { ($1.name, $0) }
    places = Dictionary(pairs) { first, _ in first }
    loosePlaces = Dictionary(grouping: pairs) { $0.0.lowercased() }.filter { $1.count == 1 }.compactMapValues { $0.first?.1 }
  }

  /// A row of cells. Throws `BrokenAnswer` for what is no JSON.
  mutating func cells(_ bytes: UnsafeBufferPointer<UInt8>) throws -> Reading {
    guard bytes.first == UInt8(ascii: "[") else {
      let json = try CellScanner.json(bytes)
      return json.object == nil ? .refused(RowScanner.kind(of: json)) : .report(json)
    }
    var scanner = CellScanner(bytes, encoding: encoding)
    var row: [Value] = []
    row.reserveCapacity(columns.count)
    var count = 0
    scanner.position = 1
    scanner.skipBlanks()
    while scanner.position < bytes.count, bytes[scanner.position] != UInt8(ascii: "]") {
      if count > 0 { try scanner.step(over: ",") }
      if count < columns.count { row.append(try scanner.value(as: columns[count].type)) } else { try scanner.skipValue() }
      count += 1
      scanner.skipBlanks()
    }
    guard count == columns.count else { return .refused("\(count) cells") }
    misfits += scanner.misfits
    return .row(row)
  }

  /// A row as an object: keys that are no column, OData's annotations among them, are dropped; missing keys are null.
  mutating func members(_ bytes: UnsafeBufferPointer<UInt8>) throws -> Reading {
    guard bytes.first == UInt8(ascii: "{") else { return .refused(RowScanner.kind(of: try CellScanner.json(bytes))) }
    var scanner = CellScanner(bytes, encoding: encoding)
    var row = columns.map { $0.type == .string ? Value.string("") : $0.type == .dynamic ? .dynamic(.null) : .null }
    var filled = [Bool](repeating: false, count: columns.count)
    var (count, expected) = (0, 0)
    scanner.position = 1
    scanner.skipBlanks()
    while scanner.position < bytes.count, bytes[scanner.position] != UInt8(ascii: "}") {
      if count > 0 { try scanner.step(over: ",") }
      count += 1
      let place = try place(ofKey: &scanner, expected: expected, filled)
      try scanner.step(over: ":")
      if let place {
        row[place] = try scanner.value(as: columns[place].type)
        filled[place] = true
        expected = place + 1
      } else {
        try scanner.skipValue()
      }
      scanner.skipBlanks()
    }
    misfits += scanner.misfits
    return .row(row)
  }

  /// The column of the next key; services write the keys in the order of the columns.
  private func place(ofKey scanner: inout CellScanner, expected: Int, _ filled: [Bool]) throws -> Int? {
    let start = scanner.position
    guard start < scanner.bytes.count, scanner.bytes[start] == UInt8(ascii: "\"") else {
      throw scanner.broken("a key in quotes is missing")
    }
    let isPlain = try scanner.skipText()
    if isPlain, expected < names.count {
      let inner = UnsafeBufferPointer(rebasing: scanner.bytes[start + 1..<scanner.position - 1])
      if inner.elementsEqual(names[expected]) { return expected }
    }
    let key = try CellScanner.text(ofLiteral: UnsafeBufferPointer(rebasing: scanner.bytes[start..<scanner.position]))
    if let place = places[key] { return place }
    guard !key.contains("@odata."), let place = loosePlaces[key.lowercased()], !filled[place] else { return nil }
    return place
  }

  /// What kind of value this is, for messages.
  static func kind(of json: JSONValue) -> String {
    switch json {
    case .null: "null"
    case .bool: "true or false"
    case .integer, .number: "a number"
    case .string: "a text"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension CellScanner {
  /// Moves over a mark and the blanks around it.
  fileprivate mutating func step(over mark: Unicode.Scalar) throws {
    skipBlanks()
    guard position < bytes.count, bytes[position] == UInt8(ascii: mark) else { throw broken("'\(mark)' is missing in a row") }
    position += 1
    skipBlanks()
  }
}
