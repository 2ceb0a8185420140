internal import Canvas
internal import Casefile

/// Where the alerts come from, and how each source is.
enum SourcesOverlay {
  static func draw(_ model: Model, _ scroll: Int, _ theme: Theme, _ surface: inout Surface) {
    let width = min(100, surface.size.width - 4)
    let lines = lines(model, theme, width: width - 4)
    let inside = Window.open(Wording.sourcesTitle, width: width, height: lines.count + 2, theme, &surface)
    let top = min(scroll, max(0, lines.count - inside.height))
    for (offset, line) in lines.dropFirst(top).prefix(inside.height).enumerated() { surface.draw(line, in: inside.row(offset)) }
  }

  static func lines(_ model: Model, _ theme: Theme, width: Int) -> [[Span]] {
    model.sources.sources.flatMap { news -> [[Span]] in
      let (words, role) = Wording.source(news, now: model.now)
      var lines = SpanWrapping.labelled(news.name, words, label: theme[.field], text: theme[role], width: width, indent: 18)
      if case .read(_, _, _, let notes) = news.state {
        for note in notes {
          lines += SpanWrapping.labelled("", note, label: theme[.field], text: theme[.textDim], width: width, indent: 18)
        }
      }
      return lines
    }
  }
}
