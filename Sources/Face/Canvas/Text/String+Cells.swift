/// Where text that is too long loses its middle, its end or its start.
package enum Cut: Sendable {
  case end
  /// For paths and hosts, whose two ends tell most.
  case middle
  /// For text that is being typed, whose end matters.
  case start
}

/// To which side text leans in a space that is wider.
package enum Alignment: Sendable {
  case left, centre, right
}

extension String {
  /// How many bytes at the start are printable ASCII that nothing combines with: one column each, and most text is only that.
  var plainCount: Int {
    utf8.withContiguousStorageIfAvailable { bytes in
      var count = 0
      while count < bytes.count, bytes[count] >= 0x20, bytes[count] < 0x7F { count += 1 }
      return count < bytes.count && bytes[count] >= 0x80 ? Swift.max(0, count - 1) : count
    } ?? 0
  }

  /// Columns this text takes when drawn, marks for invisible scalars included.
  package var cellWidth: Int {
    let plain = plainCount
    if plain == utf8.count { return plain }
    var total = plain
    for cluster in SafeClusters(self, from: utf8.index(startIndex, offsetBy: plain)) { total += cluster.width }
    return total
  }

  /// The longest start of this text (still raw) that fits into so many columns.
  package func prefix(cells: Int) -> Substring {
    let plain = Swift.min(Swift.max(0, cells), plainCount)
    var total = plain
    var end = utf8.index(startIndex, offsetBy: plain)
    for cluster in SafeClusters(self, from: end) {
      total += cluster.width
      if total > cells { break }
      end = cluster.end
    }
    return self[..<end]
  }

  /// This text, or what fits of it with `ellipsis` for what was cut; the text stays raw.
  package func truncated(cells: Int, cut: Cut = .end, ellipsis: String = "…") -> String {
    guard cells > 0 else { return "" }
    let kept = prefix(cells: cells)
    if kept.endIndex == endIndex { return self }
    let room = cells - ellipsis.cellWidth
    guard room >= 0 else { return String(ellipsis.prefix(cells: cells)) }
    switch cut {
    case .end: return prefix(cells: room) + ellipsis
    case .start: return ellipsis + suffix(cells: room)
    case .middle: return prefix(cells: room - room / 2) + ellipsis + suffix(cells: room / 2)
    }
  }

  /// The longest end of this text (still raw) that fits into so many columns.
  package func suffix(cells: Int) -> Substring {
    var ends: [(start: String.Index, width: Int)] = []
    var start = startIndex
    for cluster in SafeClusters(self) {
      ends.append((start, cluster.width))
      start = cluster.end
    }
    var total = 0
    var first = endIndex
    for (begin, width) in ends.reversed() {
      total += width
      if total > cells { break }
      first = begin
    }
    return self[first...]
  }

  /// This text cut or filled with spaces to exactly so many columns.
  package func fitted(cells: Int, align: Alignment = .left, cut: Cut = .end, ellipsis: String = "…") -> String {
    let text = truncated(cells: cells, cut: cut, ellipsis: ellipsis)
    let missing = Swift.max(0, cells - text.cellWidth)
    let before: Int
    switch align {
    case .left: before = 0
    case .centre: before = missing / 2
    case .right: before = missing
    }
    return String(repeating: " ", count: before) + text + String(repeating: " ", count: missing - before)
  }
}
