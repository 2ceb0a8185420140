internal import Canvas
internal import Casefile

/// A severity as shape, letter and role: never colour alone.
struct SeverityMark {
  let shape: String
  let letter: String
  let word: String
  let role: Role

  init(_ severity: Severity) {
    switch severity {
    case .high: (shape, letter, word, role) = ("▲", "H", "High", .severityHigh)
    case .medium: (shape, letter, word, role) = ("◆", "M", "Medium", .severityMedium)
    case .low: (shape, letter, word, role) = ("·", "L", "Low", .severityLow)
    case .informational: (shape, letter, word, role) = ("○", "I", "Informational", .severityInformational)
    case .unknown: (shape, letter, word, role) = ("?", " ", "Unknown severity", .severityUnknown)
    }
  }
}

/// How far a finding is proven, as sign, role and words.
struct EvidenceMark {
  let sign: String
  let role: Role

  init(_ evidence: Finding.Evidence) {
    switch evidence {
    case .verified: (sign, role) = ("✓", .evidenceVerified)
    case .partial: (sign, role) = ("◐", .evidencePartial)
    case .unverified: (sign, role) = ("✗", .evidenceUnverified)
    }
  }
}

extension Finding.Confidence {
  var role: Role {
    switch self {
    case .high: .confidenceHigh
    case .medium: .confidenceMedium
    case .low: .confidenceLow
    }
  }
}

extension Role {
  /// The colour of a tactic by its short name or its full one; `mitre` for what is no tactic.
  static func tactic(_ name: String) -> Role {
    let short = name.lowercased().split(separator: " ").joined(separator: "-")
    return Role(rawValue: "mitre." + short) ?? .mitre
  }
}

/// The row under the cursor: a bar at the left edge and a raised background.
enum CursorRow {
  static func draw(_ isCursor: Bool, isFocused: Bool, in row: Rect, _ theme: Theme, _ surface: inout Surface) {
    guard isCursor else { return }
    if isFocused { surface.fill(row, theme[.cursorRow]) }
    surface.draw("▌", at: Point(x: row.x, y: row.y), theme[isFocused ? .cursorBar : .border])
  }
}

/// Values for bars.
enum Bars {
  /// The counts summed or repeated so that there is one value a column.
  static func spread(_ counts: [Int], over columns: Int) -> [Double] {
    guard columns > 0, !counts.isEmpty else { return [] }
    return (0..<columns).map { column in
      let lower = column * counts.count / columns
      let upper = max(lower + 1, (column + 1) * counts.count / columns)
      return Double(counts[lower..<min(upper, counts.count)].reduce(0, &+))
    }
  }
}

/// One line of an editor, scrolled sideways so that the cursor is in view.
enum EditorLine {
  static func draw(_ editor: TextEditor, line: Int, isFocused: Bool, in rect: Rect, _ style: Style, _ surface: inout Surface) {
    guard !rect.isEmpty else { return }
    let isCursorLine = editor.cursor.line == line
    let before = isCursorLine ? editor.beforeCursor.cellWidth : 0
    draw([Span(editor.line(line), style)], before: before, in: rect, style, &surface)
    if isFocused, isCursorLine { surface.cursor = Point(x: rect.x + before - shift(before, width: rect.width), y: rect.y) }
  }

  /// One line with so many cells before its cursor; an ellipsis stands at each edge where it goes on.
  static func draw(_ spans: [Span], before: Int, in rect: Rect, _ style: Style, _ surface: inout Surface) {
    let shift = shift(before, width: rect.width)
    surface.clipped(to: rect) { clipped in
      var x = rect.x - shift
      for span in spans { x += clipped.draw(span.text, at: Point(x: x, y: rect.y), span.style) }
      guard rect.width > 2 else { return }
      if shift > 0 { mark(at: rect.x, rect.y, style, &clipped) }
      if x > rect.right { mark(at: rect.right - 1, rect.y, style, &clipped) }
    }
  }

  /// Cells that are left out at the left edge, so that neither mark covers the cursor.
  static func shift(_ before: Int, width: Int) -> Int { max(0, before - max(0, width - 2)) }

  private static func mark(at x: Int, _ y: Int, _ style: Style, _ surface: inout Surface) {
    surface.draw(surface.glyphs.ellipsis, in: Rect(x: x, y: y, width: 1, height: 1), style)
  }
}
