import Casefile

/// Puts together what several parts of the rows, or several questions, found.
struct FindingJoiner: Sendable {
  /// Which part of the rows is being read; nil where they are read whole.
  var part: Int?

  /// The finding as it is to be reported: new, or joined with an earlier one under that one's id; nil where nothing is new.
  func joined(_ finding: Finding, with earlier: [Finding]) -> Finding? {
    if earlier.contains(where: { $0.id == finding.id }) { return nil }
    guard part != nil else { return finding }
    if let same = earlier.first(where: { FindingJoiner.isSame($0, finding) }) { return FindingJoiner.union(same, finding) }
    var finding = finding
    for other in earlier where FindingJoiner.contradict(other, finding) {
      let words = "Another part of the rows is judged otherwise: “\(other.title)” (\(other.confidence.rawValue))."
      finding.notes += (finding.notes.isEmpty ? "" : " ") + words
      if !finding.tags.contains(FindingJoiner.contradiction) { finding.tags.append(FindingJoiner.contradiction) }
    }
    return finding
  }

  /// The tag of findings that do not agree.
  static let contradiction = "contradicts another part"

  /// The same technique with the same things, in other rows.
  private static func isSame(_ left: Finding, _ right: Finding) -> Bool {
    guard left.mitre.id == right.mitre.id, !isContrary(left, right) else { return false }
    let (one, other) = (Set(left.indicators.map { $0.lowercased() }), Set(right.indicators.map { $0.lowercased() }))
    return one.isEmpty ? other.isEmpty && left.title.lowercased() == right.title.lowercased() : one == other
  }

  /// Judged otherwise although they share an indicator.
  private static func contradict(_ left: Finding, _ right: Finding) -> Bool {
    guard isContrary(left, right) else { return false }
    let known = Set(left.indicators.map { $0.lowercased() })
    return right.indicators.contains { known.contains($0.lowercased()) }
  }

  private static func isContrary(_ left: Finding, _ right: Finding) -> Bool {
    isHarmless(left) != isHarmless(right) && (left.confidence == .high || right.confidence == .high)
  }

  private static func isHarmless(_ finding: Finding) -> Bool { finding.recommendations == [.ignore] || finding.confidence == .low }

  private static func union(_ first: Finding, _ second: Finding) -> Finding? {
    var joined = first
    joined.rows = Set(first.rows + second.rows).sorted()
    for line in second.logLines where !joined.logLines.contains(line) { joined.logLines.append(line) }
    for tag in second.tags where !joined.tags.contains(tag) { joined.tags.append(tag) }
    for word in second.notFound where !joined.notFound.contains(word) { joined.notFound.append(word) }
    joined.talking = Set(first.talking + second.talking).sorted()
    joined.confidence = max(first.confidence, second.confidence)
    // Proven as far as its weaker half is.
    if first.evidence != second.evidence { joined.evidence = .partial }
    return joined == first ? nil : joined
  }
}
