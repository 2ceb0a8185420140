internal import Casefile

/// One line before its cells are abbreviated.
struct LineDraft {
  /// 1-based row numbers, ascending.
  var rows: [Int]
  var isMarked: Bool
  /// Whether the text of one of the rows talks to a model.
  var isTalking = false
  /// The time, or first and last time; empty where there is none.
  var time: String
  /// One for each shown column.
  var cells: [String]
  /// What is encoded in the cells and is not written decoded in its place.
  var decoded: [String]
  /// Texts with base64 in them that is written decoded: as they were, and as they are.
  var undone: [(before: String, after: String)] = []
  /// How many distinct rows are in it.
  var folds = 1
  /// Tokens of the cells as they stand, separators included.
  var cost = 0
  /// Which lines go before this one when room is short: 0 for marked, then those with something new, then repeats; the lower the sooner.
  var rank = 0
  /// How often a distinct row of the line occurs.
  var rarity = 0
}

/// Puts rows together to lines: equal ones first, then near-equal ones.
struct LineMaker {
  private let columns: [RowColumn]
  private let plan: ColumnPlan
  private let steps: Set<ReductionStep>
  private let templates: [Int: CellTemplates]
  /// The number of the first row.
  let firstRow: Int
  /// The moment that offsets are counted from.
  let base: DateTime
  /// Rows that differ in nothing but time.
  let folds: Grouping

  /// Distinct rows in one line at most: a reader keeps the order of so many, and lines can be left out one by one when room is short.
  private static let mostInLine = 64

  init(_ columns: [RowColumn], _ plan: ColumnPlan, rows: Int, firstRow: Int, steps: Set<ReductionStep>) {
    self.firstRow = firstRow
    self.columns = columns
    self.plan = plan
    self.steps = steps
    let moments = plan.time.map { columns[$0].ticks.filter { $0 != RowColumn.noMoment } } ?? []
    base = DateTime(ticks: moments.min() ?? 0).wholeSecond
    let shown = plan.shown.map { columns[$0] }
    if steps.contains(.folding) {
      folds = Grouping(
        count: rows,
        key: { row in
          shown.reduce(7) { ByteHash.mixed($0, $1.holdsMoments ? UInt64(bitPattern: $1.ticks[row]) : UInt64($1.numbers[row])) }
        },
        isEqual: { left, right in
          shown.allSatisfy { $0.holdsMoments ? $0.ticks[left] == $0.ticks[right] : $0.numbers[left] == $0.numbers[right] }
        })
    } else {
      folds = Grouping(single: rows)
    }
    var templates: [Int: CellTemplates] = [:]
    if steps.contains(.clusters) {
      for place in plan.shown where !columns[place].holdsMoments { templates[place] = CellTemplates(of: columns[place].pool) }
    }
    self.templates = templates
  }

  /// Folds put together to lines. Widely: also where hosts, accounts or other indicators differ.
  func clusters(widely: Bool) -> Grouping {
    guard steps.contains(.clusters) else { return Grouping(single: folds.count) }
    let rules = plan.shown.filter { !columns[$0].holdsMoments }.map { (columns[$0], templates[$0], varies($0, widely)) }
    let firsts = folds.firsts
    let signatures = rules.map { column, templates, varies -> [Int32] in
      firsts.map { row in
        let number = column.numbers[Int(row)]
        switch varies {
        case .never: return number
        case .bare(let isFree):
          guard let templates else { return number }
          if isFree, templates.isBare[Int(number)] { return -2 }
          let template = templates.templates[Int(number)]
          return template == CellTemplates.own ? number : Int32.max - template
        case .always: return -2
        }
      }
    }
    return Grouping(
      count: folds.count, most: LineMaker.mostInLine,
      key: { fold in signatures.reduce(11) { ByteHash.mixed($0, UInt64(UInt32(bitPattern: $1[fold]))) } },
      isEqual: { left, right in signatures.allSatisfy { $0[left] == $0[right] } })
  }

  private enum Variation {
    case never
    /// Texts of one template may differ; `isFree` says whether bare numbers and ids may as well.
    case bare(isFree: Bool)
    case always
  }

  private func varies(_ place: Int, _ widely: Bool) -> Variation {
    let column = columns[place]
    let role = ColumnRole(of: column.column.name)
    if role == .changing { return .always }
    if role.isIndicator || role == .recordID { return widely ? .always : .never }
    let isMany = column.pool.count > max(32, folds.count / 20)
    return .bare(isFree: isMany || widely && column.pool.count > 32)
  }

  /// About how many bytes each distinct text of a column costs where it stands: what is repeated, or is like others, is said once.
  func shares(of place: Int) -> [Float] {
    let column = columns[place]
    var uses = [Int32](repeating: 0, count: column.pool.count)
    for row in folds.firsts { uses[Int(column.numbers[Int(row)])] += 1 }
    var alike: [Int32: Int32] = [:]
    let templates = templates[place]
    if let templates { for number in uses.indices where uses[number] > 0 { alike[templates.templates[number], default: 0] += 1 } }
    return uses.indices.map { number in
      let length = Float(column.pool.length(Int32(number)))
      var share = min(length, length / Float(max(1, uses[number])) + 4)
      if let template = templates?.templates[number], template != CellTemplates.own {
        share = min(share, length / Float(alike[template] ?? 1) + 16)
      }
      return share
    }
  }

  /// Row numbers (0-based) of a line, ascending.
  func rows(of line: ArraySlice<Int32>) -> [Int32] {
    if line.count == 1, let only = line.first { return Array(folds[Int(only)]) }
    return line.flatMap { folds[Int($0)] }.sorted()
  }

  func draft(_ line: ArraySlice<Int32>, marked: Set<Int32>, talking: Set<Int32>) -> LineDraft {
    let rows = rows(of: line)
    let firsts = line.map { Int(folds.firsts[Int($0)]) }
    var draft = LineDraft(
      rows: rows.map { Int($0) + firstRow }, isMarked: !marked.isEmpty && rows.contains(where: marked.contains), time: time(of: rows),
      cells: [],
      decoded: [])
    draft.folds = line.count
    draft.isTalking = !talking.isEmpty && rows.contains(where: talking.contains)
    for place in plan.shown {
      draft.cells.append(columns[place].holdsMoments ? moments(place, firsts) : texts(place, firsts, &draft))
    }
    return draft
  }

  private func time(of rows: [Int32]) -> String {
    guard let time = plan.time, plan.constantTime == nil else { return "" }
    var first = Int64.max
    var last = Int64.min
    for row in rows {
      let ticks = columns[time].ticks[Int(row)]
      guard ticks != RowColumn.noMoment else { continue }
      first = min(first, ticks)
      last = max(last, ticks)
    }
    guard first <= last else { return "" }
    let start = written(first)
    let end = written(last)
    return start == end ? start : "\(start)..\(end)"
  }

  private func written(_ ticks: Int64) -> String {
    guard ticks != RowColumn.noMoment else { return "" }
    let moment = DateTime(ticks: ticks)
    return steps.contains(.times) ? String((moment.ticks - base.ticks).floorDivided(by: DateTime.ticksPerSecond)) : moment.text(decimals: 0)
  }

  private func moments(_ place: Int, _ rows: [Int]) -> String {
    var seen: Set<String> = []
    let distinct = rows.map { written(columns[place].ticks[$0]) }.filter { seen.insert($0).inserted }
    return distinct.count == 1 ? distinct[0] : set(distinct.map { SafeCell.member($0) })
  }

  private func set(_ members: [String]) -> String { SafeCell.setStart + members.joined(separator: " ") + SafeCell.setEnd }

  private func texts(_ place: Int, _ rows: [Int], _ draft: inout LineDraft) -> String {
    let column = columns[place]
    var seen: Set<Int32> = []
    let distinct = rows.map { column.numbers[$0] }.filter { seen.insert($0).inserted }
    var written: [String] = []
    var isDecoded = false
    for number in distinct {
      let text = column.pool.text(number)
      if let found = DecodedWriting.written(text, replaces: steps.contains(.decoding)) {
        isDecoded = true
        draft.undone.append((SafeCell.written(text), found.text))
        draft.decoded += found.beside.map { "\(SafeCell.name(column.column.name)) (decoded): \($0)" }
        written.append(found.text)
      } else {
        written.append(text)
      }
    }
    if written.count == 1 { return isDecoded ? written[0] : SafeCell.written(written[0]) }
    if !isDecoded, let pattern = CellPattern.written(written) { return pattern }
    return set(written.map { isDecoded ? $0.replacing(" ", with: "¬_") : SafeCell.member($0) })
  }
}

/// Several texts of one template in one: what they share as it is, what varies as sets.
enum CellPattern {
  /// Nil when they are not of one template.
  static func written(_ texts: [String]) -> String? {
    let cut = texts.map(pieces)
    guard let first = cut.first, first.count >= 3, cut.allSatisfy({ $0.count == first.count }) else { return nil }
    var out = ""
    for place in first.indices {
      var seen: Set<Substring> = []
      let distinct = cut.map { $0[place] }.filter { seen.insert($0).inserted }
      if distinct.count == 1 {
        out += SafeCell.written(String(distinct[0]))
      } else if place % 2 == 0 {
        return nil
      } else {
        out += SafeCell.setStart + distinct.map { SafeCell.member(String($0)) }.joined(separator: " ") + SafeCell.setEnd
      }
    }
    return out
  }

  /// Gaps and words by turns, beginning and ending with a gap.
  static func pieces(_ text: String) -> [Substring] {
    guard text.utf8.count <= CellShape.longest else { return [] }
    var pieces: [Substring] = []
    var copy = text
    var places: [(Int, Int)] = []
    copy.withUTF8 { bytes in CellShape.words(bytes) { start, end, _ in places.append((start, end)) } }
    var end = copy.startIndex
    var offset = 0
    for (start, stop) in places {
      let from = copy.utf8.index(end, offsetBy: start - offset)
      let to = copy.utf8.index(from, offsetBy: stop - start)
      pieces.append(copy[end..<from])
      pieces.append(copy[from..<to])
      end = to
      offset = stop
    }
    pieces.append(copy[end...])
    return pieces
  }
}
