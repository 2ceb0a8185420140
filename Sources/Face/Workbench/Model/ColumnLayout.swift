internal import Casefile

/// Which columns of a table are shown, in which order, how wide, and which of them stay at the left. It knows nothing of the screen.
package struct ColumnLayout: Equatable, Sendable {
  /// Places of all columns of the result, in the order they are shown.
  package private(set) var order: [Int] = []
  /// Places of those that are not shown; never all of them.
  package private(set) var hidden: Set<Int> = []
  /// How many of the shown columns stay at the left.
  package private(set) var frozen = 0
  /// Widths by place, settled when the first rows came so that nothing jumps.
  private var widths: [Int] = []
  /// Widths that the analyst asked for.
  private var widened: [Int: Int] = [:]

  package init() {}

  init(widths: [Int]) {
    self.widths = widths
    order = Array(widths.indices)
  }

  /// Other widths for the same columns; those that the analyst asked for stay.
  mutating func settle(_ widths: [Int]) { if widths.count == order.count { self.widths = widths } }

  /// Places of the columns that are shown, in order.
  package var shown: [Int] { order.filter { !hidden.contains($0) } }

  package func width(of column: Int) -> Int { widened[column] ?? (widths.indices.contains(column) ? widths[column] : 12) }

  func isWidened(_ column: Int) -> Bool { widened[column] != nil }

  mutating func widen(_ column: Int, to width: Int?) { widened[column] = width }

  /// Hides or shows a column; the last one that is shown stays.
  mutating func toggle(_ column: Int) {
    if hidden.remove(column) != nil { return }
    let place = shown.firstIndex(of: column)
    guard shown.count > 1, let place else { return }
    hidden.insert(column)
    if place < frozen { frozen -= 1 }
  }

  mutating func showAll() { hidden = [] }

  /// Moves a column so many places among all; false where it is at the end already.
  @discardableResult
  mutating func move(_ column: Int, by step: Int) -> Bool {
    guard let from = order.firstIndex(of: column) else { return false }
    var to = from + step
    // A column that is not shown is no place to go to.
    while order.indices.contains(to), hidden.contains(order[to]), !hidden.contains(column) { to += step }
    guard order.indices.contains(to) else { return false }
    order.remove(at: from)
    order.insert(column, at: to)
    return true
  }

  /// Freezes so many of the shown columns; the same number again lets them go.
  mutating func freeze(_ count: Int) { frozen = frozen == count ? 0 : min(count, max(0, shown.count - 1)) }
}

extension ColumnLayout {
  /// Where a column is drawn.
  struct Place: Equatable {
    var column: Int
    /// Place among the shown ones.
    var index: Int
    var x: Int
    var width: Int
    var isFrozen: Bool
  }

  /// Columns with their places in so many cells: the frozen ones, then those from `left` on; the last one takes what is left.
  func places(from left: Int, width: Int) -> [Place] {
    let shown = shown
    var places: [Place] = []
    var x = 0
    let frozen = min(frozen, mostFrozen(width))
    for index in shown.indices.prefix(frozen) {
      let wide = self.width(of: shown[index])
      places.append(Place(column: shown[index], index: index, x: x, width: wide, isFrozen: true))
      x += wide + 1
    }
    if !places.isEmpty { x += 2 }
    for index in shown.indices.dropFirst(max(left, frozen)) where x < width {
      let isLast = index == shown.count - 1
      let wide = isLast ? width - x : min(self.width(of: shown[index]), width - x)
      places.append(Place(column: shown[index], index: index, x: x, width: wide, isFrozen: false))
      x += wide + 1
    }
    return places
  }

  /// How many of the shown columns can stay at the left: they leave half of the table to what moves. The others scroll.
  func mostFrozen(_ width: Int) -> Int {
    var used = 0
    let shown = shown
    return shown.prefix { column in
      used += self.width(of: column) + 1
      return used + 1 <= width / 2
    }.count
  }

  /// The first moving column, so that the one at `cursor` is in view as a whole where it can be.
  func left(_ left: Int, cursor: Int, width: Int) -> Int {
    let last = shown.count - 1
    let frozen = min(frozen, mostFrozen(width))
    var left = min(max(left, frozen), max(frozen, last))
    guard cursor >= frozen else { return left }
    if cursor < left { return cursor }
    while left < cursor {
      if let place = places(from: left, width: width).first(where: { $0.index == cursor }),
        place.width >= min(self.width(of: place.column), max(12, width / 2))
      {
        break
      }
      left += 1
    }
    return left
  }
}

extension ColumnLayout {
  /// What is worth finding again, by the columns' names.
  func kept(_ columns: [Column]) -> JSONValue {
    func names(_ places: [Int]) -> JSONValue { .array(places.filter(columns.indices.contains).map { .string(columns[$0].name) }) }
    return ["order": names(order), "hidden": names(hidden.sorted()), "frozen": .integer(Int64(frozen))]
  }

  /// Takes up what was kept for the same columns; names that are not there are left out.
  mutating func restore(_ kept: JSONValue, _ columns: [Column]) {
    func places(_ names: JSONValue?) -> [Int] {
      (names?.array ?? []).compactMap { name in columns.firstIndex { $0.name == name.string } }
    }
    var seen: Set<Int> = []
    order = (places(kept["order"]) + Array(widths.indices)).filter { seen.insert($0).inserted }
    let wanted = Set(places(kept["hidden"]))
    hidden = wanted.count < order.count ? wanted : []
    frozen = min(max(0, Int(kept["frozen"]?.integer ?? 0)), max(0, shown.count - 1))
  }
}

/// How the tables of earlier results were laid out, by their sets of columns; the latest thirty.
struct ColumnMemory: Equatable, Sendable {
  private static let most = 30
  private var entries: [(key: String, layout: JSONValue)] = []

  static func == (left: ColumnMemory, right: ColumnMemory) -> Bool { left.json == right.json }

  private static func key(_ columns: [Column]) -> String { columns.map(\.name).sorted().joined(separator: "\u{1F}") }

  subscript(columns: [Column]) -> JSONValue? { entries.first { $0.key == ColumnMemory.key(columns) }?.layout }

  mutating func keep(_ layout: ColumnLayout, of columns: [Column]) {
    let key = ColumnMemory.key(columns)
    entries.removeAll { $0.key == key }
    entries.insert((key, layout.kept(columns)), at: 0)
    if entries.count > ColumnMemory.most { entries.removeLast() }
  }

  var json: JSONValue { .array(entries.map { ["columns": .string($0.key), "layout": $0.layout] }) }

  mutating func restore(_ json: JSONValue) {
    entries = (json.array ?? []).prefix(ColumnMemory.most).compactMap { entry in
      guard let key = entry["columns"]?.string, let layout = entry["layout"] else { return nil }
      return (key, layout)
    }
  }
}
