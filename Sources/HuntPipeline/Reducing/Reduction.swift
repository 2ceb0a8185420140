/// Rows made short: the lines that are sent, with the numbers of the rows each stands for.
package struct Reduction: Equatable, Sendable {
  /// One line of the table that a model reads.
  package struct Line: Equatable, Sendable {
    /// 1-based numbers of the rows it stands for, in delivery order.
    package var rows: [Int]
    package var text: String

    package init(rows: [Int], text: String) {
      self.rows = rows
      self.text = text
    }
  }

  /// What is said once for all rows: the columns, and those that are constant or empty.
  package var legend: String
  package var lines: [Line]
  package var summary: ReductionSummary
  /// What the analyst's own lists say of entities in the lines, in a sentence; empty for nothing.
  package var context = ""

  package init(legend: String, lines: [Line], summary: ReductionSummary) {
    self.legend = legend
    self.lines = lines
    self.summary = summary
  }

  /// The whole block as it is sent.
  package var text: String { legend + lines.map(\.text).joined(separator: "\n") }
}

/// What reducing did, in figures.
package struct ReductionSummary: Equatable, Sendable {
  package var rowsIn: Int
  /// Rows that some sent line stands for.
  package var rowsSent: Int
  /// Lines sent.
  package var groups: Int
  package var tokensBefore: Int
  package var tokensAfter: Int
  /// Why rows are left out; nil when none are.
  package var leftOut: String?

  package init(rowsIn: Int, rowsSent: Int, groups: Int, tokensBefore: Int, tokensAfter: Int, leftOut: String? = nil) {
    self.rowsIn = rowsIn
    self.rowsSent = rowsSent
    self.groups = groups
    self.tokensBefore = tokensBefore
    self.tokensAfter = tokensAfter
    self.leftOut = leftOut
  }
}
