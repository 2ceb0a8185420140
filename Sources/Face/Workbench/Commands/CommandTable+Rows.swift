internal import HuntPipeline

extension CommandTable {
  /// What is done with the table of rows.
  static let rowsTable: [CommandSpec] = [
    row(
      .filterRows, "Filter rows", hint: "filter",
      help: "Show rows with all these words; Column:word, Column=value, Column>5, !word, /regex/, decoded text too; Esc clears.",
      keys: ["/"]),
    row(
      .sortColumn, "Sort by this column", hint: "sort", help: "Sort rows by the column; again the other way; a third time not.", keys: ["s"]
    ),
    row(
      .countValues, "Values of this column", hint: "values", help: "Show how often each value of the column occurs, as bars.", keys: ["F"]),
    row(
      .toggleDecoded, "Decoded or as it came", hint: "decode",
      help: "Show base64, PowerShell -enc, gzip, URL, hex and epoch times decoded, or as they came.", keys: ["d"]),
    row(.keepValue, "Only this value", help: "Filter rows by the value under the cursor.", keys: ["="]),
    row(.excludeValue, "Without this value", help: "Filter away the rows with the value under the cursor.", keys: ["!"]),
    row(.freezeColumns, "Freeze columns", help: "Keep the columns up to this one at the left; again lets them go.", keys: ["z"]),
    row(.hideColumn, "Hide this column", help: "Hide the column.", keys: ["H"]),
    row(.showAllColumns, "Show all columns", help: "Show the columns that were hidden.", keys: ["A"]),
    row(.moveColumnLeft, "Move the column left", help: "Move the column one place to the left.", keys: ["<"]),
    row(.moveColumnRight, "Move the column right", help: "Move the column one place to the right.", keys: [">"]),
    row(.widenColumn, "Widen or narrow the column", help: "Make the column as wide as its values, or as it was.", keys: ["w"]),
    row(.chooseRowColumns, "Columns", help: "List all columns, to show, hide and move them.", keys: ["c"]),
    row(.firstColumn, "First column", help: "Go to the first column.", keys: ["^"]),
    row(.lastColumn, "Last column", help: "Go to the last column.", keys: ["$"]),
    CommandSpec(
      .acceptRowFilter, "Keep the row filter", hint: "keep", help: "Go back to the rows with this filter.", keys: ["enter"],
      scope: .editor(.rowFilter)),
  ]

  /// Moving in the windows with long lists.
  static let lists: [CommandSpec] = [
    CommandSpec(.listDown, "Next in the list", help: "Go to the next line.", keys: ["j"], scope: .overlay(.list)),
    CommandSpec(.listUp, "Before in the list", help: "Go to the line before.", keys: ["k"], scope: .overlay(.list)),
    CommandSpec(
      .listPageDown, "Page down in the list", help: "Go ten lines down.", keys: ["ctrl+d", "pagedown"], scope: .overlay(.list)),
    CommandSpec(.listPageUp, "Page up in the list", help: "Go ten lines up.", keys: ["ctrl+u", "pageup"], scope: .overlay(.list)),
    CommandSpec(
      .listFirst, "First in the list", hint: "first", help: "Go to the first line.", keys: ["g", "home"], scope: .overlay(.list)),
    CommandSpec(
      .listLast, "Last in the list", hint: "last", help: "Go to the last line; of values, the rarest.", keys: ["G", "end"],
      scope: .overlay(.list)),
    CommandSpec(
      .listToggle, "Show or hide", hint: "show/hide", help: "Show or hide the column.", keys: ["space"], scope: .overlay(.list),
      unavailable: { $0.isChoosingColumns ? nil : Wording.onlyColumns }),
    CommandSpec(
      .listCarryDown, "Move down", hint: "move down", help: "Move the column one place on.", keys: ["J"], scope: .overlay(.list),
      unavailable: { $0.isChoosingColumns ? nil : Wording.onlyColumns }),
    CommandSpec(
      .listCarryUp, "Move up", hint: "move up", help: "Move the column one place back.", keys: ["K"], scope: .overlay(.list),
      unavailable: { $0.isChoosingColumns ? nil : Wording.onlyColumns }),
  ]

  private static func row(_ command: Command, _ title: String, hint: String? = nil, help: String, keys: [String]) -> CommandSpec {
    CommandSpec(
      command, title, hint: hint, help: help, keys: keys, scope: .panes([.rows]),
      unavailable: { ($0.hunt?.rows?.count ?? 0) == 0 ? Wording.noRows : nil })
  }
}
