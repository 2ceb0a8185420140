internal import Casefile

/// A JSON record as lines that fold: one line for each member and element. Made once, away from the terminal's thread.
package struct FoldedRecord: Equatable, Sendable {
  /// One member or element.
  package struct Node: Equatable, Sendable {
    package var depth: Int32
    /// The first place behind everything within it; the next place for a plain value.
    package var end: Int32
    /// The member's name; an element's number in brackets.
    package var key: String
    /// The value as it is written; for what folds what it holds: `{5}`, `[12]`.
    package var value: String
    package var folds: Bool
  }

  package private(set) var nodes: [Node] = []
  /// Places of nodes that are folded.
  package private(set) var folded: Set<Int32> = []
  /// Places of the nodes that are shown, in order.
  package private(set) var visible: [Int32] = []

  /// True when the record has more than `mostNodes` lines, and those behind are left out.
  package private(set) var isCut = false

  /// Lines that are made of a record at most.
  package static let mostNodes = 1_000_000
  /// Scalars of one value that a line keeps.
  private static let longestValue = 20_000

  /// Reads the record; text that is no JSON becomes one plain line for each of its lines.
  package init(_ text: String) {
    if let value = try? JSONValue(parsing: text) {
      add(value, key: "", depth: 0)
      if nodes.count > 400 { foldDeep() }
    } else {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      isCut = lines.count > FoldedRecord.mostNodes
      for (place, line) in lines.prefix(FoldedRecord.mostNodes).enumerated() {
        nodes.append(Node(depth: 0, end: Int32(place + 1), key: "", value: FoldedRecord.cut(String(line)), folds: false))
      }
    }
    settle()
  }

  private mutating func add(_ value: JSONValue, key: String, depth: Int32) {
    guard nodes.count < FoldedRecord.mostNodes else {
      isCut = true
      return
    }
    let place = nodes.count
    switch value {
    case .object(let object):
      nodes.append(Node(depth: depth, end: 0, key: key, value: "{\(object.count)}", folds: !object.isEmpty))
      for (name, member) in object.pairs { add(member, key: FoldedRecord.cut(name), depth: depth + 1) }
    case .array(let items):
      nodes.append(Node(depth: depth, end: 0, key: key, value: "[\(items.count)]", folds: !items.isEmpty))
      for (number, item) in items.enumerated() { add(item, key: "[\(number)]", depth: depth + 1) }
    default: nodes.append(Node(depth: depth, end: 0, key: key, value: FoldedRecord.cut(value.text), folds: false))
    }
    nodes[place].end = Int32(nodes.count)
  }

  private static func cut(_ text: String) -> String {
    guard text.utf8.count > longestValue else { return text }
    return String(text.unicodeScalars.prefix(longestValue)) + "…"
  }

  /// Of a long record only the first two levels are open.
  private mutating func foldDeep() {
    for (place, node) in nodes.enumerated() where node.folds && node.depth >= 1 { folded.insert(Int32(place)) }
  }

  private mutating func settle() {
    visible = []
    var place = 0
    while place < nodes.count {
      visible.append(Int32(place))
      place = folded.contains(Int32(place)) ? Int(nodes[place].end) : place + 1
    }
  }

  /// Folds or unfolds the node on a line; returns the line the cursor belongs on.
  package mutating func toggle(line: Int) -> Int {
    guard visible.indices.contains(line), nodes[Int(visible[line])].folds else { return line }
    let place = visible[line]
    if folded.remove(place) == nil { folded.insert(place) }
    settle()
    return line
  }

  /// Folds the node on a line, or what it is in; returns the line the cursor belongs on.
  package mutating func fold(line: Int) -> Int {
    guard visible.indices.contains(line) else { return line }
    let place = Int(visible[line])
    if nodes[place].folds, !folded.contains(Int32(place)) { return toggle(line: line) }
    let depth = nodes[place].depth
    guard let parent = visible[..<line].lastIndex(where: { nodes[Int($0)].depth < depth }) else { return line }
    return parent
  }

  /// Unfolds the node on a line, or goes to the first within it; returns the line the cursor belongs on.
  package mutating func unfold(line: Int) -> Int {
    guard visible.indices.contains(line), nodes[Int(visible[line])].folds else { return line }
    if folded.contains(visible[line]) { return toggle(line: line) }
    return min(line + 1, visible.count - 1)
  }

  /// Opens everything a node is in; returns its line.
  package mutating func reveal(_ place: Int32) -> Int {
    let around = folded.filter { $0 < place && place < nodes[Int($0)].end }
    if !around.isEmpty {
      folded.subtract(around)
      settle()
    }
    var (low, high) = (0, visible.count)
    while low < high {
      let middle = (low + high) / 2
      if visible[middle] < place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Places of nodes whose name or value has the text, in any case of its ASCII letters; none for no text.
  package func matches(_ text: String) -> [Int32] {
    let wanted = Array(text.utf8.map(FoldedRecord.lower))
    guard !wanted.isEmpty else { return [] }
    return nodes.indices.filter { FoldedRecord.has(nodes[$0].key, wanted) || FoldedRecord.has(nodes[$0].value, wanted) }.map(Int32.init)
  }

  private static func has(_ text: String, _ wanted: [UInt8]) -> Bool {
    guard text.utf8.count >= wanted.count else { return false }
    var text = text
    return text.withUTF8 { bytes in
      for start in 0...(bytes.count - wanted.count) where lower(bytes[start]) == wanted[0] {
        var place = 1
        while place < wanted.count, lower(bytes[start + place]) == wanted[place] { place += 1 }
        if place == wanted.count { return true }
      }
      return false
    }
  }

  private static func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte }
}
