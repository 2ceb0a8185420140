package import Casefile

/// Keeps stand-ins, so that a name has the same one in every hunt of a workspace.
package protocol StandInKeeper: Sendable {
  /// All stand-ins of a workspace.
  func standIns(of workspace: String) async throws -> [StandIn]
  /// Keeps stand-ins; a name that has one keeps it.
  func keep(_ standIns: [StandIn], of workspace: String) async throws
}

/// What hiding names works with.
package struct ConcealingPorts: Sendable {
  package var keeper: any StandInKeeper
  /// What a column, or a member of an object, names.
  package var kindOf: @Sendable (_ column: String) -> IdentityKind?
  /// Users and hosts that the workspace's own store has seen.
  package var knownNames: @Sendable () async -> KnownNames

  package init(
    keeper: any StandInKeeper, kindOf: @escaping @Sendable (_ column: String) -> IdentityKind?,
    knownNames: @escaping @Sendable () async -> KnownNames
  ) {
    self.keeper = keeper
    self.kindOf = kindOf
    self.knownNames = knownNames
  }

  /// Hides nothing but what shows by its shape, and keeps nothing.
  package static let none = ConcealingPorts(keeper: NoKeeper(), kindOf: { _ in nil }, knownNames: { KnownNames() })

  private struct NoKeeper: StandInKeeper {
    func standIns(of workspace: String) async throws -> [StandIn] { [] }
    func keep(_ standIns: [StandIn], of workspace: String) async throws {}
  }
}
