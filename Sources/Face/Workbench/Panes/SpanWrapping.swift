internal import Canvas

/// Breaks styled text into lines.
enum SpanWrapping {
  /// The spans broken at words to lines of that width; styles stay with their letters.
  static func wrapped(_ spans: [Span], width: Int) -> [[Span]] {
    let text = spans.map(\.text).joined()
    guard text.cellWidth > width else { return [spans] }
    var ends: [(end: Int, style: Style)] = []
    var total = 0
    for span in spans {
      total += span.text.unicodeScalars.count
      ends.append((total, span.style))
    }
    let scalars = text.unicodeScalars
    return text.wrapped(cells: max(1, width)).map { line in
      var position = scalars.distance(from: scalars.startIndex, to: line.startIndex)
      var parts: [Span] = []
      var rest = line.unicodeScalars[...]
      while !rest.isEmpty {
        guard let run = ends.first(where: { $0.end > position }) else { break }
        let count = min(run.end - position, rest.count)
        parts.append(Span(String(String.UnicodeScalarView(rest.prefix(count))), run.style))
        rest = rest.dropFirst(count)
        position += count
      }
      return parts
    }
  }

  /// A label, and text that is broken beside it and hangs under itself.
  static func labelled(_ name: String, _ text: String, label: Style, text style: Style, width: Int, indent: Int) -> [[Span]] {
    text.wrapped(cells: max(4, width - indent)).enumerated().map { index, line in
      [Span((index == 0 ? name : "").fitted(cells: indent), label), Span(String(line), style)]
    }
  }
}
