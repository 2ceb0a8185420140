/// Requests that are sent one after the other, each with its own answer.
protocol SentInTurn {
  associatedtype Request
  associatedtype Result
  var number: Int { get }
  var phase: WriteBackState.Phase { get set }
  var requests: [Request] { get }
  var results: [Result] { get set }
  var scroll: Int { get set }
}

extension WriteBackState: SentInTurn {}
extension SubscriptionsState: SentInTurn {}

extension SentInTurn {
  /// Takes what became of the next request; its last one ends the sending. False for an answer to something else.
  mutating func take(_ result: Result, of number: Int) -> Bool {
    guard self.number == number, phase == .sending else { return false }
    results.append(result)
    if results.count >= requests.count { phase = .ended }
    return true
  }

  /// The same as a window shows it, scrolled as that window is; nil where it shows another one.
  func shown(in window: Self?) -> Self? {
    guard let window, window.number == number else { return nil }
    var shown = self
    shown.scroll = window.scroll
    return shown
  }
}

extension Overlay {
  var change: WriteBackState? { if case .writeBack(let state) = self { state } else { nil } }
  var subscriptions: SubscriptionsState? { if case .subscriptions(let state) = self { state } else { nil } }
}
