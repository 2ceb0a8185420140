package import Casefile
internal import HuntPipeline

/// One proving row on the time axis.
package struct TimelineEntry: Equatable, Sendable {
  package var time: DateTime
  package var row: Int
  package var about: String
  /// Place of the finding it proves.
  package var finding: Int
}

extension Model {
  /// The rows that prove findings, oldest first; a row that proves two findings comes twice.
  package var timelineEntries: [TimelineEntry] {
    var entries: [TimelineEntry] = []
    for (index, finding) in (hunt?.findings ?? []).enumerated() {
      for line in findings.proofs[finding.id] ?? [] {
        if let time = line.time { entries.append(TimelineEntry(time: time, row: line.row, about: line.about, finding: index)) }
      }
    }
    return entries.sorted { ($0.time, $0.row, $0.finding) < ($1.time, $1.row, $1.finding) }
  }

  mutating func settleTimeline(height: Int) {
    guard tab == .timeline, height > 0 else { return }
    let count = timelineEntries.count
    timeline.cursor = min(max(0, timeline.cursor), max(0, count - 1))
    timeline.top = Model.top(timeline.top, cursor: timeline.cursor, count: count, height: max(1, height - TimelinePane.headLines))
  }

  mutating func openMoment() -> [Effect] {
    let entries = timelineEntries
    guard entries.indices.contains(timeline.cursor) else { return [] }
    select(finding: entries[timeline.cursor].finding)
    return show(row: entries[timeline.cursor].row)
  }
}
