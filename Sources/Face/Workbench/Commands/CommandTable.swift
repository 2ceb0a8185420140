internal import Casefile
internal import HuntPipeline

/// All commands, in the order help and README show them.
package enum CommandTable {
  package static let rows: [CommandSpec] =
    everywhere + screen + moving + alerts + alertList + alertJumps + bars + entities + query + findings + results + analysisSearch
    + rowsTable + typing
    + overlays + columnWindow
    + lists + reductionWindow + outgoing + cloud

  /// The row of a command; every command has exactly one.
  package static subscript(command: Command) -> CommandSpec? { byCommand[command] }

  private static let byCommand = Dictionary(rows.map { ($0.command, $0) }, uniquingKeysWith: { first, _ in first })

  private static let everywhere: [CommandSpec] = [
    CommandSpec(
      .ask, "Ask", hint: "ask", help: "Type a request: of the marked alerts, of all shown, or of the logs.", keys: ["a"]),
    CommandSpec(.editQuery, "Edit the query", hint: "edit KQL", help: "Type in the query draft; Esc leaves and reviews it.", keys: ["e"]),
    CommandSpec(
      .runQuery, "Run, or try again", hint: "run", help: "Run the query as it stands, or try again what failed.",
      keys: ["r", "ctrl+r", "f5", "ctrl+j"], unavailable: { $0.whyNotRun }),
    CommandSpec(
      .draftOffline, "Draft without a model", help: "Draft the plan by rules, where a model gave none; the request stays.", keys: ["E"],
      unavailable: { model in model.hunt.map(\.offlineDraftUnavailable) ?? Wording.noHunt }),
    CommandSpec(
      .stopHunt, "Stop the hunt", help: "Stop the work of the hunt at once and keep what came; Esc does it too.", keys: ["ctrl+g"],
      unavailable: { $0.isHunting ? nil : Wording.nothingRuns }),
    CommandSpec(.focusAlerts, "Alerts", help: "Go to the list of alerts.", keys: ["1"]),
    CommandSpec(.focusRequest, "Request line", help: "Go to the request line.", keys: ["2"]),
    CommandSpec(.focusQuery, "Query", help: "Go to the query draft and why it is so.", keys: ["3"]),
    CommandSpec(.focusRows, "Rows", help: "Go to the rows the query brought.", keys: ["4"]),
    CommandSpec(.focusFindings, "Findings", hint: "findings", help: "Go to the findings.", keys: ["f", "5"]),
    CommandSpec(.focusAnalysis, "Analysis", help: "Go to the analysis as text.", keys: ["6"]),
    CommandSpec(.focusMatrix, "ATT&CK matrix", hint: "matrix", help: "Go to the matrix of tactics and techniques.", keys: ["m", "7"]),
    CommandSpec(.focusTimeline, "Timeline", help: "Go to the findings' rows over time.", keys: ["8"]),
    CommandSpec(.focusDetail, "Alert detail", help: "Go to the alert under the cursor and its evidence.", keys: ["9"]),
    CommandSpec(.focusNext, "Next pane", help: "Go to the next pane.", keys: ["tab"]),
    CommandSpec(.focusPrevious, "Previous pane", help: "Go to the pane before.", keys: ["shift+tab"]),
    CommandSpec(.nextTab, "Next tab", help: "Show the next of Rows, Findings, Analysis, ATT&CK, Timeline.", keys: ["]"]),
    CommandSpec(.previousTab, "Previous tab", help: "Show the tab before.", keys: ["["]),
    CommandSpec(.zoom, "Zoom", help: "Give the whole screen to this pane, or take it back.", keys: ["plus"]),
    CommandSpec(
      .export, "Export", hint: "export", help: "Write the hunt's findings to a file in a format you choose.", keys: ["x"],
      unavailable: { $0.hunt == nil ? Wording.noHunt : nil }),
    CommandSpec(
      .copy, "Copy", hint: "copy", help: "Copy what is under the cursor, defanged where people read it.", keys: ["y"],
      unavailable: { $0.hasCopy ? nil : Wording.nothingToCopy }),
    CommandSpec(.chooseTheme, "Theme", help: "Choose a theme; each is shown at once.", keys: ["T"]),
    CommandSpec(
      .switchWorkspace, "Workspace", help: "Go to another workspace of the configuration; a hunt at work is stopped first.", keys: ["W"],
      unavailable: { $0.workspaces.count < 2 ? Wording.oneWorkspace : nil }),
    CommandSpec(
      .toggleMouse, "Mouse", help: "Let clicks choose and the wheel move, or leave the mouse to the terminal.", keys: ["f2"]),
    CommandSpec(
      .toggleGround, "Background", help: "Show the theme's background, or let the terminal's own show through.", keys: ["f9"]),
    CommandSpec(
      .chooseModel, "Model", help: "Choose which model reads the next rows.", keys: ["M"],
      unavailable: { $0.modelNames.isEmpty ? Wording.noModels : nil }),
    CommandSpec(
      .toggleZone, "UTC or local time", help: "Show times in UTC or in this machine's zone; the zone is always named.", keys: ["Z"]),
    CommandSpec(.refresh, "Refresh alerts", help: "Fetch new alerts and read the list again.", keys: ["R"]),
    CommandSpec(.palette, "Commands", hint: "commands", help: "Find any command by its name and run it.", keys: [":", "ctrl+p"]),
    CommandSpec(.help, "Help", hint: "help", help: "Show the keys of this pane or window; type to search them.", keys: ["?", "f1"]),
    CommandSpec(
      .back, "Back", hint: "back", help: "Stop what runs, close what is open, or go back one level; never leaves.", keys: ["escape"]),
    CommandSpec(
      .backOrQuit, "Back or quit", hint: "back", help: "Go back one level like Esc; at the list of alerts with nothing open, leave.",
      keys: ["q"]),
    CommandSpec(
      .interrupt, "Cancel or quit", help: "Stop what runs, or leave what is typed; pressed twice with nothing running, quit.",
      keys: ["ctrl+c"]),
    CommandSpec(.quit, "Quit", help: "Leave; asks first only when work would be lost.", keys: ["ctrl+q"]),
    CommandSpec(.suspend, "Suspend", help: "Put the program to sleep; fg in the shell brings it back.", keys: ["ctrl+z"]),
    CommandSpec(.redraw, "Redraw", help: "Paint the whole screen anew.", keys: ["ctrl+l"]),
  ]

  private static let moving: [CommandSpec] = [
    CommandSpec(.moveDown, "Down", help: "Go one line down.", keys: ["j", "down"], scope: .lists),
    CommandSpec(.moveUp, "Up", help: "Go one line up.", keys: ["k", "up"], scope: .lists),
    CommandSpec(.halfPageDown, "Half a page down", help: "Go half a page down.", keys: ["ctrl+d"], scope: .lists),
    CommandSpec(.halfPageUp, "Half a page up", help: "Go half a page up.", keys: ["ctrl+u"], scope: .lists),
    CommandSpec(.pageDown, "Page down", help: "Go one page down.", keys: ["pagedown"], scope: .lists),
    CommandSpec(.pageUp, "Page up", help: "Go one page up.", keys: ["pageup"], scope: .lists),
    CommandSpec(.first, "First", help: "Go to the first line.", keys: ["g", "home"], scope: .lists),
    CommandSpec(.last, "Last", help: "Go to the last line; streaming text is then followed.", keys: ["G", "end"], scope: .lists),
    CommandSpec(
      .open, "Open", help: "Alert: full detail. Query: edit. Row: unfold. Finding: its proving row. Technique: its findings or alerts.",
      keys: ["enter"], scope: .lists, unavailable: { $0.whyNotOpen }),
  ]

  private static let alerts: [CommandSpec] = [
    CommandSpec(
      .filter, "Filter alerts", hint: "filter",
      help: "Show alerts with all these words; field:value, !word, /regex/; Esc clears.",
      keys: ["/"],
      scope: .panes([.alerts, .detail])),
    CommandSpec(
      .sortNext, "Sort by the next column", help: "Sort by time, severity, title, entity, tactic, status or source.", keys: ["s"],
      scope: .panes([.alerts])),
    CommandSpec(.sortReverse, "Turn the sorting round", help: "Sort the other way round.", keys: ["S"], scope: .panes([.alerts])),
    CommandSpec(
      .mark, "Mark", hint: "mark", help: "Mark or unmark the alert under the cursor and go down.", keys: ["space"],
      scope: .panes([.alerts]),
      unavailable: { $0.alerts.lineUnderCursor == nil ? Wording.noAlert : nil }),
    CommandSpec(
      .markRange, "Mark a range", help: "Start a range here; press it again at the other end to mark all between.", keys: ["v"],
      scope: .panes([.alerts]), unavailable: { $0.alerts.lineUnderCursor == nil ? Wording.noAlert : nil }),
    CommandSpec(
      .markAll, "Mark all shown", help: "Mark every alert the filter lets through.", keys: ["V"], scope: .panes([.alerts]),
      unavailable: { $0.alerts.matching == 0 ? Wording.noAlert : nil }),
    CommandSpec(
      .clearMarks, "Clear marks", help: "Unmark all alerts.", keys: ["u"], scope: .panes([.alerts]),
      unavailable: { $0.alerts.marks.isEmpty ? Wording.noMarks : nil }),
  ]
}
