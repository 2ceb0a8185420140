internal import Canvas
internal import HuntPipeline

extension Model {
  mutating func performOutgoing(_ command: Command) -> [Effect] {
    switch command {
    case .preview, .questionPreview:
      guard let hunt else { return [] }
      overlay = .preview(PreviewState())
      return [.preview(hunt.id)]
    case .followUp:
      overlay = .prompt(PromptState(.followUp, hunt?.cutReason == nil ? "" : Wording.goOn))
      return []
    default: break
    }
    let page = max(1, size.height - 6)
    switch command {
    case .previewDown: movePreview(1)
    case .previewUp: movePreview(-1)
    case .previewPageDown: movePreview(page)
    case .previewPageUp: movePreview(-page)
    default: break
    }
    return []
  }

  mutating func movePreview(_ step: Int) {
    guard case .preview(var state) = overlay, let call = state.call else { return }
    let lines = PreviewOverlay.lines(call, width: min(120, size.width - 2) - 4).count
    state.scroll = max(0, min(state.scroll + step, max(0, lines - max(1, size.height - 6))))
    overlay = .preview(state)
  }

  mutating func previewArrived(_ call: OutgoingCalls?) {
    guard case .preview(var state) = overlay else { return }
    guard let call else {
      overlay = nil
      return say(Wording.noCall, .note)
    }
    state.call = call
    overlay = .preview(state)
  }

  mutating func acceptFollowUp(_ state: PromptState) -> [Effect] {
    overlay = nil
    let text = state.editor.text.trimmed
    guard !text.isEmpty else { return [] }
    let effects = tell(.followUpAsked(text))
    guard !effects.isEmpty else { return [] }
    analysis.append(Hunt.followUpBreak + text + "\n\n")
    return effects + focus(on: .analysis)
  }
}
