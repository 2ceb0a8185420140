/// The parts of the screen.
package enum PaneID: String, CaseIterable, Sendable {
  case alerts
  case ask
  case query
  case rows
  case findings
  case analysis
  case matrix
  case timeline
  case detail
  /// The source's own record, in the place of the detail.
  case record
  /// All that is stored about one entity, on the whole screen.
  case entity
  case meter
}

extension PaneID {
  /// The five that share one place, in the order of their tabs.
  package static let tabs: [PaneID] = [.rows, .findings, .analysis, .matrix, .timeline]

  /// The key that brings the focus here: 1 to 9; the meter only shows.
  package var number: Int? {
    switch self {
    case .alerts: 1
    case .ask: 2
    case .query: 3
    case .rows: 4
    case .findings: 5
    case .analysis: 6
    case .matrix: 7
    case .timeline: 8
    case .detail: 9
    case .record, .entity, .meter: nil
    }
  }

  package var isTab: Bool { PaneID.tabs.contains(self) }
}
