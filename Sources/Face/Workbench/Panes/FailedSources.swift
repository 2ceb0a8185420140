internal import Canvas
internal import Casefile

/// What stands in the place of a list that is empty because its sources failed: what each says, what to do, and the keys that go on.
enum FailedSources {
  static func draw(_ failed: [SourceNews], _ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let keys = keys(failed, model, theme, width: rect.width)
    // Where not all has room the keys do.
    let lines = problems(failed, model, theme, width: rect.width).prefix(max(0, rect.height - keys.count)) + keys
    for (offset, line) in lines.prefix(max(0, rect.height)).enumerated() { surface.draw(line, in: rect.row(offset)) }
  }

  private static func problems(_ failed: [SourceNews], _ model: Model, _ theme: Theme, width: Int) -> [[Span]] {
    let isAll = failed.count == model.sources.sources.count
    var lines = Wording.nothingRead(isAll: isAll).wrapped(cells: max(8, width)).map { [Span(String($0), theme[.warning])] }
    // One sign-in that fails fails every source that needs it, and is told once.
    var told: [(problem: Problem, names: [String])] = []
    for news in failed {
      guard case .failed(let problem) = news.state else { continue }
      if let place = told.firstIndex(where: { $0.problem == problem }) {
        told[place].names.append(news.name)
      } else {
        told.append((problem, [news.name]))
      }
    }
    for (problem, names) in told {
      let parts: [(String, String?, Role)] = [
        ("✗", "\(names.joined(separator: ", ")): \(problem.summary)", .bad), ("", problem.cause, .text),
        ("→", problem.remedy, .recommendation),
      ]
      for case (let sign, let words?, let role) in parts {
        let shown = ToldTimes.shown(words, zone: model.zone)
        lines += SpanWrapping.labelled(sign, shown, label: theme[role], text: theme[role], width: width, indent: 2)
      }
    }
    return lines
  }

  /// As many keys on a line as have room.
  private static func keys(_ failed: [SourceNews], _ model: Model, _ theme: Theme, width: Int) -> [[Span]] {
    var keys = [(Command.refresh, Wording.tryAgain), (.showSources, Wording.howSourcesGo)]
    if model.whyNotSubscribe == nil, failed.contains(where: { $0.name == Wording.office365 }) {
      keys.append((.subscriptions, Wording.subscriptionsKey))
    }
    var lines: [[Span]] = []
    for (command, words) in keys {
      let hint = [Span(model.keys.label(of: command), theme[.footerKey]), Span(" \(words)   ", theme[.footer])]
      let used = (lines.last ?? []).reduce(0) { $0 + $1.text.cellWidth }
      if !lines.isEmpty, used + hint.reduce(-3, { $0 + $1.text.cellWidth }) <= width {
        lines[lines.count - 1] += hint
      } else {
        lines.append(hint)
      }
    }
    return lines
  }
}
