internal import Casefile
internal import Locking
internal import Transport

/// Who hears, while a token is asked for, that somebody lets us wait: a login service that stalls must not look like a program that hangs.
enum SignInWait {
  typealias Teller = @Sendable (_ afterSeconds: Double, _ cause: String) -> Void

  /// A listener by reference: a bare closure as the value of a task ends optimised programs in a crash (Swift 6.3.1 on Linux).
  final class Listener: Sendable {
    let tell: Teller

    init(_ tell: @escaping Teller) { self.tell = tell }
  }

  @TaskLocal static var listener: Listener?

  /// Runs `body`; as long as it lasts, it is told again and again that nothing came. `subject` begins the sentence, such as a host.
  static func told<Value: Sendable>(
    of subject: String, every pause: Double = SilenceWatch.patience, sleep: @escaping SilenceWatch.Sleep = SilenceWatch.realSleep,
    _ body: () async throws -> Value
  ) async throws -> Value {
    guard let tell = listener?.tell else { return try await body() }
    let silence = SilenceWatch(sleep: sleep)
    // Ends before this does, so that nothing is told of a silence that is over.
    async let _: Void = silence.run(every: pause) { tell(pause, "signing in: \(subject) has not answered for \($0) s") }
    return try await body()
  }

  /// Tells of a pause before the next try, to those who hear of every retry and to whoever waits for the token. `asker` is the service, for
  /// people, where it named the time itself: its end is told then.
  static func tellPause(_ seconds: Double, _ cause: String, askedBy asker: String?, _ surroundings: RetrySurroundings) {
    surroundings.onRetry(seconds, cause)
    guard let tell = listener?.tell else { return }
    let until = (surroundings.now() + .seconds(min(seconds, longestPause))).text(decimals: 0)
    tell(seconds, "signing in: " + (asker.map { "\($0) asks to be left alone until \(until): \(cause)" } ?? cause))
  }

  /// Seconds; a day, so that no moment lies beyond the calendar.
  private static let longestPause = 86_400.0
}

/// All who wait for one token, and hear the same.
final class SignInListeners: Sendable {
  private let listeners = Locked<[Int: SignInWait.Teller]>([:])
  private let unheard: SignInWait.Teller

  /// `unheard` hears what nobody else does.
  init(unheard: @escaping SignInWait.Teller) { self.unheard = unheard }

  func add(_ number: Int, _ listener: SignInWait.Teller?) { listeners.withLock { $0[number] = listener } }

  func remove(_ number: Int) { listeners.withLock { $0[number] = nil } }

  func tell(_ seconds: Double, _ cause: String) {
    let all = listeners.withLock { Array($0.values) }
    for listener in all.isEmpty ? [unheard] : all { listener(seconds, cause) }
  }
}
