package import Casefile
internal import Decoding

/// Holds a finding against the rows that were sent: every row number, quote and indicator is looked up, nothing is believed.
package struct EvidenceCheck: Sendable {
  /// Rows the analyst could see, by 1-based number; for a reduction, those that some sent line stands for.
  private let wasSent: @Sendable (Int) -> Bool
  /// The cells of one row, by 1-based number; nil when there is no such row.
  private let row: @Sendable (Int) async throws -> [Value]?
  /// All the sent text, to look for what the cited rows do not hold.
  private let sentText: ByteText
  /// What the codes in the sent text stand for, in case they are quoted.
  private let codes: [String: String]

  package init(
    wasSent: @escaping @Sendable (Int) -> Bool, row: @escaping @Sendable (Int) async throws -> [Value]?, sentText: String,
    codes: [String: String] = [:]
  ) {
    self.wasSent = wasSent
    self.row = row
    self.codes = codes
    self.sentText = ByteText(EvidenceCheck.folded(sentText))
  }

  /// The finding with its evidence state, what was not found, and confidence lowered where evidence is missing.
  package func checked(_ finding: Finding) async throws -> Finding {
    var finding = finding
    var notFound: [String] = []
    var cited = ""
    var sound: [Int] = []
    for number in finding.rows {
      if wasSent(number), let cells = try await row(number) {
        sound.append(number)
        cited += EvidenceCheck.text(of: cells)
      } else {
        notFound.append("row \(number)")
      }
    }
    let citedText = ByteText(cited)
    var proven = sound.count
    for claim in finding.logLines + finding.indicators {
      // A log may itself hold what looks like a code, so that the claim as it is counts too.
      let full = CodeReader(codes).written(claim)
      if EvidenceCheck.occurs(claim, in: citedText) || EvidenceCheck.occurs(full, in: citedText) {
        proven += 1
      } else {
        // A true quote of another row is no proof of this finding, and no invention either.
        notFound.append(EvidenceCheck.occurs(full, in: sentText) ? "\(claim) (not in the rows cited)" : claim)
      }
    }
    // A story beside a row number is not proven by the row being there.
    if finding.logLines.isEmpty, finding.indicators.isEmpty, !sound.isEmpty { notFound.append("any quote of the rows cited") }
    finding.rows = sound
    finding.notFound = notFound
    finding.evidence = EvidenceCheck.state(sound: sound.count, proven: proven, missing: notFound.count)
    finding.confidence = EvidenceCheck.confidence(finding.confidence, finding.evidence)
    return finding
  }

  private static func state(sound: Int, proven: Int, missing: Int) -> Finding.Evidence {
    if sound == 0 { return .unverified }
    return missing == 0 && proven > 0 ? .verified : .partial
  }

  private static func confidence(_ claimed: Finding.Confidence, _ evidence: Finding.Evidence) -> Finding.Confidence {
    switch evidence {
    case .verified: claimed
    case .partial: min(claimed, .medium)
    case .unverified: .low
    }
  }

  /// The row's cells in the ways a line may be quoted: cell by cell, joined as they are sent, and what is encoded in them decoded.
  private static func text(of cells: [Value]) -> String {
    let texts = cells.map(\.text)
    let short = cells.map { cell in
      if case .datetime(let moment) = cell { moment.text(decimals: 0) } else { RowReducer.oneLine(cell.text) }
    }
    // The short form writes base64 as what it says.
    let undone = cells.compactMap { $0.decoded.isEmpty ? nil : DecodedWriting.written($0.text, replaces: true)?.text }
    let decoded = cells.flatMap(\.decoded).flatMap { [$0.text, RowReducer.oneLine($0.text)] } + cells.flatMap(\.decodedLines)
    return folded(
      (texts + undone + decoded).joined(separator: "\n") + "\n" + short.joined(separator: "|") + "\n"
        + short.filter { !$0.isEmpty }.joined(separator: "|"))
  }

  /// True when every part of the claim stands in the text. A quoted line may join cells with `|`; then each part must occur.
  private static func occurs(_ claim: String, in text: ByteText) -> Bool {
    let whole = folded(claim)
    guard whole.contains(where: { $0.isLetter || $0.isNumber }) else { return false }
    if text.contains(whole) { return true }
    var parts = whole.split(separator: "|").map { String($0).trimmed }.filter { !$0.isEmpty }
    if let first = parts.first, isRowNumber(first) {
      parts.removeFirst()
      // The time of a line is an offset, which no row holds.
      if parts.count > 1, let time = parts.first, isOffset(time) { parts.removeFirst() }
    }
    let labelled = parts.filter { decodedValue($0) != nil }.count
    // One part alone was looked for already, unless it bears the name of the column that was decoded.
    guard parts.count > 1 || labelled > 0 else { return false }
    return !parts.isEmpty && parts.allSatisfy { text.contains(decodedValue($0) ?? $0) }
  }

  /// What stands behind `Column (decoded):`, which no cell holds; nil when there is no such label, or anything but one name before it.
  private static func decodedValue(_ part: String) -> String? {
    guard let label = part.firstRange(of: " (decoded):") else { return nil }
    let name = part[..<label.lowerBound]
    let value = String(part[label.upperBound...]).trimmed
    let isName = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    return isName && value.contains(where: { $0.isLetter }) && value.count >= 4 ? value : nil
  }

  private static func isRowNumber(_ text: String) -> Bool { text.allSatisfy { $0.isNumber || "-,!×…".contains($0) } }
  private static func isOffset(_ text: String) -> Bool { text.allSatisfy { $0.isNumber || $0 == "." || $0 == "-" } }

  /// Case and runs of blanks do not matter; defanged addresses and links read as they were.
  private static func folded(_ text: String) -> String {
    text.lowercased().replacing("[.]", with: ".").replacing("hxxp", with: "http")
      .split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
  }
}

extension String {
  /// Without blanks at either end.
  var trimmed: String { String(self[...]).trimming() }

  private func trimming() -> String {
    var view = self[...]
    while view.first?.isWhitespace == true { view.removeFirst() }
    while view.last?.isWhitespace == true { view.removeLast() }
    return String(view)
  }
}

extension Substring {
  var trimmed: String { String(self).trimmed }
}
