internal import Canvas
internal import Casefile
internal import HuntPipeline

extension Model {
  /// Why one cannot walk the histogram; nil when one can.
  var whyNotWalk: String? {
    alerts.histogram.isEmpty || alerts.span == nil || ScreenLayout(self).histogramLines == 0 ? Wording.noBars : nil
  }

  /// The slice the alert under the cursor falls into; the newest when it is in none.
  var sliceUnderCursor: Int {
    let count = alerts.histogram.count
    guard let span = alerts.span, count > 0, let created = alerts.lineUnderCursor?.created, span.contains(created) else {
      return max(0, count - 1)
    }
    let width = max((span.length.ticks + Int64(count) - 1) / Int64(count), 1)
    return min(Int((created.ticks - span.from.ticks) / width), count - 1)
  }

  mutating func performBars(_ command: Command) -> [Effect] {
    guard var walk = alerts.walk else { return [] }
    switch command {
    case .barLeft: walk.slice = max(0, walk.slice - 1)
    case .barRight: walk.slice = min(max(0, alerts.histogram.count - 1), walk.slice + 1)
    case .barStretch: walk.start = walk.start == nil ? walk.slice : nil
    case .barZoom: return zoomIn(walk)
    default: break
    }
    alerts.walk = walk
    return []
  }

  /// Shows only what was created in the slice or stretch; one tick of the clock cannot be parted further.
  private mutating func zoomIn(_ walk: HistogramWalk) -> [Effect] {
    guard let range = rangeWalked(walk), range.length.ticks > 0 else { return [] }
    alerts.outerRanges.append(alerts.listing.range)
    alerts.walk = nil
    return list { $0.range = range }
  }

  /// Back to the range one came from, or to all of the time.
  mutating func zoomOut() -> [Effect] {
    alerts.walk = nil
    let outer = alerts.outerRanges.popLast() ?? nil
    return list { $0.range = outer }
  }

  private func rangeWalked(_ walk: HistogramWalk) -> TimeRange? {
    alerts.span.map { HistogramWalk.range(walk.slices, of: alerts.histogram.count, in: $0) }
  }

  /// The slice or stretch one stands on, in words for the status line; nil when not in the bars.
  var sliceWords: String? {
    guard let walk = alerts.walk, let range = rangeWalked(walk) else { return nil }
    let count = alerts.histogram.indices.clamped(to: walk.slices.lowerBound..<walk.slices.upperBound + 1)
      .reduce(0) { $0 + alerts.histogram[$1] }
    return Wording.slice(
      "\(Figures.stretch(range, now: now, zone: zone)) \(zone.label)", count, isStretch: walk.start != nil,
      keys: "\(keys.label(of: .barZoom)) zooms in")
  }

  /// A histogram that changed may have fewer slices, or none.
  mutating func settleWalk() {
    guard var walk = alerts.walk else { return }
    guard whyNotWalk == nil, focus == .alerts else {
      alerts.walk = nil
      return
    }
    walk.slice = min(max(0, walk.slice), alerts.histogram.count - 1)
    walk.start = walk.start.map { min(max(0, $0), alerts.histogram.count - 1) }
    alerts.walk = walk
  }
}
