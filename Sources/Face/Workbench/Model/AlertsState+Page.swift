internal import Canvas
internal import HuntPipeline

extension AlertsState {
  /// Takes a page of the listing: what is known of it takes the place of what was here.
  mutating func take(_ page: AlertPage) {
    let isSame = listed == listing
    let known = (matching: matching, lines: lineCount)
    let isBlank = page.lines.isEmpty && isSame && !lines.isEmpty
    hasArrived = true
    problem = nil
    total = max(0, page.total)
    matching = max(0, page.matching)
    lineCount = max(0, page.lineCount)
    remark = page.remark
    isCounted = page.isCounted
    if !page.isCounted {
      // A glance knows no end: what was counted before, or stood under the cursor, is not gone for it.
      if isSame {
        matching = max(matching, known.matching)
        lineCount = max(lineCount, known.lines)
      }
      if cursor > 0 { lineCount = max(lineCount, cursor + 1) }
      if isBlank { return }
    }
    listed = listing
    start = max(0, page.start)
    lines = page.lines
    entityWidth = page.lines.lazy.map { EntityLabel.short($0.entity).cellWidth }.max() ?? 0
  }
}
