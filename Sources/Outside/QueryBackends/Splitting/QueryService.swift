import Casefile
import HuntPipeline
import Transport

/// A service that answers one query with one body, as the splitting of long ranges needs it.
protocol QueryService: Sendable {
  /// A request whose answer has begun, its body unread.
  associatedtype Sent: Sendable
  /// Sends the query and awaits the answer's head. Throws a `Problem`.
  func send(_ query: ApprovedQuery, retrying: @escaping @Sendable (Double, String) -> Void) async throws -> Sent
  /// Reads an answer of at most `limit` rows; `progress` hears how far it is, and of waits. Throws `ServiceRefusal` when it is an error and no row came, `CancellationError`, `EndOfRun`,
  /// and what `deliver` throws.
  func read(
    _ sent: Sent, of query: ApprovedQuery, limit: Int, progress: @escaping @Sendable (QueryProgress) -> Void,
    deliver: @Sendable (RowBatch) async throws -> Void
  ) async throws -> PartAnswer
  /// Nobody will read the answer of this sending, which is cancelled already; it may have begun before.
  func abandon(_ sending: Task<Sent, any Error>)
  /// Who is asked, for people.
  var host: String { get }
  /// Seconds that the service takes for one query at most, where that is known.
  var longestAnswer: Double? { get }
  /// The same refusal once it is known whether it is about the size of the answer, which may take another request.
  func cleared(_ refusal: ServiceRefusal, of query: ApprovedQuery) async throws -> ServiceRefusal
}

extension QueryService {
  /// Most services stop when their line is closed, which it is when nobody holds the answer.
  func abandon(_ sending: Task<Sent, any Error>) {}

  var longestAnswer: Double? { nil }

  /// Most services tell by status and code.
  func cleared(_ refusal: ServiceRefusal, of query: ApprovedQuery) async throws -> ServiceRefusal { refusal }
}

/// Ends a whole run with this error, whatever its parts brought: the receiver of rows failed, or rows were taken back.
struct EndOfRun: Error { let error: any Error }

/// What one request brought.
struct PartAnswer: Equatable, Sendable {
  /// Why rows of it are missing; nil when it is whole.
  var partial: String?
  /// The service gave no more because of the size of the answer: the same query over less time would bring the rest.
  var isTooLarge = false
  /// A row more than the limit came.
  var isFull = false
  /// The line broke, or what came could not be read to its end.
  var isBroken: Bool { problem != nil }
  /// How the line broke; nil when the body came to its end.
  var problem: Problem?
  /// Another try may end better.
  var isWorthRetrying: Bool { problem.map { $0.retry != .never } ?? false }
  var notes: [String] = []
  var scannedRows: Int?
  var scannedBytes: Int?
}

/// A service's no, before any row came.
struct ServiceRefusal: Error, Equatable, Sendable {
  var problem: Problem
  /// The same query over less time may work: it took too long, or its answer is too large.
  var isTooMuch = false
  /// Status and code fit a wrong query as well as an answer that is too large; `QueryService.cleared` tells which it is.
  var isUnclear = false
}
