internal import Casefile
package import HuntPipeline
internal import Locking

extension GraphAlertSource: ProvableSource {
  /// Reads one entry by the very way in which all are read (`$top=1`), and keeps nothing of it.
  package func proof(progress: @escaping @Sendable (AlertProgress) -> Void) async throws -> SourceProof {
    let fetch = try await fetch(AlertQuery(limit: 1), progress: progress) { _ in }
    try Task.checkCancellation()
    let what = endpoint.rawValue
    if let partial = fetch.partial, fetch.shortfall != .beyondLimit {
      return SourceProof(.warn, "\(what): \(fetch.count == 0 ? "nothing" : "one") came, and not all of it: \(partial)")
    }
    if fetch.count > 0 { return SourceProof(.ok, "\(what): one came") }
    return SourceProof(.ok, "\(what): the list may be read, and is empty")
  }
}
