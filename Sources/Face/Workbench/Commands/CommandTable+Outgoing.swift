internal import HuntPipeline

extension CommandTable {
  /// What goes to a model: seen before it is sent, and asked further.
  static let outgoing: [CommandSpec] = [
    CommandSpec(
      .preview, "What is sent", help: "Show the call that is about to be sent to a model, or was sent last, to the letter.", keys: ["P"],
      unavailable: { $0.hunt?.stage.hasCall == true ? nil : Wording.noCall }),
    CommandSpec(
      .questionPreview, "What is sent", hint: "what is sent", help: "Read the call to the letter first; the question comes again.",
      keys: ["P"], scope: .overlay(.consent),
      unavailable: { model in
        guard case .consent(let state) = model.overlay, state.question.kind == .query else { return nil }
        return Wording.noCall
      }),
    CommandSpec(.previewDown, "Down", help: "Go down a line.", keys: ["j"], scope: .overlay(.preview)),
    CommandSpec(.previewUp, "Up", help: "Go up a line.", keys: ["k"], scope: .overlay(.preview)),
    CommandSpec(
      .previewPageDown, "Page down", hint: "page", help: "Go down a page.", keys: ["pagedown", "space"], scope: .overlay(.preview)),
    CommandSpec(.previewPageUp, "Page up", help: "Go up a page.", keys: ["pageup", "b"], scope: .overlay(.preview)),
    CommandSpec(
      .followUp, "Further question", help: "Ask something more of the rows that are here; findings and cost stay.", keys: ["Q"],
      unavailable: { model in
        guard let hunt = model.hunt else { return Wording.nothingToAsk }
        return hunt.followUpUnavailable
      }),
  ]
}
