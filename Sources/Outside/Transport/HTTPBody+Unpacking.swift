extension HTTPBody {
  /// How the bytes of a body are packed, by its head.
  enum Packing: Equatable, Sendable {
    case none
    case zlib
    /// A form that was not asked for, or several on top of each other.
    case unknown

    init(_ headers: HTTPHeaders) {
      let names = headers.values("content-encoding").flatMap { $0.split(separator: ",") }
        .map { $0.trimmingBlanks().lowercased() }.filter { !$0.isEmpty && $0 != "identity" }
      switch names {
      case []: self = .none
      case ["gzip"], ["x-gzip"], ["deflate"]: self = .zlib
      default: self = .unknown
      }
    }
  }

  /// What a reader of that exchange calls for its next bytes.
  static func pull(_ exchange: Exchange, _ packing: Packing) -> @Sendable () async throws -> [UInt8]? {
    switch packing {
    case .none:
      return { try await exchange.next() }
    case .unknown:
      return {
        guard try await exchange.next() != nil else { return nil }
        throw exchange.fail(.undecodable)
      }
    case .zlib:
      guard let unpacker = Unpacker(maximum: exchange.request.maximumBody) else { return { throw exchange.fail(.other) } }
      return { try await nextUnpacked(exchange, unpacker) }
    }
  }

  private static func nextUnpacked(_ exchange: Exchange, _ unpacker: Unpacker) async throws -> [UInt8]? {
    try Task.checkCancellation()
    while true {
      do {
        if let bytes = try unpacker.next() { return bytes }
      } catch {
        throw exchange.fail(error)
      }
      guard let packed = try await exchange.next() else {
        guard unpacker.isAtEnd else { throw exchange.fail(.cut) }
        return nil
      }
      unpacker.feed(packed)
    }
  }
}
