import Casefile
import HuntPipeline
import SignIn
import Transport

extension HuntingBackend: QueryService {
  /// Rows of one answer at most, by the service's own limit.
  static let mostRows = 100_000

  /// The service stops a query after three minutes.
  var longestAnswer: Double? { 180 }

  var host: String { sender.host }

  func send(_ query: ApprovedQuery, retrying: @escaping @Sendable (Double, String) -> Void) async throws -> HTTPResponse {
    let timespan = LogAnalyticsRequest.timespan(of: query, column: { HuntingBackend.timeColumn(of: $0, in: query) })
    return try await sender.send(HuntingRequest.make(query.text, timespan: timespan, address: sender.address), retrying: retrying)
  }

  func read(
    _ response: HTTPResponse, of query: ApprovedQuery, limit: Int, progress: @escaping @Sendable (QueryProgress) -> Void = { _ in },
    deliver: @Sendable (RowBatch) async throws -> Void
  ) async throws -> PartAnswer {
    switch response.head.status {
    case 200: break
    case 204: return PartAnswer(notes: ["The service answered that there is nothing."])
    default: throw await refusal(response)
    }
    let (read, ending) = try await AnswerStream.read(HuntingAnswer(limit: limit), from: response, of: sender.address, deliver: deliver)
    return try answer(read, ending)
  }

  private func answer(_ read: HuntingAnswer, _ ending: AnswerEnding) throws -> PartAnswer {
    var answer = PartAnswer(notes: AnswerProblem.notes(on: read.table))
    var missing: [String] = []
    switch ending {
    case .full: answer.isFull = true
    case .empty: throw ServiceRefusal(problem: AnswerProblem.nothing(of: sender.address))
    case .broken(let problem):
      answer.problem = problem
      missing.append("the answer broke off after \(read.table.count) rows: \(problem.summary)")
    case .whole:
      if read.table.columns == nil || !read.hasResults {
        throw ServiceRefusal(
          problem: read.error.flatMap { ServiceReport($0) }.map { HuntingProblem.problem(200, $0) }
            ?? AnswerProblem.shape(of: sender.address))
      }
      if read.table.count >= HuntingBackend.mostRows {
        answer.isTooLarge = true
        missing.append("\(read.table.count) rows came, which is the most the service gives for one query")
      }
    }
    if let error = read.error, read.table.columns != nil { missing.append(ServiceReport(error)?.message ?? error.text) }
    if read.table.refused > 0 { missing.append(AnswerProblem.refused(read.table)) }
    answer.partial = missing.isEmpty ? nil : missing.joined(separator: "; ")
    return answer
  }

  /// Asks the same for one row: a query that is answered so is right, and only its answer was too large. The code of both is the same, and
  /// words decide nothing here.
  func cleared(_ refusal: ServiceRefusal, of query: ApprovedQuery) async throws -> ServiceRefusal {
    let timespan = LogAnalyticsRequest.timespan(of: query, column: { HuntingBackend.timeColumn(of: $0, in: query) })
    let one = String(query.text.trimmingEnd) + "\n| take 1"
    do {
      let response = try await sender.send(HuntingRequest.make(one, timespan: timespan, address: sender.address))
      let answer = try await read(response, of: query, limit: 1) { _ in }
      guard !answer.isBroken else { return refusal }
    } catch is ServiceRefusal {
      return ServiceRefusal(problem: refusal.problem)
    } catch is Problem {
      return refusal
    }
    return ServiceRefusal(problem: HuntingProblem.tooLarge(refusal.problem.cause), isTooMuch: true)
  }

  /// A query that took too long ends in 504, or in 500 without a word; both may work over less time. A 400 is the language's complaint or
  /// the limit on the answer's size.
  private func refusal(_ response: HTTPResponse) async -> ServiceRefusal {
    let body = (try? await response.body.collect(upTo: 1 << 20)) ?? []
    let report = ServiceReport(body: body)
    let wait = RetryPolicy.askedWait(response.head.headers, now: surroundings.now())
    let status = response.head.status
    let isTooMuch = status == 504 || status == 413 || (status == 500 && report?.has("UnknownError") == true)
    return ServiceRefusal(
      problem: HuntingProblem.problem(status, report, wait: wait), isTooMuch: isTooMuch, isUnclear: status == 400)
  }
}

/// What the errors of advanced hunting mean, and what helps against each.
enum HuntingProblem {
  /// Decides by status and code; `wait` is what the service asks for, in seconds.
  static func problem(_ status: Int, _ report: ServiceReport?, wait: Double? = nil) -> Problem {
    let words = report.flatMap { $0.message.isEmpty ? nil : $0.message }
    let cause = words ?? "The service answered with status \(status) and no words."
    let retry = wait.map { Problem.Retry.after(seconds: $0) } ?? .now
    switch status {
    case 400:
      return Problem(
        "Advanced hunting refused the query.", cause: cause,
        remedy: "Correct the query: `logspotlight kql check`. If its answer is too large, ask for fewer columns, rows or a shorter time.")
    case 403:
      return Problem(
        "There is no permission for advanced hunting.", cause: cause,
        remedy: "Ask for the permission ThreatHunting.Read.All with an administrator's consent, and a Defender role that reads the tables.",
        kind: .refused)
    case 404:
      return Problem(
        "Advanced hunting is not there.", cause: cause, remedy: "Check endpoints.graph and cloud; the tenant needs Defender XDR.")
    case 429: return throttled(report, cause, retry)
    case 504, 408:
      return Problem(
        "The query took too long.", cause: cause, remedy: "Ask for a shorter time or filter earlier; the service stops after 3 minutes.")
    case 413: return tooLarge(cause)
    case 500 where report?.has("UnknownError") == true:
      return Problem(
        "Advanced hunting gave up on the query.", cause: cause,
        remedy: "Heavy queries, such as search over every table, end so: name one table and a shorter time.")
    case 500...: return Problem("Advanced hunting has trouble.", cause: cause, remedy: "Try again in a while.", retry: retry)
    default: return Problem("Advanced hunting answered with an error.", cause: cause, remedy: "Correct the query or the sign-in.")
    }
  }

  static func tooLarge(_ cause: String?) -> Problem {
    Problem(
      "The answer is too large for advanced hunting.", cause: cause, remedy: "Ask for fewer columns, fewer rows or a shorter time.")
  }

  /// The code tells which quota where the service names it; else both are named.
  private static func throttled(_ report: ServiceReport?, _ cause: String, _ retry: Problem.Retry) -> Problem {
    let codes = report?.codes.map { $0.lowercased() } ?? []
    if codes.contains(where: { $0.contains("cpu") || $0.contains("resource") }) {
      return Problem(
        "The tenant's processor quota for advanced hunting is used up.", cause: cause,
        remedy: "Wait for the next cycle of 15 minutes, and filter by time and name earlier in the query.", retry: retry)
    }
    if codes.contains(where: { $0.contains("call") || $0.contains("rate") }) {
      return Problem(
        "Advanced hunting is asked too often.", cause: cause, remedy: "The tenant may ask at least 45 times a minute: wait.", retry: retry)
    }
    return Problem(
      "A quota of advanced hunting is used up.", cause: cause,
      remedy: "Either calls (at least 45 a minute) or processor time (a cycle of 15 minutes): wait, then ask for less.", retry: retry)
  }
}

extension String {
  /// Without blanks and semicolons at its end, so that a step can follow.
  fileprivate var trimmingEnd: Substring {
    var text = self[...]
    while let last = text.last, last.isWhitespace || last == ";" { text.removeLast() }
    return text
  }
}
