package import Casefile
package import HuntPipeline

package import SignIn
package import Transport

/// Runs approved KQL on workspaces of Azure Monitor Log Analytics, Microsoft Sentinel's among them.
///
/// Rows are delivered as they arrive. A range that is too long or too large is cut by time where that changes nothing.
package struct LogAnalyticsBackend: QueryBackend {
  /// Which workspaces are asked, and how.
  package struct Configuration: Equatable, Sendable {
    /// Ids (or names) of the workspaces, 1 to 100; the first is the one that is addressed.
    package var workspaces: [String]
    /// Seconds the service may take for one query, 1 to 600.
    package var wait: Int
    package var splitting: SplittingRules
    /// How young rows may be missing because they are still on their way.
    package var latency: TimeSpan
    /// Seconds without a byte of a body after which the line counts as dead.
    package var idle: Double

    package init(
      workspaces: [String], wait: Int = 180, splitting: SplittingRules = SplittingRules(), latency: TimeSpan = .minutes(20),
      idle: Double = 90
    ) {
      self.idle = idle
      self.workspaces = workspaces
      self.wait = min(600, max(1, wait))
      self.splitting = splitting
      self.latency = latency
    }
  }

  /// What the sender of this backend should retry by itself: everything that passes but a query that took too long, which is narrowed.
  package static let retryPolicy = RetryPolicy(statuses: [408, 425, 429, 500, 502, 503])

  /// With these codes the service says in a 403, and not in a 401, that the token is no good.
  package static let tokenCodes: Set<String> = ["InvalidAuthenticationToken", "InvalidTokenError"]

  /// Every table of a workspace has it.
  static let timeColumn = "TimeGenerated"

  let configuration: Configuration
  let sender: AuthorisedSender
  let surroundings: RetrySurroundings

  package var name: String { "log-analytics" }

  /// `sender` reaches the service's address and should have `retryPolicy`.
  package init(_ configuration: Configuration, sender: AuthorisedSender, surroundings: RetrySurroundings) {
    self.configuration = configuration
    self.sender = sender
    self.surroundings = surroundings
  }

  /// Delivers the rows as they arrive, up to the query's limit. Throws a `Problem` when none came because of an error.
  package func run(
    _ query: ApprovedQuery, progress: @escaping @Sendable (QueryProgress) -> Void, deliver: @Sendable (RowBatch) async throws -> Void
  ) async throws -> QueryOutcome {
    var run = QueryRun(
      self, query, rules: configuration.splitting, timeColumn: LogAnalyticsBackend.timeColumn,
      surroundings: surroundings, progress: progress)
    return try await run.run(deliver: deliver)
  }
}
