extension CommandTable {
  static let results: [CommandSpec] = [
    CommandSpec(.moveLeft, "Left", help: "Go one column to the left.", keys: ["h", "left"], scope: .panes([.rows, .matrix])),
    CommandSpec(.moveRight, "Right", help: "Go one column to the right.", keys: ["l", "right"], scope: .panes([.rows, .matrix])),
    CommandSpec(
      .nextProof, "Next proving row", hint: "next proof", help: "Go to the next row that proves the finding in hand.", keys: ["n"],
      scope: .panes([.rows]), unavailable: { $0.provingRows.isEmpty ? Wording.noProof : nil }),
    CommandSpec(
      .previousProof, "Previous proving row", help: "Go to the proving row before.", keys: ["N"], scope: .panes([.rows]),
      unavailable: { $0.provingRows.isEmpty ? Wording.noProof : nil }),
  ]

  static let typing: [CommandSpec] = [
    CommandSpec(
      .sendRequest, "Send the request", hint: "send", help: "Start a hunt with this request.", keys: ["enter"], scope: .editor(.request),
      unavailable: { $0.request.editor.text.isBlank ? Wording.nothingTyped : nil }),
    CommandSpec(
      .toggleSubject, "Ask alerts or logs", hint: "alerts/logs", help: "Put the request to the alerts or to the logs.", keys: ["ctrl+t"],
      scope: .editor(.request)),
    CommandSpec(
      .forgetMarks, "Forget the marks", hint: "unmark", help: "Unmark all alerts, so that the request is put to the logs.",
      keys: ["ctrl+x"], scope: .editor(.request), unavailable: { $0.alerts.marks.isEmpty ? Wording.noMarks : nil }),
    CommandSpec(
      .historyOlder, "Older request", help: "Take the request before; with words typed, the one before that has them.", keys: ["up"],
      scope: .editor(.request)),
    CommandSpec(.historyNewer, "Newer request", help: "Take the request after, likewise.", keys: ["down"], scope: .editor(.request)),
    CommandSpec(
      .acceptFilter, "Keep the filter", hint: "keep", help: "Keep this filter; Esc goes back to the one before.",
      keys: ["enter"],
      scope: .editor(.filter)),
    CommandSpec(
      .externalEditor, "Edit in $EDITOR", hint: "$EDITOR", help: "Edit the text in your own editor.", keys: ["ctrl+e"], scope: .typing),
    CommandSpec(.undo, "Undo", help: "Take back the last change of the text.", keys: ["ctrl+_", "alt+z"], scope: .typing),
    CommandSpec(.redo, "Redo", help: "Do again what was taken back.", keys: ["alt+y"], scope: .typing),
    CommandSpec(.wordLeft, "Word left", help: "Go one word to the left.", keys: ["alt+b", "ctrl+left"], scope: .typing),
    CommandSpec(.wordRight, "Word right", help: "Go one word to the right.", keys: ["alt+f", "ctrl+right"], scope: .typing),
    CommandSpec(.lineStart, "Start of line", help: "Go to the start of the line.", keys: ["home", "ctrl+a"], scope: .typing),
    CommandSpec(.lineEnd, "End of line", help: "Go to the end of the line.", keys: ["end"], scope: .typing),
    CommandSpec(.deleteWord, "Delete word", help: "Delete the word before the cursor.", keys: ["ctrl+w", "alt+backspace"], scope: .typing),
    CommandSpec(.deleteToStart, "Delete to start", help: "Delete to the start of the line.", keys: ["ctrl+u"], scope: .typing),
    CommandSpec(.deleteToEnd, "Delete to end", help: "Delete to the end of the line.", keys: ["ctrl+k"], scope: .typing),
  ]

  static let overlays: [CommandSpec] = [
    CommandSpec(.overlayDown, "Next line", help: "Go to the next line of the window.", keys: ["down", "ctrl+n"], scope: .windows),
    CommandSpec(.overlayUp, "Line before", help: "Go to the line before.", keys: ["up"], scope: .windows),
    CommandSpec(.overlayAccept, "Choose", hint: "choose", help: "Take the chosen line.", keys: ["enter"], scope: .windows),
    CommandSpec(.overlayClose, "Close", hint: "close", help: "Close the window.", keys: ["escape"], scope: .windows),
    CommandSpec(.pickerDown, "Next choice", help: "Go to the next choice.", keys: ["j"], scope: .overlay(.picker)),
    CommandSpec(.pickerUp, "Choice before", help: "Go to the choice before.", keys: ["k"], scope: .overlay(.picker)),
    CommandSpec(
      .consentYes, "Yes", hint: "yes", help: "Agree; counts only after a moment without keys.", keys: ["y", "enter"],
      scope: .overlay(.consent)),
    CommandSpec(.consentNo, "No", hint: "no", help: "Refuse.", keys: ["n", "escape"], scope: .overlay(.consent)),
    CommandSpec(.leaveYes, "Leave", hint: "leave", help: "Leave and lose what is named.", keys: ["y", "enter"], scope: .overlay(.leaving)),
    CommandSpec(.leaveNo, "Stay", hint: "stay", help: "Stay.", keys: ["n", "escape"], scope: .overlay(.leaving)),
  ]
}
