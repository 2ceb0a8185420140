internal import Canvas
internal import KQL

/// The query as the parser sees it: what each word is, and what does not fit the language, and where.
package struct QueryReading: Equatable, Sendable {
  /// A stretch of one line and what it is.
  struct Run: Equatable, Sendable {
    var text: String
    var role: Role
  }

  /// Something the parser says of a line.
  package struct Remark: Equatable, Sendable {
    /// Counted from 1.
    package var line: Int
    package var message: String
    package var isError: Bool
  }

  private(set) var lines: [[Run]] = [[]]
  package private(set) var remarks: [Remark] = []
  private var source: [[Character]] = [[]]

  package init() {}

  /// Reads the text anew when it is another one than before.
  mutating func follow(_ editor: TextEditor) {
    // Unchanged lines share their storage, so that this comparison ends at once.
    guard editor.lines != source else { return }
    source = editor.lines
    let query = KQLQuery(parsing: editor.text)
    let bytes = Array(query.text.utf8)
    var roles = [Role](repeating: .kql, count: bytes.count)
    for highlight in query.highlights { paint(highlight.range, QueryReading.role(highlight.kind), &roles) }
    for diagnostic in query.diagnostics where diagnostic.severity == .error { paint(diagnostic.range, .kqlError, &roles) }
    lines = QueryReading.runs(bytes, roles)
    remarks = query.diagnostics.prefix(20).map { Remark(line: $0.line, message: $0.message, isError: $0.severity == .error) }
    if editor.isEmpty { remarks = [] }
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
  /// One line in the theme's colours.
  func spans(_ line: Int, _ theme: Theme) -> [Span] {
    guard lines.indices.contains(line) else { return [] }
    return lines[line].map { Span($0.text, theme[$0.role]) }
  }
}
