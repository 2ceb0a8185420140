import Casefile

/// A row as a file has it: named cells, not yet typed, and the line it begins on.
struct SourceRow {
  var names: [String]
  var cells: [JSONValue]
  var line: Int

  init(names: [String], cells: [JSONValue], line: Int) {
    self.names = names
    self.cells = cells
    self.line = line
  }

  init(_ object: JSONObject, line: Int) { self.init(names: object.keys, cells: object.values, line: line) }

  var object: JSONObject { JSONObject(members: zip(names, cells).map { (key: $0, value: $1) }) }

  /// Takes a cell out and answers its text; nil when there is none of that name or it is no text.
  mutating func take(_ name: String) -> String? {
    guard let place = names.firstIndex(of: name), let text = cells[place].string, !text.isEmpty else { return nil }
    names.remove(at: place)
    cells.remove(at: place)
    return text
  }
}
