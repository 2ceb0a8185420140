import Casefile
import HuntPipeline
import Transport

/// A receiver that fills one table.
protocol TableReceiver: PieceReceiver {
  var table: AnswerTable { get set }
}

/// How the reading of an answer ended.
enum AnswerEnding: Sendable {
  /// The document is whole.
  case whole
  /// Nothing came at all.
  case empty
  /// A row more than the limit came; the rest was not read.
  case full
  /// The line was cut, stalled, or what came is not JSON; rows that came before were delivered.
  case broken(Problem)
}

/// Reads a body to its end: feeds it to a receiver, and delivers its rows in batches as they arrive.
///
/// Memory does not grow with the body: what is held is one chunk, one value and one batch. Awaiting `deliver` is the back-pressure.
struct AnswerStream<Receiver: TableReceiver> {
  /// Rows of one batch, and bytes of the body after which one is delivered whatever its rows.
  private static var batchRows: Int { 4096 }
  private static var batchBytes: Int { 1 << 20 }
  /// Seconds after which rows are delivered though they are few.
  private static var longestWait: Duration { .milliseconds(100) }

  private(set) var pieces: JSONPieces<Receiver>

  init(_ receiver: Receiver) { pieces = JSONPieces(receiver) }

  /// Reads a 200 into a receiver. Throws `ServiceRefusal` where a page for people came instead, and what `read` throws.
  static func read(
    _ receiver: Receiver, from response: HTTPResponse, of address: String, deliver: @Sendable (RowBatch) async throws -> Void
  ) async throws -> (Receiver, AnswerEnding) {
    if let type = response.head.mediaType, type.hasSuffix("html") {
      throw ServiceRefusal(problem: AnswerProblem.page(type, of: address))
    }
    var stream = AnswerStream(receiver)
    let ending = try await stream.read(response.body, deliver: deliver)
    return (stream.receiver, ending)
  }

  /// What the receiver knows by now.
  var receiver: Receiver { pieces.receiver }

  /// Throws `CancellationError`, and what `deliver` throws; everything else that goes wrong is the ending. The first batch may be without
  /// rows and tells the columns.
  mutating func read(_ body: HTTPBody, deliver: @Sendable (RowBatch) async throws -> Void) async throws -> AnswerEnding {
    var iterator = body.makeAsyncIterator()
    var last = ContinuousClock.now
    var (bytes, isFirst) = (0, true)
    var ending: AnswerEnding?
    body.gotOn()
    while ending == nil {
      let known = pieces.handedOut
      ending = try await step(&iterator, &bytes)
      if pieces.handedOut > known { body.gotOn() }
      let rows = pieces.receiver.table.ready.count
      let isDue = isFirst && pieces.receiver.table.columns != nil || rows >= Self.batchRows || bytes >= Self.batchBytes
      guard ending != nil || isDue || (rows > 0 && last.duration(to: .now) > Self.longestWait) else { continue }
      if let batch = pieces.receiver.table.fetch(), isFirst || !batch.rows.isEmpty {
        isFirst = false
        try await deliver(batch)
        // The time that took was not the service's.
        body.gotOn()
      }
      (bytes, last) = (0, .now)
    }
    try Task.checkCancellation()
    return ending ?? .whole
  }

  /// Reads one chunk; what went wrong is an ending.
  private mutating func step(_ iterator: inout HTTPBody.Iterator, _ bytes: inout Int) async throws -> AnswerEnding? {
    do {
      guard let chunk = try await iterator.next() else {
        if pieces.isUntouched { return .empty }
        try pieces.finish()
        return .whole
      }
      bytes += chunk.count
      try pieces.feed(chunk)
      return pieces.receiver.table.isOverLimit ? .full : nil
    } catch let failure as HTTPFailure {
      try Task.checkCancellation()
      var problem = failure.problem
      // It had all the time there is for a query; another try would take as long again.
      if failure.isOutOfTime { problem.retry = .never }
      return .broken(problem)
    } catch let broken as BrokenAnswer {
      return .broken(broken.problem)
    }
  }
}

extension BrokenAnswer {
  /// What the analyst reads.
  var problem: Problem {
    Problem(
      "The service's answer could not be read.", cause: "\(message), at byte \(offset).",
      remedy: "Try again; if it stays, look at what stands between here and the service, such as a proxy with a page of its own.",
      retry: .now)
  }
}
