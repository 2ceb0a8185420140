import AlertSources
import Casefile
import HuntPipeline
import Locking
import SignIn
import TestSupport
import Transport

/// A cloud with a Graph in it, and a connection to it that never really waits.
struct GraphDesk {
  struct FixedTokens: TokenSource {
    var text = "token"

    func token(for scope: TokenScope) async throws -> AccessToken { AccessToken(text, expires: .maximum) }
    func drop(_ refused: AccessToken, for scope: TokenScope, claims: String?) async {}
  }

  let cloud: LoopbackCloud
  let graph: LoopbackGraph
  let connection: GraphConnection
  /// Seconds that were waited for, in order.
  let waits = Locked<[Double]>([])

  init(_ graph: LoopbackGraph, timeouts: HTTPRequest.Timeouts = .init(), token: String = "token", patience: Double = 1e6) throws {
    self.graph = graph
    cloud = try LoopbackCloud([graph.part])
    let waits = waits
    var surroundings = RetrySurroundings(now: { .minimum }, chance: { 1 }, sleep: { seconds in waits.withLock { $0.append(seconds) } })
    surroundings.patience = patience
    let sender = AuthorisedSender(
      address: cloud.url, scope: TokenScope("https://graph.microsoft.com/.default"), tokens: FixedTokens(text: token),
      sender: HTTPClient(), policy: GraphConnection.retryPolicy,
      surroundings: surroundings)
    let number = Locked(0)
    connection = GraphConnection(
      sender, timeouts: timeouts,
      requestID: {
        let next = number.withLock { number -> Int in
          number += 1
          return number
        }
        return "00000000-0000-0000-0000-\(String(repeating: "0", count: 12 - String(next).count))\(next)"
      })
  }

  /// Method, target, and nothing else, of every request.
  var targets: [String] { cloud.requests.map(\.target) }

  /// What came, what was told meanwhile, and how it ended.
  struct Result: Sendable {
    var alerts: [Alert] = []
    var progress: [AlertProgress] = []
    var fetch: AlertFetch?
    var problem: Problem?
    var ids: [String] { alerts.map(\.id) }
  }

  func fetch(_ endpoint: GraphEndpoint = .alerts, _ query: AlertQuery = AlertQuery(), pageSize: Int? = nil) async throws -> Result {
    let result = Locked(Result())
    let source = GraphAlertSource(connection, endpoint, pageSize: pageSize)
    do {
      let fetch = try await source.fetch(query, progress: { step in result.withLock { $0.progress.append(step) } }) { alerts in
        result.withLock { $0.alerts += alerts }
      }
      result.withLock { $0.fetch = fetch }
    } catch let problem as Problem {
      result.withLock { $0.problem = problem }
    }
    return result.withLock { $0 }
  }

  static func alerts(_ range: Range<Int>) -> [JSONObject] { range.map { LoopbackGraphRecords.alert($0) } }
}
