extension CommandTable {
  static let query: [CommandSpec] = [
    CommandSpec(
      .openHunts, "Hunts", help: "Open a saved hunt, or one of the last fifty with its rows and findings.", keys: ["ctrl+o", "f8"]),
    CommandSpec(
      .saveHunt, "Save the hunt", help: "Save the query as a file to hunt with again; parameters it declares are asked for then.",
      keys: ["ctrl+s"], unavailable: { $0.query.editor.isEmpty ? Wording.noQuery : nil }),
    CommandSpec(
      .editRange, "When", hint: "when", help: "Change the plan's range in words or dates; the query follows.", keys: ["w"],
      scope: .panes([.query]), unavailable: { $0.whyNoPlan }),
    CommandSpec(
      .editFilters, "Filters", hint: "filters", help: "Change the plan's conditions; the query follows.", keys: ["i"],
      scope: .panes([.query]), unavailable: { $0.whyNoPlan }),
    CommandSpec(
      .editFields, "Fields", hint: "fields", help: "Change which columns the plan asks for; the query follows.", keys: ["c"],
      scope: .panes([.query]), unavailable: { $0.whyNoPlan }),
    CommandSpec(
      .editTable, "Table", hint: "table", help: "Change the table the plan asks; the query follows.", keys: ["t"],
      scope: .panes([.query]), unavailable: { $0.whyNoPlan }),
    CommandSpec(
      .editLimit, "Row limit", help: "Change how many rows the plan asks for at most; the query follows.", keys: ["l"],
      scope: .panes([.query]), unavailable: { $0.whyNoPlan }),
    CommandSpec(
      .formatQuery, "Lay the query out", help: "Lay the query out anew: one step a line; its words stay as they are.", keys: ["alt+q"],
      unavailable: { $0.query.editor.isEmpty ? Wording.noQuery : nil }),
    CommandSpec(
      .complete, "Complete", hint: "complete", help: "List what could be typed here: tables, columns, functions, values seen.",
      keys: ["tab", "ctrl+space"], scope: .editor(.query)),
    CommandSpec(.completionNext, "Next", help: "Go to the next line of the list.", keys: ["down", "ctrl+n"], scope: .editor(.completion)),
    CommandSpec(
      .completionPrevious, "Before", help: "Go to the line before.", keys: ["up", "ctrl+p"], scope: .editor(.completion)),
    CommandSpec(
      .completionTake, "Take", hint: "take", help: "Put the chosen line into the query.", keys: ["tab"], scope: .editor(.completion)),
    CommandSpec(
      .completionEnter, "Take, or new line", help: "Put the chosen line in once one was chosen; else begin a new line.", keys: ["enter"],
      scope: .editor(.completion)),
    CommandSpec(.completionClose, "Close the list", hint: "close", help: "Close the list.", keys: ["escape"], scope: .editor(.completion)),
  ]
}
