import Locking

/// What the calls of one task sent and received, as we count it ourselves: a call that is stopped is paid for all the same, and a server may
/// say nothing of what it took, or write on past what it was asked for.
package final class CallMeter: Sendable {
  private struct State: Sendable {
    var sent = 0
    /// Tokens of answer that were counted, reasoning included.
    var output = 0
    /// Those of the call under way.
    var outputOfCall = 0
    var most = Int.max
    /// What came and was not counted yet.
    var waiting = ""
  }

  /// The answer went on past what was asked for.
  struct TooLong: Error {
    /// Tokens that were asked for.
    var most: Int
  }

  private let count: @Sendable (String) -> Int
  /// Of a hundred: how far our count may be beyond a server's before it is past doubt that the server writes on.
  private let margin: Int
  private let state = Locked(State())

  private static let grace = 64
  /// Text is counted in stretches: tokens in many, not in every piece.
  private static let stretch = 1024

  /// `isExact` says whether `count` counts as the server does.
  package init(isExact: Bool = true, count: @escaping @Sendable (String) -> Int) {
    self.count = count
    margin = isExact ? 10 : 25
  }

  /// A call with this bound begins.
  func begin(most: Int) {
    state.withLock { state in
      settle(&state)
      (state.most, state.outputOfCall) = (most, 0)
    }
  }

  /// The request is about to leave: from here on it may have to be paid for, whatever comes of it.
  package func sent() { state.withLock { $0.sent += 1 } }

  /// What was sent last was refused, or never arrived: it costs nothing.
  package func refused() { state.withLock { $0.sent = max(0, $0.sent - 1) } }

  /// Takes note of a piece; throws once more came than was asked for.
  func take(_ delta: ModelDelta) throws {
    try state.withLock { state in
      switch delta {
      case .text(let piece), .reasoning(let piece), .toolArguments(_, let piece):
        state.waiting += piece
        if state.waiting.utf8.count >= CallMeter.stretch { settle(&state) }
        if state.outputOfCall > bound(state.most) { throw TooLong(most: state.most) }
      case .retrying, .learnt: break
      }
    }
  }

  private func bound(_ most: Int) -> Int { most > 1 << 40 ? most : most + most * margin / 100 + CallMeter.grace }

  private func settle(_ state: inout State) {
    guard !state.waiting.isEmpty else { return }
    let tokens = count(state.waiting)
    state.waiting = ""
    state.output += tokens
    state.outputOfCall += tokens
  }

  /// Calls that a server has to be paid for: those that were sent and not refused, and at least one where anything came.
  package var paidCalls: Int { state.withLock { max($0.sent, $0.output > 0 || !$0.waiting.isEmpty ? 1 : 0) } }

  /// Tokens of answer that came in all calls.
  package var output: Int {
    state.withLock { state in
      settle(&state)
      return state.output
    }
  }
}

extension CallMeter: Equatable {
  package static func == (first: CallMeter, second: CallMeter) -> Bool { first === second }
}

extension CallMeter.TooLong {
  /// Why the answer was cut.
  var cause: String { "the server wrote on past the \(most) tokens it was asked for" }
}
