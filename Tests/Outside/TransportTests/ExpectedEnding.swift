import TestSupport

@testable import Transport

/// How a request to a faulty server must end, after how many sendings and waits.
struct ExpectedEnding {
  enum Ending: Equatable {
    /// The healthy answer, whole.
    case answer
    /// So many bytes of something else, with status 200.
    case bytes(Int)
    case status(Int)
    case failure(HTTPFailure.Reason)
  }

  var ending: Ending
  /// Requests that reach the server.
  var visits = 1
  /// Seconds between them, as the injected clock saw them.
  var waits: [Double] = []
  var timeouts = HTTPRequest.Timeouts(connect: 600, firstByte: 600, idle: 600)
  /// Then a busy machine may make the server see more or fewer requests.
  var isTimed = false

  private static let headLimit = 256 << 10

  init(_ fault: Fault) {
    switch fault {
    case .healthy, .interimHeads, .lengthTooSmall, .trailers, .packed, .packedPadded, .drippedEvents: self.init(.answer)
    case .emptyBody: self.init(.bytes(0))
    case .wrongType: self.init(.bytes(35))
    case .halfJSON: self.init(.bytes(28))
    case .halfEvent: self.init(.bytes(40))
    case .nonsense, .endlessEvent: self.init(.bytes(Fault.floodBytes))
    case .smallBomb: self.init(.bytes(32 << 20))
    case .bomb: self.init(.failure(.tooLarge(limit: 64 << 20)))
    case .cutInBody, .resetInBody, .cutInChunk, .cutAfterEvent, .packedCut: self.init(.failure(.cut))
    case .packedTwice, .packedOtherwise, .packedBroken: self.init(.failure(.undecodable))
    case .chunkSizeOfLetters, .chunkSizeTooLarge: self.init(.failure(.malformed))
    case .endlessTrailers: self.init(.failure(.tooLarge(limit: ExpectedEnding.headLimit)))
    default: self.init(beforeBody: fault)
    }
  }

  private init(beforeBody fault: Fault) {
    switch fault {
    case .noContentWithBody: self.init(.status(204))
    case .notModifiedWithBody: self.init(.status(304))
    case .redirectWithoutTarget: self.init(.status(302))
    case .redirectElsewhere: self.init(.failure(.redirectRefused(to: "127.0.0.1")))
    case .redirectInCircles: self.init(.failure(.tooManyRedirects), visits: 6)
    case .rubbish, .bodyWithoutHead, .statusOfLetters, .nulInHead, .lineWithoutColon, .negativeLength, .twoLengths, .redirectToFile,
      .switchedProtocol:
      self.init(.failure(.malformed))
    case .endlessHeadLine, .endlessHead, .endlessInterimHeads: self.init(.failure(.tooLarge(limit: ExpectedEnding.headLimit)))
    case .closedAtOnce, .resetAtOnce, .cutInHead, .resetInHead: self.init(again: .failure(.cut))
    case .tooManyRequests, .quotaUsedUp: self.init(again: .status(429))
    case .internalError: self.init(again: .status(500))
    case .overloaded: self.init(again: .status(529))
    case .tooManyRequestsForAnHour: self.init(.status(429))
    case .shouldNotRetry: self.init(.status(503))
    case .unauthorised: self.init(.status(401))
    case .notFound: self.init(.status(404))
    case .tooManyRequestsForSeconds: self.init(.answer, visits: 2, waits: [2])
    case .tooManyRequestsUntilDate: self.init(.answer, visits: 2, waits: [10])
    case .tooManyRequestsForMilliseconds: self.init(.answer, visits: 2, waits: [0.25])
    case .unavailableOnce: self.init(.answer, visits: 2, waits: [0.5])
    case .stalledBody: self.init(late: .idle, .init(connect: 600, firstByte: 600, idle: 0.1))
    case .drippedBody: self.init(late: .total, .init(connect: 600, firstByte: 600, idle: 600, total: 0.3))
    default: self.init(late: .firstByte, .init(connect: 600, firstByte: 0.05, idle: 600))
    }
  }

  private init(_ ending: Ending, visits: Int = 1, waits: [Double] = []) {
    (self.ending, self.visits, self.waits) = (ending, visits, waits)
  }

  /// Tried to the end.
  private init(again ending: Ending) { self.init(ending, visits: 4, waits: [0.5, 1, 2]) }

  private init(late stage: HTTPFailure.Stage, _ timeouts: HTTPRequest.Timeouts) {
    self.init(.failure(.timedOut(stage)))
    self.timeouts = timeouts
    isTimed = true
  }
}
