internal import HuntPipeline

extension CommandTable {
  /// The list of alerts beyond filter, sorting and marks.
  static let alertList: [CommandSpec] = [
    CommandSpec(
      .groupAlerts, "Group alerts", hint: "group", help: "Group by title, entity, tactic, incident, or not at all.", keys: ["b"],
      scope: .panes([.alerts])),
    CommandSpec(
      .foldGroup, "Fold or unfold a group", help: "Show the group's alerts below it, or hide them; Enter does it too.", keys: ["z"],
      scope: .panes([.alerts]), unavailable: { $0.whyNotFold }),
    CommandSpec(
      .walkHistogram, "Walk the histogram", hint: "time", help: "Walk the bars above the list and zoom into a slice of time.", keys: ["t"],
      scope: .panes([.alerts]), unavailable: { $0.whyNotWalk }),
    CommandSpec(
      .zoomOut, "Zoom out in time", help: "Show the range of time one came from.", keys: ["-", "backspace"], scope: .panes([.alerts]),
      unavailable: { $0.alerts.listing.range == nil ? Wording.noRange : nil }),
    CommandSpec(
      .chooseColumns, "Columns", help: "Choose, order, widen and narrow the list's columns.", keys: ["c"], scope: .panes([.alerts])),
    CommandSpec(
      .mineOnly, "Mine", help: "Show what is assigned to you, or to anyone again.", keys: ["@"], scope: .panes([.alerts])),
    CommandSpec(
      .unassignedOnly, "Unassigned", help: "Show what is assigned to nobody, or to anyone again.", keys: ["U"], scope: .panes([.alerts])),
    CommandSpec(
      .nextNew, "Next new alert", help: "Go to the next alert that came since your last visit.", keys: ["n"], scope: .panes([.alerts]),
      unavailable: { $0.alerts.newCount == 0 ? Wording.noNew : nil }),
    CommandSpec(
      .previousNew, "New alert before", help: "Go to the new alert before.", keys: ["N"], scope: .panes([.alerts]),
      unavailable: { $0.alerts.newCount == 0 ? Wording.noNew : nil }),
    CommandSpec(
      .pauseRefresh, "Pause the refresh", help: "Stop reading the list again by itself, or go on with it.", keys: ["="],
      scope: .panes([.alerts]), unavailable: { $0.alerts.refresh.seconds == 0 ? Wording.noRefresh : nil }),
  ]

  /// While one is in the histogram.
  static let bars: [CommandSpec] = [
    CommandSpec(.barLeft, "Earlier slice", help: "Go to the slice of time before.", keys: ["h", "left"], scope: .bars),
    CommandSpec(.barRight, "Later slice", help: "Go to the next slice of time.", keys: ["l", "right"], scope: .bars),
    CommandSpec(
      .barStretch, "Begin a stretch", hint: "stretch", help: "Begin a stretch of slices here, or give it up.", keys: ["v", "space"],
      scope: .bars),
    CommandSpec(
      .barZoom, "Zoom into it", hint: "zoom in", help: "Show only alerts of this slice or stretch.", keys: ["enter"], scope: .bars),
  ]

  /// The window of columns.
  static let columnWindow: [CommandSpec] = [
    CommandSpec(.columnNext, "Next column", help: "Go to the next column.", keys: ["j"], scope: .overlay(.columns)),
    CommandSpec(.columnBefore, "Column before", help: "Go to the column before.", keys: ["k"], scope: .overlay(.columns)),
    CommandSpec(
      .columnToggle, "Show or hide the column", hint: "show/hide", help: "Show the column, or hide it.", keys: ["space"],
      scope: .overlay(.columns)),
    CommandSpec(
      .columnLater, "Move the column on", hint: "move", help: "Move the column one place on.", keys: ["J"], scope: .overlay(.columns)),
    CommandSpec(.columnEarlier, "Move the column back", help: "Move the column one place back.", keys: ["K"], scope: .overlay(.columns)),
    CommandSpec(
      .columnNarrow, "Narrow the column", hint: "narrow", help: "Take a cell from the column.", keys: ["<"], scope: .overlay(.columns)),
    CommandSpec(.columnWiden, "Widen the column", hint: "widen", help: "Give the column a cell.", keys: [">"], scope: .overlay(.columns)),
    CommandSpec(
      .columnSort, "Sort by the column", hint: "sort", help: "Sort by the column; again turns it round.", keys: ["s"],
      scope: .overlay(.columns)),
    CommandSpec(
      .columnsReset, "Columns as they were", help: "Let the room decide again.", keys: ["backspace"], scope: .overlay(.columns)),
  ]
}
