import Casefile
import HuntPipeline

/// What an answer came to: whole, partial with the reason, or an error where it brought nothing.
struct KustoOutcome {
  private let cluster: KustoCluster
  private let answer: KustoAnswer
  private let ending: AnswerEnding

  init(_ cluster: KustoCluster, _ answer: KustoAnswer, _ ending: AnswerEnding) {
    self.cluster = cluster
    self.answer = answer
    self.ending = ending
  }

  private var rows: Int { answer.table.count }

  /// Throws a `KustoAttempt`, or `EndOfRun` where rows were taken back that had been delivered.
  func part() throws -> PartAnswer {
    if answer.hasTakenBack { throw EndOfRun(error: KustoOutcome.takenBack) }
    switch ending {
    case .full:
      var part = made(nil)
      part.isFull = true
      return part
    case .empty: throw KustoAttempt(cut: cut("Data Explorer answered with nothing.", "The body of its answer is empty."))
    case .broken(let problem):
      guard rows > 0 else { throw KustoAttempt(cut: problem) }
      var part = made([problem.summary, problem.cause].compactMap { $0 }.joined(separator: ": "))
      part.problem = problem
      return part
    case .whole:
      if rows == 0, let problem = failure { throw problem }
      return made(reasons.isEmpty ? nil : reasons.joined(separator: "; "))
    }
  }

  /// What an answer without rows failed with; nil where it is simply empty.
  private var failure: KustoAttempt? {
    if let error = answer.errors.first { return KustoAttempt(error.problem(cluster), isTooMuch: error.limit != nil) }
    if answer.isCancelled {
      return KustoAttempt(
        Problem("The query was cancelled at Data Explorer.", cause: "Somebody, or a limit there, ended it.", remedy: "Run it again."))
    }
    if !answer.isComplete {
      return KustoAttempt(cut: cut("The answer of Data Explorer ended too early.", "Its last frame did not come."))
    }
    if let words = answer.completion.failures.first ?? (answer.hasErrors ? "it does not say which" : nil) {
      return KustoAttempt(
        Problem("Data Explorer reports an error.", cause: words, remedy: "Run the query again; if it stays, ask who runs the cluster."))
    }
    if answer.table.columns == nil {
      return KustoAttempt(
        Problem("Data Explorer answered without a result.", cause: "No table of the answer is the query's result.", remedy: "Report this."))
    }
    return nil
  }

  /// Everything that says that rows are missing, each once.
  private var reasons: [String] {
    var reasons = answer.errors.map(\.missingRows)
    if answer.otherErrors > 0 { reasons.append("Data Explorer reports \(answer.otherErrors) errors more") }
    if answer.errors.isEmpty, answer.hasErrors { reasons.append("Data Explorer reports errors without naming them") }
    reasons += (answer.completion.failures + answer.completion.warnings).map { "Data Explorer reports: \($0)" }
    if answer.isCancelled { reasons.append("the query was cancelled at Data Explorer") }
    if !answer.isComplete { reasons.append("the answer ended before its last frame") }
    if answer.isComplete, answer.isResultOpen { reasons.append("the end of the result was not told") }
    if answer.isOverfull { reasons.append("something came behind the end of the answer") }
    if let announced = answer.announcedRows { reasons.append("Data Explorer announced \(announced) rows, another number came") }
    if answer.table.refused > 0 {
      reasons.append("\(answer.table.refused) rows could not be read (\(answer.table.firstRefused ?? "another width"))")
    }
    return reasons
  }

  private func made(_ partial: String?) -> PartAnswer {
    PartAnswer(
      partial: partial, isTooLarge: answer.errors.contains { $0.limit != nil }, notes: notes, scannedRows: answer.completion.scannedRows,
      scannedBytes: answer.completion.scannedBytes)
  }

  private var notes: [String] {
    var notes: [String] = []
    if answer.table.misfits > 0 {
      notes.append("\(answer.table.misfits) cells did not fit the type of their column and are kept as text.")
    }
    if answer.otherResults > 0 {
      notes.append("The query has \(answer.otherResults + 1) results; this is the first, run it without the others' parts to see them.")
    }
    return notes
  }

  private func cut(_ summary: String, _ cause: String) -> Problem {
    Problem(summary, cause: cause, remedy: "Run it again; if it stays, look at what stands in between.", retry: .now)
  }

  private static var takenBack: Problem {
    var problem = Problem(
      "Data Explorer took back rows that it had sent.", cause: "A later piece of its answer replaces rows that were delivered already.",
      remedy: "Do not use the rows of this run; run the query again.", retry: .now)
    problem.withdrawsRows = true
    return problem
  }
}
