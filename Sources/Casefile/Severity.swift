/// How grave a source says an alert is; ordered, gravest last.
package enum Severity: String, CaseIterable, Comparable, Sendable {
  case unknown
  case informational
  case low
  case medium
  case high

  /// Any case, any source's spelling; what is not known is `unknown`.
  package init(reading text: String) {
    switch text.lowercased() {
    case "critical", "high": self = .high
    case "medium", "moderate": self = .medium
    case "low": self = .low
    case "informational", "info", "information": self = .informational
    default: self = .unknown
    }
  }

  package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

  private var rank: Int { Severity.allCases.firstIndex(of: self)! }
}
