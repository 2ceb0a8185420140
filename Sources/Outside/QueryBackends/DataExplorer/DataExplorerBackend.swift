package import Casefile
import Foundation
import Locking
package import HuntPipeline
package import SignIn
package import Transport

/// Runs approved KQL in a database of Azure Data Explorer (or Microsoft Fabric), over its REST interface v2.
///
/// Rows are delivered as they come. A range that is too much for one answer is cut by time where that changes nothing. What the service
/// does not send, for a limit, an error or a cut line, is said in the outcome; where nothing came the error is thrown. Stopping, at the
/// limit or by cancelling, ends the query at the service too.
package struct DataExplorerBackend: QueryBackend {
  let cluster: KustoCluster
  let sender: AuthorisedSender
  let requests: KustoRequest
  let surroundings: RetrySurroundings
  /// The service is made for long ranges: one is cut only when the service says that it is too much.
  var splitting = SplittingRules(longestRange: nil, concurrency: 4, mostRequests: 60, mostRefusals: 6, mostRefusedSeconds: 600)
  /// Where the ends of cancelled queries are told to the service.
  let stops: QueryStops
  /// True once the service was found to refuse `query_take_max_records`, which stand-ins of it may not know.
  private let refusesLimit = Locked(false)
  /// The longest that stopping keeps anybody waiting.
  var longestStop = Duration.milliseconds(500)
  /// Makes the second half of request ids.
  let unique: @Sendable () -> String

  /// `sender` must be made for `cluster.address` and `cluster.scope`.
  package init(
    _ cluster: KustoCluster, sender: AuthorisedSender, surroundings: RetrySurroundings, stops: QueryStops = QueryStops(),
    unique: @escaping @Sendable () -> String = { UUID().uuidString.lowercased() }
  ) {
    self.cluster = cluster
    self.sender = sender
    self.surroundings = surroundings
    self.stops = stops
    self.unique = unique
    requests = KustoRequest(cluster: cluster)
  }

  package var name: String { "data-explorer" }

  package func run(
    _ query: ApprovedQuery, progress: @escaping @Sendable (QueryProgress) -> Void, deliver: @Sendable (RowBatch) async throws -> Void
  ) async throws -> QueryOutcome {
    let service = KustoQuery(backend: self, whole: query.text)
    var run = QueryRun(service, query, rules: splitting, timeColumn: nil, surroundings: surroundings, progress: progress)
    return try await run.run(deliver: deliver)
  }

  /// A question of our own, that is not cut by time. Throws a `KustoAttempt` at last, or what `deliver` threw.
  @discardableResult
  func ask(_ text: String, limit: Int, deliver: @Sendable (RowBatch) async throws -> Void) async throws -> PartAnswer {
    let sent = try await send(text, limit: limit) { _, _ in }
    return try await read(sent, limit: limit, progress: { _ in }, deliver: deliver)
  }

  /// Awaits the answer's head, whatever its status. It comes when the first rows do, so that a query runs before it.
  func send(
    _ text: String, limit: Int, isLimited: Bool = true, retrying: @escaping @Sendable (Double, String) -> Void
  ) async throws -> KustoSent {
    let id = KustoRequest.id("Query", unique())
    let isLimited = isLimited && !refusesLimit.withLock { $0 }
    do {
      return KustoSent(
        text: text, id: id, limit: limit, isLimited: isLimited,
        response: try await sender.send(requests.query(text, id: id, maxRows: isLimited ? limit : nil), retrying: retrying))
    } catch {
      guard error is CancellationError || Task.isCancelled else { throw error }
      // Whoever cancels is not kept waiting.
      stops.begin { await stop(id) }
      throw CancellationError()
    }
  }

  /// Reads an answer of at most `limit` rows; asks again while nothing came and what went wrong may pass. Throws a `KustoAttempt` at last,
  /// `EndOfRun`, or what `deliver` threw.
  func read(
    _ first: KustoSent, limit: Int, progress: @escaping @Sendable (QueryProgress) -> Void,
    deliver: @Sendable (RowBatch) async throws -> Void
  ) async throws -> PartAnswer {
    var (sent, attempt, waited) = (first, 1, 0.0)
    while true {
      do {
        return try await readOnce(sent, limit: limit, progress: progress, deliver: deliver)
      } catch let failed as KustoAttempt where failed.mayBeAboutTheLimit && sent.isLimited {
        // Without the option the same request tells whether it was that; of a query that is wrong nothing is learnt.
        sent = try await send(sent.text, limit: sent.limit, isLimited: false) { progress(.retrying(afterSeconds: $0, cause: $1)) }
        if sent.response.head.status == 200 { refusesLimit.withLock { $0 = true } }
      } catch let failed as KustoAttempt {
        guard let seconds = wait(after: failed, attempt: attempt, waited: waited) else { throw failed }
        progress(.retrying(afterSeconds: seconds, cause: failed.cause))
        try await surroundings.sleep(seconds)
        waited += seconds
        attempt += 1
        sent = try await send(sent.text, limit: sent.limit) { progress(.retrying(afterSeconds: $0, cause: $1)) }
      }
    }
  }

  private func wait(after failed: KustoAttempt, attempt: Int, waited: Double) -> Double? {
    guard let outcome = failed.outcome else { return nil }
    // A query only reads: sending it twice does no more than sending it once.
    let decision = KustoAttempt.policy.decision(
      after: outcome, attempt: attempt, isIdempotent: true, waited: waited, now: surroundings.now(), chance: surroundings.chance())
    if case .wait(let seconds) = decision { return seconds }
    return nil
  }

  private func readOnce(
    _ sent: KustoSent, limit: Int, progress: @escaping @Sendable (QueryProgress) -> Void,
    deliver: @Sendable (RowBatch) async throws -> Void
  ) async throws -> PartAnswer {
    guard sent.response.head.status == 200 else { throw await refused(sent.response) }
    var isRunning = true
    do {
      var stream = AnswerStream(KustoAnswer(limit: limit) { progress(.fraction($0)) })
      let ending = try await stream.read(sent.response.body, deliver: deliver)
      if !ending.leavesNothingRunning(isLimitedThere: sent.isLimited && sent.limit <= limit) { await stop(sent.id) }
      isRunning = false
      return try KustoOutcome(cluster, stream.receiver, ending).part()
    } catch {
      guard error is CancellationError || Task.isCancelled else {
        if isRunning { await stop(sent.id) }
        throw error
      }
      stops.begin { await stop(sent.id) }
      throw CancellationError()
    }
  }

  private func refused(_ response: HTTPResponse) async -> KustoAttempt {
    let body = (try? await response.body.collect(upTo: 1 << 20)) ?? []
    let json = try? JSONValue(parsing: body[...])
    let refusal = KustoRefusal(
      status: response.head.status, error: KustoError(json), wait: RetryPolicy.askedWait(response.head.headers, now: surroundings.now()))
    return KustoAttempt(refusal, head: response.head, cluster)
  }
}

extension DataExplorerBackend {
  /// Ends the query at the service, as well as that can be done in a moment. Its connection is closed already, which Data Explorer takes
  /// for no reason to stop.
  func stop(_ query: String) async {
    let request = requests.cancel(query, id: KustoRequest.id("Cancel", unique()))
    let (sender, longest) = (self.sender, longestStop)
    // Not in this task, so that it can be given up.
    let sending = Task.detached { _ = try? await sender.send(request).body.collect(upTo: 1 << 16) }
    let limit = Task.detached {
      guard (try? await Task.sleep(for: longest)) != nil else { return }
      sending.cancel()
    }
    await sending.value
    limit.cancel()
  }

  /// A management command that shows something. Throws a `Problem`.
  func show(_ command: String) async throws -> KustoTables {
    do { return try await attemptShow(command) } catch let failed as KustoAttempt { throw failed.problem }
  }

  /// The same; throws a `KustoAttempt` where the service refuses.
  func attemptShow(_ command: String) async throws -> KustoTables {
    let response = try await sender.send(requests.show(command, id: KustoRequest.id("Show", unique())))
    guard response.head.status == 200 else { throw await refused(response) }
    do {
      return try KustoTables(try await response.body.collect(), cluster)
    } catch let broken as BrokenAnswer {
      throw broken.problem
    } catch let failure as HTTPFailure {
      throw failure.problem
    }
  }
}

extension AnswerEnding {
  /// False where the service may still be at work for an answer that nobody reads.
  fileprivate func leavesNothingRunning(isLimitedThere: Bool) -> Bool {
    switch self {
    case .whole, .empty: true
    case .full: isLimitedThere
    case .broken: false
    }
  }
}
