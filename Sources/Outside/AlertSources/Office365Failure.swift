internal import Casefile
internal import SignIn
internal import Transport

/// Why a call to Office 365 brought nothing: told by the service's code, where it gives none by the status.
struct Office365Failure: Error, Equatable {
  /// What another try can do.
  enum Hope: Equatable {
    case none
    /// A fault that passes.
    case soon
    /// Too many requests; the seconds the service asks for, where it does.
    case later(asked: Double?)
  }

  /// `AF20022`; empty where the service gave none.
  var code: String
  /// 0 where no answer came.
  var status: Int
  var hope: Hope
  var problem: Problem

  /// The content is not there any more, or never was: nothing brings it.
  var isGone: Bool { ["AF20050", "AF20051", "AF20052"].contains(code) }
  /// Concerns one content type only.
  var isOfType: Bool { ["AF20020", "AF20022", "AF20023"].contains(code) }
  /// Every other call will fail likewise.
  var isGeneral: Bool {
    let codes: Set<String> = [
      "AF10001", "AF20001", "AF20002", "AF20010", "AF20011", "AF20012", "AF20013", "AF429", "DataServiceException",
    ]
    return status == 0 && code.isEmpty || status == 401 || status == 429 || codes.contains(code)
  }
  /// What to call it among many.
  var shortName: String { code.isEmpty ? problem.summary : "\(problem.summary) (\(code))" }

  /// Why a wait is needed, in short.
  var cause: String { code.isEmpty ? problem.summary : "\(code): \(problem.summary)" }

  /// No answer came (status 0), or it broke off after its head.
  init(_ problem: Problem, status: Int = 0, hope: Hope = .none) {
    code = ""
    self.status = status
    self.hope = hope
    self.problem = problem
  }

  /// An answer that is none of the documented ones.
  init(unreadable status: Int, _ reason: String, hope: Hope) {
    code = ""
    self.status = status
    self.hope = hope
    problem = Problem(
      "Office 365 answered with something else than was asked for.", cause: "\(reason) (HTTP \(status)).",
      remedy: "Try again; if it stays, see what stands between this machine and the service.", retry: hope == .none ? .never : .now)
  }

  /// An answer that says what is wrong.
  init(_ head: HTTPResponseHead, _ body: [UInt8], now: DateTime) {
    let report = ServiceReport(body: body)
    code = report?.code ?? ""
    status = head.status
    let asked = RetryPolicy.askedWait(head.headers, now: now)
    hope = Office365Failure.hope(code, head.status, asked)
    problem = Office365Problems.problem(code, status: head.status, message: report?.words ?? "", hope: hope)
  }

  private static func hope(_ code: String, _ status: Int, _ asked: Double?) -> Hope {
    if code == "AF429" || code.isEmpty && status == 429 { return .later(asked: asked) }
    if code == "AF50000" { return asked.map { .later(asked: $0) } ?? .soon }
    guard code.isEmpty || !code.hasPrefix("AF"), [408, 425, 500, 502, 503, 504].contains(status) else { return .none }
    return asked.map { .later(asked: $0) } ?? .soon
  }
}
