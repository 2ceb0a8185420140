extension CommandTable {
  /// The window of the reduction's steps, and the ways to it.
  static let reductionWindow: [CommandSpec] = [
    CommandSpec(
      .reduction, "Reduction", help: "Show how rows are made short for a model, what each step saves, and switch steps.", keys: ["L"]),
    CommandSpec(
      .questionReduction, "Reduction", hint: "reduction", help: "See and switch the steps first; the question comes again.", keys: ["L"],
      scope: .overlay(.consent)),
    CommandSpec(.stepNext, "Next step", help: "Go to the next step.", keys: ["j"], scope: .overlay(.reduction)),
    CommandSpec(.stepBefore, "Step before", help: "Go to the step before.", keys: ["k"], scope: .overlay(.reduction)),
    CommandSpec(
      .stepToggle, "Switch the step", hint: "on/off", help: "Do the step, or leave it out; the estimate changes with it.", keys: ["space"],
      scope: .overlay(.reduction)),
    CommandSpec(.stepsReset, "All steps", hint: "all", help: "Do every step again.", keys: ["backspace"], scope: .overlay(.reduction)),
  ]
}
