package import Canvas

/// A pane: its title and how it is drawn. It keeps nothing; all it shows is in the model.
package struct PaneSpec: Sendable {
  package let id: PaneID
  /// What stands behind the name in the title line, most important first; in a folded pane only the first is shown.
  package let figures: @Sendable (Model) -> [Figure]
  package let draw: @Sendable (Model, Theme, inout Surface, Rect) -> Void
}

/// All panes.
package enum PaneTable {
  package static let rows: [PaneSpec] = [
    PaneSpec(id: .alerts, figures: AlertsPane.figures, draw: AlertsPane.draw),
    PaneSpec(id: .ask, figures: AskPane.figures, draw: AskPane.draw),
    PaneSpec(id: .query, figures: QueryPane.figures, draw: QueryPane.draw),
    PaneSpec(id: .rows, figures: RowsPane.figures, draw: RowsPane.draw),
    PaneSpec(id: .findings, figures: FindingsPane.figures, draw: FindingsPane.draw),
    PaneSpec(id: .analysis, figures: AnalysisPane.figures, draw: AnalysisPane.draw),
    PaneSpec(id: .matrix, figures: MatrixPane.figures, draw: MatrixPane.draw),
    PaneSpec(id: .timeline, figures: TimelinePane.figures, draw: TimelinePane.draw),
    PaneSpec(id: .detail, figures: DetailPane.figures, draw: DetailPane.draw),
    PaneSpec(id: .record, figures: RecordPane.figures, draw: RecordPane.draw),
    PaneSpec(id: .entity, figures: EntityPane.figures, draw: EntityPane.draw),
    PaneSpec(id: .meter, figures: MeterPane.figures, draw: MeterPane.draw),
  ]

  package static subscript(id: PaneID) -> PaneSpec? { rows.first { $0.id == id } }
}
