internal import Casefile
package import HuntPipeline

extension Wording {
  package static let onlyColumns = "Only in the window of columns."
  package static let rowFilterHint = "words, Column:word, Column=value, Column>5, !word, /regex/"
  package static let rowNotStored = "This row is no longer stored; run the query again."
  package static let partialRows = "partial"
  package static let ofPartialRows = "of partial rows"
  package static func restsOnPart(_ reason: String) -> String {
    sentences("Not all rows came, and what follows rests on those that did: \(reason)")
  }
  /// `key` gives the pane the screen; nil where it has that already.
  package static func moreOfReason(_ lines: Int, _ key: String?) -> String {
    "… \(count(lines, "more line"))" + (key.map { " (\($0) shows more)" } ?? "")
  }
  package static let decodedSign = "≈"
  package static let cutDecoded = "… (cut)"
  package static let valueTooLong = "This value is too long to filter by: filter by a word of it."
  package static let nothingDecoded = "Nothing in these rows is encoded in a way that is known."
  package static let rowColumnsTitle = "Columns"
  package static let lastColumnStays = "The last column stays."
  package static func columnHidden(_ name: String, _ key: String) -> String { "\(name) is hidden; \(key) shows all columns." }
  package static func sortedRows(_ column: String, isDescending: Bool) -> String { "sorted by \(column) \(isDescending ? "↓" : "↑")" }
  package static func hiddenColumns(_ count: Int, _ key: String) -> String { "\(Wording.count(count, "column")) hidden, \(key) shows all" }
  package static let clearsFilter = "clear filter"
  package static func noRowMatches(_ filter: String, isTyping: Bool = false) -> String {
    "No row matches “\(filter)”. " + (isTyping ? "Esc brings back the rows as before." : "Esc clears the filter.")
  }
  package static func noColumn(_ name: String, nearest: String?) -> String {
    "There is no column “\(name)”, so it is looked for as a word." + (nearest.map { " Did you mean \($0)?" } ?? "")
  }
  package static func frozenTooWide(_ name: String, _ key: String) -> String {
    "The columns up to \(name) take more than half of the table, so they are not frozen; \(key) makes one narrower."
  }
  package static func filterCleared(_ row: Int) -> String { "The filter hid row \(Figures.grouped(row)), so it was cleared." }
  package static func frozen(_ count: Int) -> String { count == 0 ? "No column is frozen." : "\(Wording.count(count, "column")) frozen." }

  /// `4,812`, `1,204 of 4,812`, `4,812+ partial`: what the title says first, however narrow it is.
  package static func rowCount(_ shown: Int?, _ progress: RowsProgress, isCounting: Bool) -> String {
    var text = Figures.grouped(progress.count) + (progress.isComplete ? "" : " …") + (progress.partial == nil ? "" : "+ \(partialRows)")
    if let shown { text = "\(Figures.grouped(shown))\(isCounting ? "…" : "") of \(text)" }
    return text
  }

  /// What is being done with the rows.
  package static func ordering(_ progress: RowOrderProgress, of total: Int, isSorting: Bool) -> String {
    "\(isSorting ? "sorting" : "filtering") \(Figures.grouped(progress.looked)) of \(Figures.grouped(total)) …"
  }

  package static func valuesTitle(_ column: String) -> String { "Values of \(column)" }
  package static func counting(_ looked: Int, of total: Int) -> String {
    "counting \(Figures.grouped(looked)) of \(Figures.grouped(total)) …"
  }
  package static func frequencyHead(_ frequency: ColumnFrequency, filter: String) -> String {
    var parts = [Wording.count(frequency.rows, "row") + (filter.isEmpty ? "" : " that match")]
    parts.append(
      frequency.uncounted > 0
        ? "more than \(Figures.grouped(frequency.distinct)) distinct" : "\(Figures.grouped(frequency.distinct)) distinct")
    if frequency.nulls > 0 { parts.append("\(Figures.grouped(frequency.nulls)) empty") }
    return parts.joined(separator: " · ")
  }
  package static func uncounted(_ frequency: ColumnFrequency) -> String {
    "These are the counts of the \(Figures.grouped(frequency.distinct)) values seen first; "
      + "\(Wording.count(frequency.uncounted, "row")) with others \(frequency.uncounted == 1 ? "is" : "are") not counted."
  }
  package static func leftOut(_ count: Int) -> String { "… \(Wording.count(count, "value")) between the commonest and the rarest …" }
  package static let noValues = "The column is empty in all these rows."
}
