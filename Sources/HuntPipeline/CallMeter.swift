import Locking

/// What the calls of one task sent and received, as we count it ourselves: a call that is stopped is paid for all the same, and a server may
/// say nothing of what it took, or write on past what it was asked for.
package final class CallMeter: Sendable {
  private struct State: Sendable {
    var sent = 0
    /// Tokens of answer that were counted.
    var answer = Tally()
    var reasoning = Tally()
    /// Those of the calls before the one under way.
    var before = 0
    var most = Int.max

    var output: Int { answer.tokens + reasoning.tokens }
    var waiting: Int { answer.waiting.utf8.count + reasoning.waiting.utf8.count }
  }

  private struct Tally: Sendable {
    var tokens = 0
    /// What came and was not counted yet.
    var waiting = ""
  }

  /// The answer went on past what was asked for.
  struct TooLong: Error {
    /// Tokens that were asked for.
    var most: Int
  }

  private let count: @Sendable (String) -> Int
  private let isExact: Bool
  private let state = Locked(State())

  private static let grace = 64
  /// Text is counted in stretches: tokens in many, not in every piece.
  private static let stretch = 1024

  /// `isExact` says whether `count` counts as the server does.
  package init(isExact: Bool = true, count: @escaping @Sendable (String) -> Int) {
    self.count = count
    self.isExact = isExact
  }

  /// A call with this bound begins.
  func begin(most: Int) {
    state.withLock { state in
      settle(&state)
      (state.most, state.before) = (most, state.output)
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
      case .text(let piece), .toolArguments(_, let piece): state.answer.waiting += piece
      case .reasoning(let piece): state.reasoning.waiting += piece
      case .retrying, .learnt: return
      }
      // No text has more tokens than bytes: near the bound every piece is counted, so that nothing is paid for beyond it unseen.
      let (most, sofar) = (CallMeter.allowance(of: state.most, isExact: isExact), state.output - state.before)
      if state.waiting >= CallMeter.stretch || sofar + state.waiting > most { settle(&state) }
      if state.output - state.before > most { throw TooLong(most: state.most) }
    }
  }

  /// Tokens of an answer of `most` tokens that may come before it is past doubt that the server writes on: our count of it may be beyond
  /// the server's.
  static func allowance(of most: Int, isExact: Bool) -> Int {
    most > 1 << 40 ? most : most + most * (isExact ? 10 : 25) / 100 + CallMeter.grace
  }

  private func settle(_ state: inout State) {
    for part in [\State.answer, \State.reasoning] where !state[keyPath: part].waiting.isEmpty {
      state[keyPath: part].tokens += count(state[keyPath: part].waiting)
      state[keyPath: part].waiting = ""
    }
  }

  /// Calls that a server has to be paid for: those that were sent and not refused, and at least one where anything came.
  package var paidCalls: Int { state.withLock { max($0.sent, $0.output > 0 || $0.waiting > 0 ? 1 : 0) } }

  /// Tokens of answer that came in all calls without reasoning.
  package var visible: Int {
    state.withLock { state in
      settle(&state)
      return state.answer.tokens
    }
  }

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
