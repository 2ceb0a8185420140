/// Everything that can be done; the raw value is the name used in the key configuration.
package enum Command: String, CaseIterable, Sendable {
  case help
  case palette
  case back
  case backOrQuit = "back_or_quit"
  case interrupt
  case stopHunt = "stop_hunt"
  case quit
  case suspend
  case redraw
  case focusNext = "focus_next"
  case focusPrevious = "focus_previous"
  case zoom
  case focusAlerts = "focus_alerts"
  case focusRequest = "focus_request"
  case focusQuery = "focus_query"
  case focusRows = "focus_rows"
  case focusFindings = "focus_findings"
  case focusAnalysis = "focus_analysis"
  case focusMatrix = "focus_matrix"
  case focusTimeline = "focus_timeline"
  case focusDetail = "focus_detail"
  case nextTab = "next_tab"
  case previousTab = "previous_tab"
  case ask
  case editQuery = "edit_query"
  case runQuery = "run_query"
  case copy
  case export
  case chooseTheme = "choose_theme"
  case chooseModel = "choose_model"
  case toggleZone = "toggle_zone"
  case refresh
  case moveDown = "move_down"
  case moveUp = "move_up"
  case halfPageDown = "half_page_down"
  case halfPageUp = "half_page_up"
  case pageDown = "page_down"
  case pageUp = "page_up"
  case first
  case last
  case open
  case filter
  case sortNext = "sort_next"
  case sortReverse = "sort_reverse"
  case mark
  case markRange = "mark_range"
  case markAll = "mark_all"
  case clearMarks = "clear_marks"
  case showRaw = "show_raw"
  case huntHost = "hunt_host"
  case huntUser = "hunt_user"
  case huntAddress = "hunt_address"
  case moveLeft = "move_left"
  case moveRight = "move_right"
  case nextProof = "next_proof"
  case previousProof = "previous_proof"
  case filterRows = "filter_rows"
  case sortColumn = "sort_column"
  case countValues = "count_values"
  case toggleDecoded = "toggle_decoded"
  case keepValue = "keep_value"
  case excludeValue = "exclude_value"
  case freezeColumns = "freeze_columns"
  case hideColumn = "hide_column"
  case showAllColumns = "show_all_columns"
  case moveColumnLeft = "move_column_left"
  case moveColumnRight = "move_column_right"
  case widenColumn = "widen_column"
  case chooseColumns = "choose_columns"
  case firstColumn = "first_column"
  case lastColumn = "last_column"
  case acceptRowFilter = "accept_row_filter"
  case listDown = "list_down"
  case listUp = "list_up"
  case listPageDown = "list_page_down"
  case listPageUp = "list_page_up"
  case listFirst = "list_first"
  case listLast = "list_last"
  case listToggle = "list_toggle"
  case listCarryDown = "list_carry_down"
  case listCarryUp = "list_carry_up"
  case sendRequest = "send_request"
  case toggleSubject = "toggle_subject"
  case historyOlder = "history_older"
  case historyNewer = "history_newer"
  case acceptFilter = "accept_filter"
  case externalEditor = "external_editor"
  case undo
  case redo
  case wordLeft = "word_left"
  case wordRight = "word_right"
  case lineStart = "line_start"
  case lineEnd = "line_end"
  case deleteWord = "delete_word"
  case deleteToStart = "delete_to_start"
  case deleteToEnd = "delete_to_end"
  case overlayDown = "overlay_down"
  case overlayUp = "overlay_up"
  case overlayAccept = "overlay_accept"
  case overlayClose = "overlay_close"
  case pickerDown = "picker_down"
  case pickerUp = "picker_up"
  case consentYes = "consent_yes"
  case consentNo = "consent_no"
  case leaveYes = "leave_yes"
  case leaveNo = "leave_no"
}
