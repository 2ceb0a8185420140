/// Where a command's keys count.
package enum Scope: Hashable, Sendable {
  case everywhere
  /// Panes with a cursor or a scroll.
  case lists
  case panes([PaneID])
  /// The bars of the alerts' histogram, while one walks in them.
  case bars
  /// Any place where text is typed.
  case typing
  case editor(EditorID)
  /// Windows with a list: help, palette, pickers.
  case windows
  case overlay(OverlayKind)
}

/// The places where text is typed into the workbench itself.
package enum EditorID: String, CaseIterable, Sendable {
  case request
  case query
  /// The list of what could be typed in the query; its keys come before the query's own.
  case completion
  case findingFilter = "finding_filter"
  case filter
  case rowFilter
  /// What is looked for in an alert's record.
  case recordSearch = "record_search"
  /// What is looked for in the analysis.
  case analysisSearch = "analysis_search"
}

/// Windows over the panes.
package enum OverlayKind: String, CaseIterable, Sendable {
  case help
  case palette
  case picker
  case columns
  /// The steps by which rows are made short.
  case reduction
  /// What is sent to a model, to the letter.
  case preview
  case consent
  case prompt
  case sources
  case signIn
  /// A change of alerts.
  case writeBack
  case hunts
  case leaving
  /// Letters at the lines.
  case jump
  /// A long list over the panes: the values of a column, or the columns.
  case list
}
