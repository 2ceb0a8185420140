import Casefile
import Foundation
import HuntPipeline
import KQL
import QueryBackends
import SignIn
import TestSupport
import Transport

/// How long a cancelled query keeps its caller waiting, for each of the services, on a loopback server that is silent in the midst of rows.
enum CancelBenchmark {
  private struct Tokens: TokenSource {
    func token(for scope: TokenScope) async throws -> AccessToken { AccessToken("t", expires: .maximum) }
    func drop(_ refused: AccessToken, for scope: TokenScope, claims: String?) async {}
  }

  static func run() throws {
    let done = DispatchSemaphore(value: 0)
    Task {
      do { try await measure() } catch { print("failed: \(error)") }
      done.signal()
    }
    done.wait()
  }

  private static let heads = [
    ("Log Analytics", #"{"tables":[{"name":"PrimaryResult","columns":[{"name":"N","type":"long"}],"rows":[[1],"#),
    ("Data Explorer", #"[{"FrameType":"DataSetHeader","IsProgressive":false,"Version":"v2.0"},"#),
    ("advanced hunting", #"{"schema":[{"name":"N","type":"Int64"}],"results":[{"N":1},"#),
  ]

  private static func measure() async throws {
    let now = DateTime(ticks: 640_000_000_000_000_000)
    let tables = TableList([TableSchema(name: "T", columns: [Column("TimeGenerated", .datetime)])])
    let review = Guardrails(policy: GuardrailPolicy(), tables: tables, now: now).review(
      KQLQuery(parsing: "T"), range: TimeRange(from: now - .days(1), to: now))
    guard case .allowed(let query) = review else { return print("not allowed: \(review)") }
    for (name, head) in heads {
      let asked = Signal()
      let server = try RawServer { connection in
        guard let request = connection.readRequest() else { return }
        guard !request.head.contains("/v1/rest/mgmt") else { return connection.waitForClose() }
        connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999\r\n\r\n" + head)
        asked.fire()
        connection.waitForClose()
      }
      guard let backend = try backend(name, server.url) else { return print("\(server.url) is no cluster") }
      var times: [Double] = []
      for _ in 0..<100 {
        let task = Task { try await backend.run(query) { _ in } }
        guard await asked.wait() else { return }
        let start = ContinuousClock.now
        task.cancel()
        _ = try? await task.value
        let (seconds, attoseconds) = start.duration(to: .now).components
        times.append((Double(seconds) + Double(attoseconds) * 1e-18) * 1000)
      }
      print("cancelling a query of \(name) in the midst of rows: \(Times(times).text)")
    }
  }

  private static func backend(_ name: String, _ url: String) throws -> (any QueryBackend)? {
    let sender = AuthorisedSender(
      address: url, scope: TokenScope("s"), tokens: Tokens(), sender: HTTPClient(.init(environment: [:])), surroundings: .system())
    switch name {
    case "Log Analytics": return LogAnalyticsBackend(.init(workspaces: ["w"]), sender: sender, surroundings: .system())
    case "Data Explorer":
      return KustoCluster(url, database: "D").map { DataExplorerBackend($0, sender: sender, surroundings: .system()) }
    default: return try HuntingBackend(cloud: .public, sender: sender, surroundings: .system())
    }
  }
}
