extension CommandTable {
  /// Sources of alerts, signing in, and writing back.
  static let cloud: [CommandSpec] = [
    CommandSpec(
      .showSources, "Sources", help: "Show where the alerts come from and how reading each source goes.", keys: ["O"],
      unavailable: { $0.sources.sources.isEmpty ? Wording.noSources : nil }),
    CommandSpec(
      .stopFetch, "Stop reading", hint: "stop reading", help: "Stop reading the sources; what came is kept.", keys: ["s", "ctrl+g"],
      scope: .overlay(.sources), unavailable: { $0.sources.isFetching ? nil : Wording.nothingIsRead }),
    CommandSpec(
      .rereadTables, "Read the tables anew", help: "Ask where queries run for its tables and their columns now.", keys: ["alt+t"]),
    CommandSpec(
      .subscriptions, "Office 365 subscriptions", help: "Show what Office 365 keeps ready, and start subscriptions.", keys: ["alt+o"],
      unavailable: { $0.whyNotSubscribe }),
    CommandSpec(
      .sourceSubscriptions, "Office 365 subscriptions", hint: "subscriptions",
      help: "Show what Office 365 keeps ready, and start subscriptions.", keys: ["alt+o"], scope: .overlay(.sources),
      unavailable: { $0.whyNotSubscribe }),
    CommandSpec(
      .showSignIn, "Sign-in code", help: "Show the code that a sign-in waits for, or ask for a new one.", keys: ["C"],
      unavailable: { $0.whyNoSignIn }),
    CommandSpec(
      .showSignInThere, "Sign-in code", hint: Wording.signInKey, help: "Show the code that a sign-in waits for, or ask for a new one.",
      keys: ["C"], scope: .overlay(.sources), unavailable: { $0.whyNoSignIn }),
    CommandSpec(.copyCode, "Copy the code", hint: "copy", help: "Copy the code once more.", keys: ["y", "c"], scope: .overlay(.signIn)),
    CommandSpec(
      .openSignIn, "Open the page", hint: "open", help: "Open the page where the code is typed.", keys: ["o"], scope: .overlay(.signIn)),
    CommandSpec(
      .changeAlert, "Change the alert", hint: "change", help: "Change status, classification, assignment or add a comment, at the source.",
      keys: ["w"], scope: .panes([.alerts, .detail, .record]), unavailable: { $0.whyNotChange }),
    CommandSpec(.changeNext, "Next field", help: "Go to the next field or line.", keys: ["j"], scope: .overlay(.writeBack)),
    CommandSpec(.changeBefore, "Field before", help: "Go to the field or line before.", keys: ["k"], scope: .overlay(.writeBack)),
    CommandSpec(
      .changeValue, "Next value", hint: "value", help: "Take the next value of the field, or type it.", keys: ["right", "l", "space"],
      scope: .overlay(.writeBack), unavailable: { $0.changePhase == .choosing ? nil : Wording.changeIsMade }),
    CommandSpec(.changeValueBack, "Value before", help: "Take the value before.", keys: ["left", "h"], scope: .overlay(.writeBack)),
    CommandSpec(
      .changeReview, "Show the requests", hint: Wording.showRequests, help: "Show the exact requests; nothing is sent yet.", keys: ["w"],
      scope: .overlay(.writeBack), unavailable: { $0.whyNotReview }),
    CommandSpec(
      .changeSend, "Send the requests", hint: Wording.sendRequests, help: "Send the requests that are on screen.", keys: ["y"],
      scope: .overlay(.writeBack), unavailable: { $0.whyNotSend }),
    CommandSpec(
      .changeUndo, "Undo the change", hint: "undo", help: "Give the former values back; the requests are shown first.", keys: ["u"],
      scope: .overlay(.writeBack), unavailable: { $0.whyNotUndo }),
    CommandSpec(
      .undoChange, "Undo the last change of alerts", help: "Give alerts the values back that they had before the change sent last.",
      keys: ["alt+u"], unavailable: { $0.whyNotUndoLast }),
  ]
}
