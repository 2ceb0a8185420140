extension Surface {
  /// Draws one line of raw text from a place on, clipped, and returns the columns it takes.
  @discardableResult
  package mutating func draw(_ text: String, at point: Point, _ style: Style = .plain) -> Int {
    var text = text
    let plain = text.plainCount
    if plain > 0 {
      text.withUTF8 { putPlain(UnsafeBufferPointer(rebasing: $0[..<plain]), style: style, x: point.x, y: point.y) }
      if plain == text.utf8.count { return plain }
    }
    var x = point.x + plain
    for cluster in SafeClusters(text, from: text.utf8.index(text.startIndex, offsetBy: plain)) {
      if x >= clip.right { break }
      draw(cluster, style, x: x, y: point.y)
      x += cluster.width
    }
    return x - point.x
  }

  /// Draws one line of raw text in the first row of `rect`, cut with an ellipsis where it is too long; returns the columns it takes.
  @discardableResult
  package mutating func draw(
    _ text: String, in rect: Rect, _ style: Style = .plain, align: Alignment = .left, cut: Cut = .end
  ) -> Int {
    guard !rect.isEmpty else { return 0 }
    let shown = text.truncated(cells: rect.width, cut: cut, ellipsis: glyphs.ellipsis)
    return draw(shown, at: Point(x: start(of: shown.cellWidth, in: rect, align), y: rect.y), style)
  }

  /// Draws spans one after another in the first row of `rect`, cut at the end with an ellipsis; returns the columns they take.
  @discardableResult
  package mutating func draw(_ spans: [Span], in rect: Rect, align: Alignment = .left) -> Int {
    guard !rect.isEmpty else { return 0 }
    let widths = spans.map(\.text.cellWidth)
    let total = widths.reduce(0, +)
    let first = start(of: min(total, rect.width), in: rect, align)
    var x = first
    for (span, width) in zip(spans, widths) {
      let left = rect.right - x
      let isCutHere = total > rect.width && width >= left
      if isCutHere {
        // The ellipsis must stand even where the cut falls exactly between two spans.
        let text = width == left ? String(span.text.prefix(cells: max(0, left - 1))) + glyphs.ellipsis : span.text
        x += draw(text.truncated(cells: left, ellipsis: glyphs.ellipsis), at: Point(x: x, y: rect.y), span.style)
        break
      }
      x += draw(span.text, at: Point(x: x, y: rect.y), span.style)
    }
    return x - first
  }

  /// Draws raw text wrapped into `rect`, leaving out `skip` lines, and returns how many lines the whole text has.
  @discardableResult
  package mutating func drawWrapped(_ text: String, in rect: Rect, _ style: Style = .plain, skip: Int = 0) -> Int {
    let lines = text.wrapped(cells: rect.width)
    for (offset, line) in lines.dropFirst(max(0, skip)).prefix(rect.height).enumerated() {
      draw(String(line), at: Point(x: rect.x, y: rect.y + offset), style)
    }
    return lines.count
  }

  private func start(of width: Int, in rect: Rect, _ align: Alignment) -> Int {
    switch align {
    case .left: return rect.x
    case .centre: return rect.x + max(0, rect.width - width) / 2
    case .right: return rect.x + max(0, rect.width - width)
    }
  }

  private mutating func draw(_ cluster: SafeCluster, _ style: Style, x: Int, y: Int) {
    guard cluster.isMark && cluster.width > 1 || glyphs.isASCII else {
      put(cluster.text, width: cluster.width, style: cluster.isMark ? style.marked : style, x: x, y: y)
      return
    }
    let text = glyphs.isASCII && !cluster.isMark ? GlyphSet.asciiText(for: cluster.text, width: cluster.width) : cluster.text
    for (offset, scalar) in text.unicodeScalars.prefix(cluster.width).enumerated() {
      let shown = glyphs.isASCII ? GlyphSet.asciiText(for: String(scalar), width: 1) : String(scalar)
      put(shown, width: 1, style: cluster.isMark ? style.marked : style, x: x + offset, y: y)
    }
  }
}
