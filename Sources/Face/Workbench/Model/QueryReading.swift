internal import Canvas
internal import Casefile
internal import KQL

/// The query as parser and binder see it: what each word is, what does not fit the language or the tables, and where.
package struct QueryReading: Sendable {
  /// A stretch of one line and what it is.
  struct Run: Equatable, Sendable {
    var text: String
    var role: Role
  }

  /// Something parser or binder say of a line.
  package struct Remark: Equatable, Sendable {
    /// Counted from 1.
    package var line: Int
    package var message: String
    package var isError: Bool
    /// UTF-8 offsets of what it is about.
    package var range: Range<Int>
  }

  /// Bytes of a query beyond which it is no longer bound while it is typed; the guardrails bind it all the same.
  private static let longestBound = 200_000

  private(set) var lines: [[Run]] = [[]]
  package private(set) var remarks: [Remark] = []
  private var source: [[Character]] = [[]]

  package init() {}

  /// The text's tree.
  private(set) var query = KQLQuery(parsing: "")
  /// The tables that the text reads, in its order; empty while no table is known.
  private(set) var tables: [String] = []
  private var tablesVersion = 0

  /// Reads the text anew when it, or what is known of the tables, is another one than before. True when it was read.
  mutating func follow(_ editor: TextEditor, _ known: KnownTables, now: DateTime) -> Bool {
    // Unchanged lines share their storage, so that this comparison ends at once.
    guard editor.lines != source || known.version != tablesVersion else { return false }
    source = editor.lines
    tablesVersion = known.version
    query = KQLQuery(parsing: editor.text)
    let diagnostics = diagnostics(known, now: now)
    let bytes = Array(query.text.utf8)
    var roles = [Role](repeating: .kql, count: bytes.count)
    for highlight in query.highlights { paint(highlight.range, QueryReading.role(highlight.kind), &roles) }
    for diagnostic in diagnostics where diagnostic.severity == .error { paint(diagnostic.range, .kqlError, &roles) }
    lines = QueryReading.runs(bytes, roles)
    remarks = diagnostics.prefix(20).map { Remark(line: $0.line, message: $0.message, isError: $0.severity == .error, range: $0.range) }
    if editor.isEmpty { remarks = [] }
    return true
  }

  /// What the parser says; where it says nothing wrong and the tables are known, what the binder says.
  private mutating func diagnostics(_ known: KnownTables, now: DateTime) -> [KQLDiagnostic] {
    tables = []
    guard !query.text.isEmpty, query.isWellFormed, let list = known.list, query.text.utf8.count <= QueryReading.longestBound else {
      return query.diagnostics
    }
    let bound = KQLBinder(catalogue: list, now: now).bind(query)
    tables = bound.reads.map(\.table)
    return bound.diagnostics.filter { $0.severity == .error || $0.severity == .warning }
  }

  private func paint(_ range: Range<Int>, _ role: Role, _ roles: inout [Role]) {
    for place in range.clamped(to: 0..<roles.count) { roles[place] = role }
  }

  private static func runs(_ bytes: [UInt8], _ roles: [Role]) -> [[Run]] {
    var lines: [[Run]] = [[]]
    var start = 0
    for place in 0...bytes.count {
      let isBreak = place < bytes.count && bytes[place] == 0x0A
      let isEnd = place == bytes.count || isBreak
      // A role changes only between whole scalars.
      let isInside = place < bytes.count && bytes[place] & 0xC0 == 0x80
      guard place > start, isEnd || (roles[place] != roles[start] && !isInside) else {
        if isBreak {
          lines.append([])
          start = place + 1
        }
        continue
      }
      lines[lines.count - 1].append(Run(text: String(decoding: bytes[start..<place], as: UTF8.self), role: roles[start]))
      start = isBreak ? place + 1 : place
      if isBreak { lines.append([]) }
    }
    return lines
  }

  private static func role(_ kind: KQLHighlight.Kind) -> Role {
    switch kind {
    case .keyword: .kqlKeyword
    case .function: .kqlFunction
    case .name: .kqlName
    case .string: .kqlString
    case .number: .kqlNumber
    case .symbol: .kqlOperator
    case .comment: .kqlComment
    case .error: .kqlError
    }
  }
}

extension QueryReading {
  /// The remarks without those about the word that is being typed at an offset: it is not finished.
  func remarks(typingAt offset: Int) -> [Remark] {
    remarks.filter { !($0.range.lowerBound < offset && offset <= $0.range.upperBound) }
  }

  /// One line in the theme's colours.
  func spans(_ line: Int, _ theme: Theme) -> [Span] {
    guard lines.indices.contains(line) else { return [] }
    return lines[line].map { Span($0.text, theme[$0.role]) }
  }
}
