internal import Canvas
internal import HuntPipeline

/// The steps by which rows are made short: which are on, what each saved of the rows in hand, and what is sent in the end.
enum ReductionOverlay {
  static func draw(_ model: Model, _ place: Int, _ theme: Theme, _ surface: inout Surface) {
    let steps = ReductionStep.allCases
    let width = min(widthOfWords, surface.size.width - 4)
    var remarks = remarks(model, theme, width: width - 4)
    // Where a step's words have no room beside it, those of the step in hand stand below.
    if width < widthOfWords, steps.indices.contains(place), let about = Wording.steps[steps[place]]?.about {
      remarks.insert([Span(about, theme[.textDim])], at: 0)
    }
    let inside = Window.open(Wording.reductionTitle, width: width, height: steps.count + remarks.count + 3, theme, &surface)
    for (offset, step) in steps.prefix(inside.height).enumerated() {
      drawStep(step, isCursor: offset == place, model, theme, inside.row(offset), &surface)
    }
    for (offset, line) in remarks.enumerated() where steps.count + 1 + offset < inside.height {
      surface.draw(line, in: inside.row(steps.count + 1 + offset))
    }
  }

  private static let widthOfWords = 108
  private static let nameWidth = 24
  private static let figureWidth = 11

  private static func drawStep(
    _ step: ReductionStep, isCursor: Bool, _ model: Model, _ theme: Theme, _ line: Rect, _ surface: inout Surface
  ) {
    let isOn = model.reductionSteps.contains(step)
    if isCursor { surface.fill(line, theme[.selection]) }
    let style = theme[isCursor ? .selection : isOn ? .text : .textDim]
    let words = Wording.steps[step]
    surface.draw("\(isCursor ? "›" : " ") \(isOn ? "✓" : "·") \(words?.name ?? step.rawValue)", in: line.cutLeft(nameWidth).left, style)
    let (figure, rest) = line.cutLeft(nameWidth).rest.cutLeft(figureWidth)
    surface.draw(saved(step, isOn: isOn, model), in: figure, theme[isCursor ? .selection : .number], align: .right)
    surface.draw(words?.about ?? "", in: rest.cutLeft(2).rest, theme[isCursor ? .selection : .textDim])
  }

  private static func saved(_ step: ReductionStep, isOn: Bool, _ model: Model) -> String {
    guard isOn else { return Wording.stepOff }
    guard let saving = model.hunt?.reduction?.savings.first(where: { $0.step == step }), saving.isOn else { return "–" }
    return saving.tokens == 0 ? "0" : "−\(Figures.grouped(saving.tokens))"
  }

  private static func remarks(_ model: Model, _ theme: Theme, width: Int) -> [[Span]] {
    guard let reduction = model.hunt?.reduction, !reduction.savings.isEmpty else {
      return [[Span(Wording.nothingReduced, theme[.textDim])]]
    }
    var lines = [
      [Span(Wording.reducedTo(reduction), theme[.text])],
      [Span(Wording.reducedParts(reduction.parts), theme[.textDim])],
    ]
    if let left = reduction.leftOut {
      lines += SpanWrapping.labelled("", left, label: theme[.field], text: theme[.warning], width: width, indent: 0)
    } else {
      lines.append([Span(Wording.nothingLeftOut, theme[.textDim])])
    }
    if reduction.talking > 0 { lines.append([Span(Wording.talkingRows(reduction.talking), theme[.warning])]) }
    if reduction.markedSent > 0 { lines.append([Span(Wording.markedSent(reduction.markedSent), theme[.textDim])]) }
    return lines
  }
}
