package import Casefile
internal import Decoding

/// Holds a finding against the rows that were sent: every row number, quote, indicator, and what its sentences name is looked up, nothing is
/// believed.
///
/// What is in the rows cited is found; what is in other rows, only in the prompt, or nowhere is told with its place in `notFound`. What was
/// found and still proves nothing, because the text of the rows talks to a model, is told in `doubts`.
package struct EvidenceCheck: Sendable {
  /// Rows the analyst could see, by 1-based number; for a reduction, those that some sent line stands for.
  let wasSent: @Sendable (Int) -> Bool
  /// The cells of one row, by 1-based number; nil when there is no such row.
  let row: @Sendable (Int) async throws -> [Value]?
  let sent: SentTexts
  let columns: [Column]
  /// How many rows there are in all; nil when nobody counted.
  let rowCount: Int?
  /// Numbers of the rows that talk to a model, as the reduction found them.
  let talking: [Int]

  package init(
    wasSent: @escaping @Sendable (Int) -> Bool, row: @escaping @Sendable (Int) async throws -> [Value]?, sent: SentTexts,
    columns: [Column] = [], rowCount: Int? = nil, talking: [Int] = []
  ) {
    self.wasSent = wasSent
    self.row = row
    self.sent = sent
    self.columns = columns
    self.rowCount = rowCount
    self.talking = talking
  }

  /// Lies of one finding that are told; a finding with more is none.
  private static let mostTold = 40

  /// The finding with its evidence state, what was not found, what is doubtful, and confidence lowered where evidence is missing.
  package func checked(_ finding: Finding) async throws -> Finding {
    var finding = finding
    var notFound: [String] = []
    var rows: [CitedRow] = []
    let talkers = Set(talking)
    for number in finding.rows {
      if wasSent(number), let cells = try await row(number) {
        rows.append(CitedRow(number, cells, columns, isTalking: talkers.contains(number)))
      } else {
        notFound.append("row \(number)")
      }
    }
    let isRule = finding.source.hasPrefix("rule:")
    let claims =
      finding.logLines.map { Claim(quote: $0, codes: sent.codes) } + finding.indicators.map { Claim(indicator: $0, codes: sent.codes) }
    var isProven = false
    var areAllThere = true
    for claim in claims {
      guard let holder = rows.first(where: { claim.isIn($0.text) }) else {
        notFound.append(claim.text + sent.place(of: claim))
        areAllThere = false
        continue
      }
      if isRule || claim.isTelling || holder.names(claim) { isProven = true }
    }
    // A story beside a row number is not proven by the row being there, nor by words that stand in many rows.
    if !rows.isEmpty, !isProven, areAllThere {
      notFound.append(claims.isEmpty ? "any quote of the rows cited" : "any telling quote of the rows cited")
    }
    notFound += ProseCheck(self, rows, finding).missing()
    notFound += TechniqueCheck.inventions(of: finding, rows)
    finding.rows = rows.map(\.number)
    finding.talking = rows.filter(\.talks).map(\.number)
    finding.doubts = isRule ? [] : try await doubts(finding, rows, claims)
    finding.notFound = Array(notFound.uniqued().prefix(EvidenceCheck.mostTold))
    finding.evidence = EvidenceCheck.state(finding, isProven: isProven)
    finding.confidence = EvidenceCheck.confidence(finding.confidence, finding.evidence)
    return finding
  }

  private static func state(_ finding: Finding, isProven: Bool) -> Finding.Evidence {
    if finding.rows.isEmpty { return .unverified }
    return finding.notFound.isEmpty && finding.doubts.isEmpty && isProven ? .verified : .partial
  }

  private static func confidence(_ claimed: Finding.Confidence, _ evidence: Finding.Evidence) -> Finding.Confidence {
    switch evidence {
    case .verified: claimed
    case .partial: min(claimed, .medium)
    case .unverified: .low
    }
  }
}

extension EvidenceCheck {
  /// Talking rows whose words are held against the finding's own.
  private static let mostTalkers = 64

  /// What makes a model's finding doubtful though its quotes stand there. Rules do not read words as orders, so they have none.
  private func doubts(_ finding: Finding, _ rows: [CitedRow], _ claims: [Claim]) async throws -> [String] {
    var doubts: [String] = []
    for row in rows where row.talks {
      let swayed = claims.filter { claim in claim.isIn(row.text) && row.calmText.map { !claim.isIn($0) } ?? false }
      doubts.append(
        swayed.isEmpty
          ? "row \(row.number) talks to a model"
          : "row \(row.number) talks to a model, and \(swayed.count == 1 ? "a quote is" : "\(swayed.count) quotes are") of what it says")
    }
    let prose = [finding.title, finding.description, finding.notes]
    let cited = Set(rows.filter(\.talks).map(\.number))
    for number in talking.filter(wasSent).prefix(EvidenceCheck.mostTalkers) where !cited.contains(number) {
      guard let cells = try await row(number) else { continue }
      let places = TalkingText.places(in: cells)
      let text = (places.isEmpty ? Array(cells.indices) : places).flatMap { [cells[$0].text] + cells[$0].decoded.map(\.text) }
      if Echo.isHeard(of: text.joined(separator: "\n"), in: prose) {
        doubts.append("its words are those of row \(number), which talks to a model")
      }
    }
    return doubts
  }
}

/// Whether somebody repeats what somebody else said.
enum Echo {
  /// Words in a row that are the same by no accident.
  private static let words = 4
  /// The letters they have at least.
  private static let letters = 16

  static func isHeard(of speech: String, in prose: [String]) -> Bool {
    let speech = " " + split(speech).joined(separator: " ") + " "
    for text in prose {
      let words = split(text)
      let length = min(Echo.words, max(2, words.count))
      guard words.count >= length else { continue }
      for start in 0...(words.count - length) {
        let run = words[start..<(start + length)].joined(separator: " ")
        if run.count >= letters, speech.contains(" \(run) ") { return true }
      }
    }
    return false
  }

  private static func split(_ text: String) -> [String] {
    PlainLetters.folded(text).lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}

extension [String] {
  /// Each once, in order.
  func uniqued() -> [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
