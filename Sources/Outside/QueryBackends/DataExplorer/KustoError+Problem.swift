import Casefile

extension KustoError {
  /// What the analyst reads of an error inside an answer that brought no rows.
  func problem(_ cluster: KustoCluster) -> Problem {
    var problem = words(cluster)
    problem.retry = isPermanent == false && limit == nil ? .now : .never
    return problem
  }

  /// Why rows are missing, in words; for an answer that brought some.
  var missingRows: String {
    switch limit {
    case .result: "Data Explorer sends no more than its limit for one answer, 500,000 rows or 64 MB (\(shortCode))"
    case .memory: "Data Explorer stopped the query for want of memory (\(shortCode)): \(message)"
    case .other, nil: "Data Explorer reports an error: \(message)"
    }
  }

  private var shortCode: String {
    switch limit {
    case .result: "E_QUERY_RESULT_SET_TOO_LARGE"
    case .memory: innerCode.hasPrefix("E_") ? innerCode : "E_RUNAWAY_QUERY"
    case .other, nil: innerCode
    }
  }

  private func words(_ cluster: KustoCluster) -> Problem {
    switch limit {
    case .result:
      return Problem(
        "The result is too large for Data Explorer to send.", cause: "\(message) (limit of one answer: 500,000 rows or 64 MB)",
        remedy: "Ask for a shorter time or fewer columns, or summarize.")
    case .memory:
      return Problem(
        "The query needs more memory than Data Explorer gives it.", cause: message,
        remedy: "Filter before join and summarize, ask for a shorter time, or use hint.shufflekey for a column of many values.")
    case .other:
      return Problem(
        "The query exceeds a limit of Data Explorer.", cause: message, remedy: "Ask for a shorter time, fewer columns or fewer groups.")
    case nil: break
    }
    if innerCode.hasPrefix("SYN") {
      return Problem("Data Explorer cannot read the query.", cause: message, remedy: "Correct the query where it says, and run it again.")
    }
    if innerCode.hasPrefix("SEM") {
      return Problem(
        "The query does not fit the database \(cluster.database).", cause: message,
        remedy: "Check the names of tables and columns; `.show database schema` of that database is what completion knows.")
    }
    return Problem(
      "Data Explorer refused the query.", cause: message + (activityID.map { " (activity \($0))" } ?? ""),
      remedy: "Correct the query, or ask who runs the cluster with that activity id.")
  }
}

/// A request that was answered with a status other than 200.
struct KustoRefusal: Error, Equatable, Sendable {
  var status: Int
  /// Nil where the body is no error of Data Explorer, as of a gateway.
  var error: KustoError?
  /// Seconds the service asks to wait; nil when it does not say.
  var wait: Double?

  /// Whether sending the same again may help soon. What Data Explorer reports is believed: only what it calls passing. A gateway's 502 and
  /// 503 have no such word. A query that took too long (504) would do so again; 429 was waited for before.
  var mayPass: Bool {
    guard let error else { return status == 502 || status == 503 }
    return error.isPermanent == false && [500, 502, 503, 520].contains(status) && error.limit == nil
  }

  /// One clear problem for every status that the service documents.
  func problem(_ cluster: KustoCluster) -> Problem {
    var problem = words(cluster)
    if status == 429 {
      problem.retry = wait.map { .after(seconds: $0) } ?? .now
    } else if mayPass || (status == 504 && error?.isPermanent != true) {
      problem.retry = wait.map { .after(seconds: $0) } ?? .now
    }
    return problem
  }

  private func words(_ cluster: KustoCluster) -> Problem {
    let said = error.map { "\($0.message) (\($0.code), HTTP \(status))" } ?? "It answered with HTTP \(status) and said nothing more."
    switch status {
    case 401:
      return Problem(
        "Data Explorer does not take the sign-in.", cause: said,
        remedy: "Sign in anew, and check that the account belongs to a tenant of \(cluster.address); `logspotlight doctor` tells more.")
    case 403:
      return Problem(
        "No permission to query the database \(cluster.database).", cause: said,
        remedy: "Ask for the role Database Viewer on \(cluster.database) (or AllDatabasesViewer on the cluster).", kind: .failed)
    case 404:
      return Problem(
        "The cluster has no database \(cluster.database).", cause: said,
        remedy: "Check cluster and database of the workspace in the configuration; names of databases are case-sensitive.")
    case 413:
      return Problem("The query is too long for Data Explorer.", cause: said, remedy: "Shorten lists in the query, such as in (…).")
    case 429:
      return Problem(
        "Data Explorer is busy and turned the query away.", cause: said,
        remedy: "Wait and run it again; the cluster runs a limited number of queries at once.")
    case 504:
      return Problem(
        "The query took longer than Data Explorer allows.", cause: said, remedy: "Ask for a shorter time, or filter earlier in the query.")
    case 400 where error != nil: return error?.problem(cluster) ?? Problem("Data Explorer refused the query.", cause: said)
    case 400..<500:
      return Problem(
        "Data Explorer refused the request.", cause: said, remedy: "Check cluster and endpoints in the configuration: \(cluster.address).")
    default:
      return Problem(
        "Data Explorer failed.", cause: said,
        remedy:
          "Run it again; if it stays, look at the cluster's health in the Azure portal\(error?.activityID.map { ", activity \($0)" } ?? "")."
      )
    }
  }
}
