internal import Casefile
internal import Foundation

extension RetrySurroundings {
  /// The machine's own clock and chance; waiting ends at once when the task is cancelled.
  package static func system(onRetry: @escaping @Sendable (Double, String) -> Void = { _, _ in }) -> RetrySurroundings {
    var surroundings = RetrySurroundings(
      now: { DateTime(unixSeconds: Date().timeIntervalSince1970) }, chance: { Double.random(in: 0...1) },
      sleep: { try await Task.sleep(for: .seconds($0)) }, onRetry: onRetry)
    surroundings.patience = SilenceWatch.patience
    return surroundings
  }
}
