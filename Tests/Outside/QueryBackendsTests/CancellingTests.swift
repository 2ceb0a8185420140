import Casefile
import HuntPipeline
import Locking
import SignIn
import TestSupport
import Testing
import Transport

@testable import QueryBackends

@Suite("Cancelling a query", .serialized) struct CancellingTests {
  enum Service: String, CaseIterable { case logAnalytics, dataExplorer, advancedHunting }

  /// What the service is doing: nothing yet, in the midst of rows, or it holds us back with 429.
  enum Stage: CaseIterable { case head, body, pause }

  private static func head(_ service: Service) -> String {
    switch service {
    case .logAnalytics: #"{"tables":[{"name":"PrimaryResult","columns":[{"name":"N","type":"long"}],"rows":[[1],"#
    case .dataExplorer: #"[{"FrameType":"DataSetHeader","IsProgressive":false,"Version":"v2.0"},"#
    case .advancedHunting: #"{"schema":[{"name":"N","type":"Int64"}],"results":[{"N":1},"#
    }
  }

  private static func backend(_ service: Service, _ url: String, paused: Signal) throws -> any QueryBackend {
    let surroundings = RetrySurroundings(
      now: { ServiceDesk.now }, chance: { 1 },
      sleep: { seconds in
        paused.fire()
        try await Task.sleep(for: .seconds(seconds))
      })
    func sender(_ policy: RetryPolicy) -> AuthorisedSender {
      AuthorisedSender(
        address: url, scope: TokenScope("s"), tokens: ServiceDesk.FixedTokens(), sender: HTTPClient(.init(environment: [:])),
        policy: policy, surroundings: surroundings)
    }
    switch service {
    case .logAnalytics:
      return LogAnalyticsBackend(.init(workspaces: ["w"]), sender: sender(LogAnalyticsBackend.retryPolicy), surroundings: surroundings)
    case .dataExplorer:
      guard let cluster = KustoCluster(url, database: "D") else { throw Problem("no cluster") }
      return DataExplorerBackend(cluster, sender: sender(RetryPolicy()), surroundings: surroundings)
    case .advancedHunting:
      return try HuntingBackend(cloud: .public, sender: sender(HuntingBackend.retryPolicy), surroundings: surroundings)
    }
  }

  /// From the call of `cancel` until the run has ended. The server answers nothing else, not even that a query should be ended.
  private static func cancellation(_ service: Service, _ stage: Stage) async throws -> Duration {
    let reached = Signal()
    let server = try RawServer { connection in
      guard let request = connection.readRequest() else { return }
      if request.head.contains("/v1/rest/mgmt") { return connection.waitForClose() }
      switch stage {
      case .head: break
      case .body:
        connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999\r\n\r\n" + head(service))
      case .pause: connection.write("HTTP/1.1 429 Slow\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n")
      }
      if stage != .pause { reached.fire() }
      connection.waitForClose()
    }
    let backend = try backend(service, server.url, paused: reached)
    let query = try ServiceDesk.approved("T")
    let task = Task { try await backend.run(query) { _ in } }
    #expect(await reached.wait())
    let start = ContinuousClock.now
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    return start.duration(to: .now)
  }

  @Test(
    "ends it at once, whatever the service is doing; how soon is for `benchmarks cancel`, for other tests keep this machine busy",
    arguments: Service.allCases, Stage.allCases)
  func prompt(service: Service, stage: Stage) async throws {
    #expect(try await Self.cancellation(service, stage) < .seconds(300))
  }
}
