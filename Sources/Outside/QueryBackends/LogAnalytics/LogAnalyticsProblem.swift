import Casefile
import SignIn

/// What the errors of the query API mean, and what helps against each.
enum LogAnalyticsProblem {
  /// The engine's code for an answer beyond its limits; the number is the documented HRESULT 0x80DA0003 as a signed integer.
  static func isTooLarge(_ leaf: ServiceReport.Leaf) -> Bool {
    ["-2133196797", "0x80da0003", "e_query_result_set_too_large"].contains(leaf.code.lowercased())
  }

  /// Decides by status and code; `wait` is what the service asks for, in seconds.
  static func problem(_ status: Int, _ report: ServiceReport?, wait: Double? = nil) -> Problem {
    let words = report.flatMap { $0.message.isEmpty ? nil : $0.message }
    let cause = words ?? "The service answered with status \(status) and nothing else."
    switch status {
    case 403: return denied(report, cause)
    case 404: return notFound(report, cause)
    case 429:
      return Problem(
        "Log Analytics is asked too often.", cause: cause,
        remedy: "It takes 200 requests in 30 seconds and 5 queries at a time of one user: wait, or stop other queries.",
        retry: wait.map { .after(seconds: $0) } ?? .now)
    case 504, 408:
      return Problem(
        "The query took too long.", cause: cause, remedy: "Ask for a shorter time or filter earlier; the service stops after 10 minutes.",
        retry: .never)
    case 413:
      return Problem("The request or its answer is too large.", cause: cause, remedy: "Ask for fewer columns or a shorter time.")
    case 500...:
      return Problem(
        "Log Analytics has trouble.", cause: cause, remedy: "Try again in a while; status.azure.com tells of outages.",
        retry: wait.map { .after(seconds: $0) } ?? .now)
    default: return refused(report, cause)
    }
  }

  private static func signIn(_ cause: String) -> Problem {
    Problem(
      "Log Analytics did not take the sign-in.", cause: cause,
      remedy: "Check the tenant and the sign-in: `logspotlight doctor` tries each step.")
  }

  private static func denied(_ report: ServiceReport?, _ cause: String) -> Problem {
    if report?.has("InvalidAuthenticationTokenAudience") == true {
      return Problem(
        "The token is meant for another service.", cause: cause,
        remedy: "Check cloud and the log_analytics address of the workspace; tokens must be asked for that cloud's Log Analytics API.")
    }
    if report?.has("InvalidAuthenticationToken") == true || report?.has("InvalidTokenError") == true
      || report?.has("SignatureVerificationFailed") == true
    {
      return signIn(cause)
    }
    return Problem(
      "There is no permission to query this workspace.", cause: cause,
      remedy: "Ask for the role Log Analytics Reader on the workspace; an app registration also needs Data.Read of the Log Analytics API. "
        + "A new role may take up to 60 minutes to hold.", kind: .refused)
  }

  private static func notFound(_ report: ServiceReport?, _ cause: String) -> Problem {
    if report?.has("PathNotFoundError") == true {
      return Problem(
        "The address of the query API is not right.", cause: cause, remedy: "Check endpoints.log_analytics and cloud in the configuration.")
    }
    return Problem(
      "The workspace was not found.", cause: cause,
      remedy: "Check workspace_ids: it is the id (a guid) on the workspace's overview, and the workspace must be of this tenant.")
  }

  private static func refused(_ report: ServiceReport?, _ cause: String) -> Problem {
    if report?.has("SyntaxError") == true {
      return Problem(
        "The service cannot read the query.", cause: cause, remedy: "Correct the query; `logspotlight kql check` shows places.")
    }
    if report?.has("SemanticError") == true {
      return Problem(
        "The query names something the workspace does not have.", cause: cause,
        remedy: "Check tables and columns; a table is there only once its connector has sent rows.")
    }
    if report?.has("FailedToResolveResource") == true {
      return Problem(
        "One of the workspaces could not be found.", cause: cause,
        remedy: "Check workspace_ids, and that this sign-in may read each of them (Log Analytics Reader).")
    }
    return Problem("Log Analytics refused the query.", cause: cause, remedy: "Correct the query or the workspace's settings.")
  }
}
