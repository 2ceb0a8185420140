internal import Canvas
internal import Casefile

/// What the analyst decided, as sign and role; the word always stands beside it.
enum DecisionMark {
  static func sign(_ status: Triage.Status) -> String {
    switch status {
    case .new: "○"
    case .inProgress: "…"
    case .confirmed: "!"
    case .falsePositive: "×"
    case .closed: "■"
    }
  }

  static func role(_ status: Triage.Status) -> Role {
    switch status {
    case .new, .closed: .textDim
    case .inProgress: .busy
    case .confirmed: .bad
    case .falsePositive: .note
    }
  }
}

/// Text with a stroke through each letter.
enum Struck {
  /// Blanks and marks that are safe to combine get the stroke too; control characters never reach a combining mark.
  static func through(_ text: String) -> String {
    var struck = ""
    for scalar in text.unicodeScalars {
      struck.unicodeScalars.append(scalar)
      if scalar.value >= 0x20, scalar.value < 0x7F { struck.unicodeScalars.append("\u{336}") }
    }
    return struck
  }
}
