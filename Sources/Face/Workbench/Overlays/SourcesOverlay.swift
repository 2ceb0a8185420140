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
      let (words, role) = Wording.source(news, now: model.now, signIn: model.signIn.map { Wording.waitsForSignIn($0.code, key: nil) })
      func told(_ text: String) -> String { ToldTimes.shown(text, zone: model.zone) }
      var lines = SpanWrapping.labelled(news.name, told(words), label: theme[.field], text: theme[role], width: width, indent: 18)
      if case .read(_, _, _, let notes) = news.state {
        for note in notes {
          lines += SpanWrapping.labelled("", told(note), label: theme[.field], text: theme[.textDim], width: width, indent: 18)
        }
      }
      if news.isAsked, model.signIn != nil, news.name == model.sources.sources.first(where: \.isAsked)?.name {
        let hint = Wording.signInHint(model.keys.label(of: .showSignInThere, at: .overlay(.sources)) ?? "")
        lines += SpanWrapping.labelled("", hint, label: theme[.field], text: theme[.note], width: width, indent: 18)
      }
      if news.name == Wording.office365, model.whyNotSubscribe == nil {
        let hint = Wording.subscriptionsHint(model.keys.label(of: .sourceSubscriptions, at: .overlay(.sources)) ?? "")
        lines += SpanWrapping.labelled("", hint, label: theme[.field], text: theme[.note], width: width, indent: 18)
      }
      return lines
    }
  }
}
