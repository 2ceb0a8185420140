import Casefile
import HuntPipeline
import SignIn
import Transport

extension LogAnalyticsBackend: QueryService {
  /// Rows of one answer at most, by the service's own limits.
  static let mostRows = 500_000

  var longestAnswer: Double? { Double(configuration.wait) }

  var host: String { sender.host }

  func send(_ query: ApprovedQuery, retrying: @escaping @Sendable (Double, String) -> Void) async throws -> HTTPResponse {
    let request = try LogAnalyticsRequest.make(
      query.text, timespan: LogAnalyticsRequest.timespan(of: query, column: { _ in LogAnalyticsBackend.timeColumn }), configuration,
      address: sender.address)
    return try await sender.send(request, retrying: retrying)
  }

  func read(
    _ response: HTTPResponse, of query: ApprovedQuery, limit: Int, progress: @escaping @Sendable (QueryProgress) -> Void = { _ in },
    deliver: @Sendable (RowBatch) async throws -> Void
  ) async throws -> PartAnswer {
    switch response.head.status {
    case 200: break
    case 204: return PartAnswer(notes: ["The workspace answered that it has no data."])
    default: throw await refusal(response)
    }
    let (read, ending) = try await AnswerStream.read(LogAnalyticsAnswer(limit: limit), from: response, of: sender.address, deliver: deliver)
    return try answer(read, ending)
  }

  private func answer(_ read: LogAnalyticsAnswer, _ ending: AnswerEnding) throws -> PartAnswer {
    var answer = PartAnswer()
    let statistics = QueryStatistics(read.statistics)
    (answer.scannedRows, answer.scannedBytes) = (statistics.rows, statistics.bytes)
    switch ending {
    case .full: answer.isFull = true
    case .empty: throw ServiceRefusal(problem: AnswerProblem.nothing(of: sender.address))
    case .broken(let problem):
      answer.problem = problem
      answer.partial = "the answer broke off after \(read.table.count) rows: \(problem.summary)"
    case .whole:
      if read.table.columns == nil {
        throw ServiceRefusal(
          problem: read.error.flatMap { ServiceReport($0) }.map { LogAnalyticsProblem.problem(200, $0) }
            ?? AnswerProblem.shape(of: sender.address))
      }
      if read.table.count >= LogAnalyticsBackend.mostRows, read.error == nil {
        answer.isTooLarge = true
        answer.partial = "\(read.table.count) rows came, which is the most the service gives for one query"
      }
    }
    note(read, &answer)
    return answer
  }

  /// What else there is to say, and errors that stand beside the rows.
  private func note(_ read: LogAnalyticsAnswer, _ answer: inout PartAnswer) {
    var missing = [answer.partial].compactMap { $0 }
    if read.tableCount > 1 {
      let names = read.otherTables.filter { !$0.isEmpty }.joined(separator: ", ")
      answer.notes.append("The answer has \(read.tableCount) tables; the first is shown" + (names.isEmpty ? "." : ", left out: \(names)."))
    }
    answer.notes += AnswerProblem.notes(on: read.table)
    for json in [read.error].compactMap({ $0 }) + read.table.reports {
      guard let report = ServiceReport(json) else {
        missing.append("the service reports an error: \(json.text)")
        continue
      }
      let (errors, warnings) = (report.leaves.filter { !$0.isWarning }, report.leaves.filter(\.isWarning))
      answer.notes += warnings.map { "The service warns: \($0.message.isEmpty ? $0.code : $0.message)" }
      guard !errors.isEmpty else { continue }
      missing.append(report.message)
      answer.isTooLarge = answer.isTooLarge || errors.contains { LogAnalyticsProblem.isTooLarge($0) }
    }
    if read.table.refused > 0 { missing.append(AnswerProblem.refused(read.table)) }
    answer.partial = missing.isEmpty ? nil : missing.joined(separator: "; ")
  }

  private func refusal(_ response: HTTPResponse) async -> ServiceRefusal {
    let body = (try? await response.body.collect(upTo: 1 << 20)) ?? []
    let wait = RetryPolicy.askedWait(response.head.headers, now: surroundings.now())
    let problem = LogAnalyticsProblem.problem(response.head.status, ServiceReport(body: body), wait: wait)
    return ServiceRefusal(problem: problem, isTooMuch: response.head.status == 504 || response.head.status == 413)
  }
}
