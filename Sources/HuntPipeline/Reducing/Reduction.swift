/// Rows made short: the text that is sent, and which rows each line of it stands for.
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

  /// What is said once for all rows: columns, what is the same in every row, tables of combinations, the dictionary.
  package var legend: String
  package var lines: [Line]
  /// Behind the lines: indicators of rows that are not sent; empty when all are.
  package var appendix = ""
  /// The same lines with every cell written out, to look quotes up in; empty when nothing is abbreviated.
  package var plain = ""
  /// What each code in the lines stands for.
  package var codes: [String: String] = [:]
  package var summary: ReductionSummary
  /// Numbers of all rows, sent or not, whose text talks to a model; ascending.
  package var talking: [Int] = []
  /// Accounts and hosts in the rows, in lower case, as far as they are told apart from ordinary words.
  package var names: Set<String> = []
  /// What the analyst's own lists say of entities in the lines, in a sentence; empty for nothing.
  package var context = ""

  package init(legend: String, lines: [Line], summary: ReductionSummary) {
    self.legend = legend
    self.lines = lines
    self.summary = summary
  }

  /// What is sent as it reads with every cell written out.
  package var readable: String { readableRows + appendix }

  /// The same without what is told of rows that are not sent.
  package var readableRows: String { plain.isEmpty ? legend + lines.map(\.text).joined(separator: "\n") : plain + "\n" + legend }

  /// The whole block as it is sent.
  package var text: String { legend + lines.map(\.text).joined(separator: "\n") + appendix }
}

/// What reducing did, in figures.
package struct ReductionSummary: Equatable, Sendable {
  /// What one step saved.
  package struct Saving: Equatable, Sendable {
    package var step: ReductionStep
    /// Tokens; 0 for a step that is off or had nothing to do.
    package var tokens: Int
    package var isOn: Bool

    package init(step: ReductionStep, tokens: Int, isOn: Bool = true) {
      self.step = step
      self.tokens = tokens
      self.isOn = isOn
    }
  }

  /// Tokens of the parts of the text that is sent.
  package struct Parts: Equatable, Sendable {
    package var legend = 0
    package var combinations = 0
    package var dictionary = 0
    package var lines = 0
    /// Indicators of rows that are not sent.
    package var appendix = 0

    package init() {}
  }

  package var rowsIn: Int
  /// Rows that some sent line stands for.
  package var rowsSent: Int
  /// Lines sent.
  package var groups: Int
  /// Calls that the rows are read in.
  package var calls = 1
  /// Tokens of the rows as plain comma-separated text.
  package var tokensBefore: Int
  package var tokensAfter: Int
  /// Why rows are left out; nil when none are.
  package var leftOut: String?
  /// What each step saved, in the order they apply; together `tokensBefore - tokensAfter`.
  package var savings: [Saving] = []
  package var parts = Parts()
  /// Distinct indicators of rows not sent that stand nowhere in what is sent.
  package var indicatorsLost = 0
  /// Sent rows that a rule or the analyst marked, and marked rows that did not fit.
  package var markedSent = 0
  package var markedLost = 0
  /// Rows whose text talks to a model, sent or not.
  package var talking = 0

  package init(rowsIn: Int, rowsSent: Int, groups: Int, tokensBefore: Int, tokensAfter: Int, leftOut: String? = nil) {
    self.rowsIn = rowsIn
    self.rowsSent = rowsSent
    self.groups = groups
    self.tokensBefore = tokensBefore
    self.tokensAfter = tokensAfter
    self.leftOut = leftOut
  }
}

extension ReductionSummary {
  /// For an analyst who reads the rows themselves: nothing is left out, whatever the text holds.
  mutating func tellAllRead() {
    rowsSent = rowsIn
    leftOut = nil
    indicatorsLost = 0
    markedLost = 0
  }
}
