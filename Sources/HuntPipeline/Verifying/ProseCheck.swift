internal import AttackCatalogue
internal import Casefile

/// Looks up what the sentences of a finding name: title, description, notes, tags, and remarks beside indicators.
struct ProseCheck {
  private let check: EvidenceCheck
  private let rows: [CitedRow]
  private let finding: Finding
  private let times: RowTimes

  init(_ check: EvidenceCheck, _ rows: [CitedRow], _ finding: Finding) {
    self.check = check
    self.rows = rows
    self.finding = finding
    times = RowTimes(rows)
  }

  /// What is missing, each with the place where it is named.
  func missing() -> [String] {
    let isRule = finding.source.hasPrefix("rule:")
    // What a rule says of itself was written by people before there were any rows; its title and notes name no row.
    let remarks = finding.indicators.map { Claim(indicator: $0, codes: check.sent.codes).remark }.filter { !$0.isEmpty }
    let fields: [(String, [String])] =
      isRule
      ? []
      : [
        ("title", [finding.title]), ("description", [finding.description]), ("notes", [finding.notes]), ("tags", finding.tags),
        ("indicators", remarks),
      ]
    return fields.flatMap { place, texts in texts.flatMap { missing(in: $0, place) } }
  }

  private func missing(in text: String, _ place: String) -> [String] {
    guard !text.isEmpty else { return [] }
    return things(in: text, place) + techniques(in: text, place) + namedRows(in: text, place) + counts(in: text, place)
      + namedTimes(in: text, place) + ownWords(in: text, place)
  }

  private func things(in text: String, _ place: String) -> [String] {
    ProseScan(text, names: check.sent.names).mentions.compactMap { mention in
      let claim = mention.kind == .quote ? Claim(quote: mention.text, codes: check.sent.codes) : Claim(mention: mention.text)
      if rows.contains(where: { claim.isIn($0.text) }) { return nil }
      if claim.isIn(check.sent.rows) { return "\(mention.words) (in the \(place), not in the rows cited)" }
      return claim.isIn(check.sent.told) ? nil : "\(mention.words) (in the \(place))"
    }
  }

  private func techniques(in text: String, _ place: String) -> [String] {
    text.matches(of: /\bT\d{4}(?:\.\d{3})?\b/).map { String($0.output) }.filter { AttackMatrix.enterprise.technique(id: $0) == nil }
      .map { "technique \($0) (in the \(place), not in ATT&CK)" }
  }

  private static let mostNamedRows = 1_000

  /// `row 12`, `rows 3-9`, `rows 3, 4 and 7`.
  private func namedRows(in text: String, _ place: String) -> [String] {
    text.matches(of: /\b[Rr]ows?\s+(?:no\.?\s*|#)?(\d{1,9}(?:(?:\s*[-–,]\s*(?:and\s+)?|\s+(?:and|to|through)\s+)\d{1,9})*)/).flatMap {
      match in
      ProseCheck.numbers(String(match.output.1)).filter { !check.wasSent($0) }.prefix(3).map { "row \($0) (in the \(place))" }
    }
  }

  private static func numbers(_ list: String) -> [Int] {
    var numbers: [Int] = []
    var isRange = false
    for part in list.replacing("–", with: "-").replacing(" to ", with: "-").replacing(" through ", with: "-").matches(of: /\d+|-/) {
      if part.output == "-" {
        isRange = true
      } else if let number = Int(part.output) {
        if isRange, let first = numbers.last, first < number { numbers += (first + 1)..<min(number, first + mostNamedRows) }
        numbers.append(number)
        isRange = false
      }
    }
    return numbers
  }

  /// `3,000 rows` where there are six; a number that a row holds is no count of ours.
  private func counts(in text: String, _ place: String) -> [String] {
    guard let total = check.rowCount else { return [] }
    return text.matches(
      of:
        /(?:^|[^\d.,:\-])(\d[\d,]{0,11})\s+(?:[A-Za-z\-]+\s+){0,2}(?:rows|events|records|entries|log lines|attempts|sign-ins|logons|logins|connections|failures|times)\b/
    )
    .compactMap { match in
      let written = String(match.output.1)
      guard let number = Int(written.replacing(",", with: "")), number > total else { return nil }
      let term = Term(String(number))
      return rows.contains { $0.text.holds(term) } || check.sent.told.holds(term)
        ? nil : "\(written) rows (in the \(place); there are \(total))"
    }
  }

  private func namedTimes(in text: String, _ place: String) -> [String] {
    ProseTimes(text).times.compactMap { named in
      if times.hold(named) { return nil }
      let terms = ProseCheck.terms(of: named)
      if terms.contains(where: { term in rows.contains { $0.text.holds(term) } || check.sent.told.holds(term) }) { return nil }
      return "time \(named.text) (in the \(place))"
    }
  }

  /// Ways in which a row or the question may write the time as text.
  private static func terms(of named: ProseTimes.Named) -> [Term] {
    let written = Term(FoldedText.folded(named.text))
    switch named {
    case .moment(let moment, _):
      let minute = String(moment.text(decimals: 0).prefix(16)).lowercased()
      let seconds = [""] + (0..<60).map { $0 < 10 ? ":0\($0)" : ":\($0)" }
      let ways = [minute, minute.replacing("t", with: " ")]
      return [written] + ways.flatMap { way in seconds.map { Term(way + $0) } }
    case .day(let day, _): return [written, Term(String(day.text(decimals: 0).prefix(10)))]
    case .month, .clock: return [written]
    }
  }

  private static let promptWords = [
    "system prompt", "this prompt", "prompt itself", "my instructions", "the instructions above", "analysis prompt", "user prompt",
    "boundary marker", "boundary line", "the data block", "dictionary entry", "my task", "the legend", "indicators of rows not sent", "<<",
  ]

  /// A finding is about rows, not about what we said round them.
  private func ownWords(in text: String, _ place: String) -> [String] {
    let folded = FoldedText.folded(text)
    return ProseCheck.promptWords.filter { words in
      let term = Term(words)
      return TermText(folded: folded).holds(term) && !rows.contains { $0.text.holds(term) }
    }.map { "“\($0)” (in the \(place), which is no row)" }
  }
}
