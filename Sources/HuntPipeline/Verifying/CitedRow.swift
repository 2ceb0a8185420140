internal import Casefile
internal import Decoding

/// A row that a finding cites, in the ways in which it may be quoted.
struct CitedRow {
  let number: Int
  /// Cell by cell, joined as they are sent, and what is encoded in them decoded.
  let text: TermText
  /// The same without the cells that talk to a model; nil when none does.
  let calmText: TermText?
  /// All moments in it.
  let moments: [DateTime]
  /// The moment that orders the rows.
  let time: DateTime?
  /// Cells that name somebody or something as a whole: accounts, hosts, addresses, hashes.
  private let names: Set<String>

  var talks: Bool { calmText != nil }

  /// `isTalking` says that the reduction found it to talk, perhaps only together with rows beside it.
  init(_ number: Int, _ cells: [Value], _ columns: [Column], isTalking: Bool) {
    self.number = number
    let talking = TalkingText.places(in: cells)
    text = TermText(folded: CitedRow.text(of: cells))
    if isTalking || !talking.isEmpty {
      // Where no cell talks by itself, any may belong to what the rows say together.
      let calm = cells.enumerated().filter { place, cell in
        talking.isEmpty ? !CitedRow.isText(cell) : !talking.contains(place)
      }
      calmText = TermText(folded: CitedRow.text(of: calm.map(\.element)))
    } else {
      calmText = nil
    }
    var moments: [DateTime] = []
    var time: DateTime?
    var names: Set<String> = []
    for (place, cell) in cells.enumerated() {
      if case .datetime(let moment) = cell {
        moments.append(moment)
        let name = columns.indices.contains(place) ? columns[place].name : ""
        if time == nil || name == "TimeGenerated" || name == "Timestamp" { time = moment }
      } else if columns.indices.contains(place), ColumnRole(of: columns[place].name).isIndicator {
        names.insert(FoldedText.folded(cell.text))
      }
    }
    self.moments = moments
    self.time = time
    self.names = names
  }

  private static let leastName = 3

  /// Whether the claim is a whole name in this row, which proves it however short it is.
  func names(_ claim: Claim) -> Bool {
    claim.text.utf8.count >= CitedRow.leastName && claim.readings.contains { $0.terms.count == 1 && names.contains($0.terms[0].text) }
  }

  private static func isText(_ cell: Value) -> Bool {
    switch cell {
    case .string, .dynamic: true
    default: false
    }
  }

  private static func text(of cells: [Value]) -> String {
    let texts = cells.map(\.text)
    let short = cells.map { cell in
      if case .datetime(let moment) = cell { moment.text(decimals: 0) } else { RowReducer.oneLine(cell.text) }
    }
    // The short form writes base64 as what it says.
    let undone = cells.compactMap { $0.decoded.isEmpty ? nil : DecodedWriting.written($0.text, replaces: true)?.text }
    let decoded = cells.flatMap(\.decoded).flatMap { [$0.text, RowReducer.oneLine($0.text)] } + cells.flatMap(\.decodedLines)
    let joined = [short.joined(separator: "|"), short.filter { !$0.isEmpty }.joined(separator: "|")]
    return (texts + short + undone + decoded + joined).map { FoldedText.folded($0) }.joined(separator: "\n")
  }
}
