internal import Foundation
internal import Locking

/// A loopback server with one address for every fault; one request a connection.
package final class FaultServer: Sendable {
  private let server: RawServer
  private let visits: Locked<[Fault: Int]>

  /// Starts listening at once.
  package init() throws {
    let visits = Locked<[Fault: Int]>([:])
    self.visits = visits
    server = try RawServer { connection in
      guard let request = connection.readRequest() else { return }
      let path = request.head.split(separator: " ").dropFirst().first ?? ""
      let name = path.split(separator: "/").first ?? ""
      guard let fault = Fault(rawValue: String(name)) else { return }
      let visit = visits.withLock { visits in
        visits[fault, default: 0] += 1
        return visits[fault, default: 0]
      }
      fault.play(on: connection, visit: visit)
    }
  }

  /// Where that fault happens, at this address and below it.
  package func url(_ fault: Fault) -> String { server.url + "/" + fault.rawValue }

  /// Requests that have come for it.
  package func visits(_ fault: Fault) -> Int { visits.withLock { $0[fault, default: 0] } }
}
