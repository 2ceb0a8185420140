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
    let shift = max(0, before - rect.width + 1)
    surface.clipped(to: rect) { $0.draw(editor.line(line), at: Point(x: rect.x - shift, y: rect.y), style) }
    if isFocused, isCursorLine { surface.cursor = Point(x: rect.x + before - shift, y: rect.y) }
  }
}
