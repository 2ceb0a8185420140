import Casefile
package import HuntPipeline

/// All that was read for one entity page; the page itself holds only counts, the rows are given out by pages.
package struct EntityDossier: Sendable {
  package let question: EntityQuestion
  package internal(set) var page = EntityPage()
  /// The rows that are kept, the newest first.
  var rows: [Row] = []

  /// A kept row, whole.
  struct Row: Sendable {
    var line: EntityRow
    var columns: [Column]
    var cells: [Value]
  }

  /// Rows that are kept of all that are in the window.
  package static let mostRows = 5000

  init(_ question: EntityQuestion) { self.question = question }

  /// Lines of the rows `range` (0-based, clamped), the newest first.
  package func lines(_ range: Range<Int>) -> [EntityRow] {
    rows[min(max(0, range.lowerBound), rows.count)..<min(max(0, range.upperBound), rows.count)].map(\.line)
  }

  /// The columns that are not empty and the values of one row; nil behind the last.
  package func cells(at place: Int) -> [EntityCell]? {
    guard rows.indices.contains(place) else { return nil }
    return zip(rows[place].columns, rows[place].cells).compactMap { column, value in
      value.isEmpty ? nil : EntityCell(column.name, String(value.text.unicodeScalars.prefix(20_000)))
    }
  }
}
