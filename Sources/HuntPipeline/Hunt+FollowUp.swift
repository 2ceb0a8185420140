import Casefile

extension Hunt {
  /// Why no further question can be asked of this hunt's rows now; nil when one can.
  package var followUpUnavailable: String? {
    let cameToSomething = !answer.isEmpty || !findings.isEmpty
    guard stage == .finished || (stage == .failed || stage == .cancelled) && cameToSomething else {
      return "a further question can be asked once the hunt is finished"
    }
    guard let rows, rows.isComplete, rows.count > 0 else { return "there are no rows to ask about" }
    return nil
  }

  /// Asks a further question of the rows that are here: nothing is queried, findings and cost stay.
  mutating func followUp(_ text: String) -> [HuntStep] {
    guard followUpUnavailable == nil, !text.allSatisfy(\.isWhitespace) else { return [] }
    let told = findingsTold
    findingsTold = findings.count
    earlier.append(
      EarlierQuestion(
        question: followUp ?? request.text, answer: String(answer.dropFirst(answeredBefore).prefix(Hunt.mostRecalled)),
        findings: findings.dropFirst(told).prefix(10).map(\.title)))
    if earlier.count > Hunt.mostEarlier { earlier.removeFirst(earlier.count - Hunt.mostEarlier) }
    followUp = text
    answer += Hunt.followUpBreak + text + "\n\n"
    answeredBefore = answer.count
    analysisChoice = nil
    consent = nil
    problem = nil
    cutReason = nil
    ended = nil
    seconds = nil
    acceptsCost = false
    guard let analysisSubject else { return [] }
    stage = .reducing
    return [.reduce(analysisSubject, steps: reductionSteps)]
  }

  /// What stands before a further question in the analysis.
  package static let followUpBreak = "\n\n▸ "
  /// Characters of an earlier answer that a further question recalls.
  private static let mostRecalled = 1500
  /// Earlier questions that a further one recalls.
  private static let mostEarlier = 4
}
