internal import Locking

/// The body of an answer as chunks of bytes, read once and by one reader.
///
/// Nothing is read ahead beyond the engine's mark, so a slow reader slows the server. Dropping the iterator, or the body unread,
/// ends the transfer. After a failure what had come is delivered first.
package struct HTTPBody: AsyncSequence, Sendable {
  package typealias Element = [UInt8]

  private let pull: @Sendable () async throws -> [UInt8]?
  private let owner: Owner
  private let host: String
  private let progressed: @Sendable () -> Void

  /// Runs `end` when the last copy of a body or of its iterator is gone.
  private final class Owner: Sendable {
    let end: @Sendable () -> Void
    init(_ end: @escaping @Sendable () -> Void) { self.end = end }
    deinit { end() }
  }

  init(_ exchange: Exchange, packing: Packing) {
    pull = HTTPBody.pull(exchange, packing)
    host = exchange.address.host
    owner = Owner { exchange.cancel() }
    progressed = { exchange.progressed() }
  }

  /// A body of known chunks, for replays and tests. `progressed` hears of each `gotOn`.
  package init(chunks: [[UInt8]], failure: (any Error & Sendable)? = nil, progressed: @escaping @Sendable () -> Void = {}) {
    let rest = Locked(chunks[...])
    pull = {
      try Task.checkCancellation()
      if let chunk = rest.withLock({ $0.popFirst() }) { return chunk }
      if let failure { throw failure }
      return nil
    }
    owner = Owner {}
    host = ""
    self.progressed = progressed
  }

  private init(
    pull: @escaping @Sendable () async throws -> [UInt8]?, owner: Owner, host: String, progressed: @escaping @Sendable () -> Void
  ) {
    self.progressed = progressed
    self.pull = pull
    self.owner = owner
    self.host = host
  }

  /// To be said by a reader that found something useful: `Timeouts.progress` counts from here.
  package func gotOn() { progressed() }

  /// The same body, each chunk changed on its way. `change` gets nil at the end, and may give back what it held until then.
  package func changed(_ change: @escaping @Sendable ([UInt8]?) -> [UInt8]?) -> HTTPBody {
    let before = pull
    return HTTPBody(
      pull: {
        while let chunk = try await before() {
          if let changed = change(chunk), !changed.isEmpty { return changed }
        }
        guard let rest = change(nil), !rest.isEmpty else { return nil }
        return rest
      }, owner: owner, host: host, progressed: progressed)
  }

  package struct Iterator: AsyncIteratorProtocol {
    fileprivate let pull: @Sendable () async throws -> [UInt8]?
    /// The iterator ends the transfer when it goes, and keeps the body from ending it earlier.
    fileprivate let owners: [any AnyObject & Sendable]

    /// The next bytes, never empty; nil at the end.
    package mutating func next() async throws -> [UInt8]? { try await pull() }
  }

  package func makeAsyncIterator() -> Iterator {
    Iterator(pull: pull, owners: [owner, Owner(owner.end)])
  }

  /// The whole body, where it is known to be small; more than `limit` bytes fail as too large.
  package func collect(upTo limit: Int = 64 << 20) async throws -> [UInt8] {
    var whole: [UInt8] = []
    for try await chunk in self {
      guard whole.count + chunk.count <= limit else { throw HTTPFailure(.tooLarge(limit: limit), host: host) }
      whole.append(contentsOf: chunk)
    }
    return whole
  }
}
