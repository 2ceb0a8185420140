/// How far our own counts of a model's input lay from what its provider reported, over the last calls.
package struct CountCorrection: Equatable, Sendable {
  /// Calls that were compared.
  package var calls: Int
  /// Input tokens by our own count, before any correction.
  package var counted: Int
  /// Input tokens by the provider's.
  package var reported: Int

  package init(calls: Int, counted: Int, reported: Int) {
    self.calls = calls
    self.counted = counted
    self.reported = reported
  }

  /// What our count is multiplied with: 1 until a call was compared. A server that reports nonsense moves estimates by a factor of three
  /// at most.
  package var factor: Double {
    guard calls > 0, counted > 0, reported > 0 else { return 1 }
    return min(3, max(1.0 / 3, Double(reported) / Double(counted)))
  }

  /// `+1.3 % over 12 calls`; nil when none was compared.
  package var words: String? {
    guard calls > 0, counted > 0 else { return nil }
    let tenths = Int(((factor - 1) * 1000).rounded())
    let sign = tenths < 0 ? "-" : "+"
    return "\(sign)\(abs(tenths) / 10).\(abs(tenths) % 10) % over \(calls) \(calls == 1 ? "call" : "calls")"
  }
}
