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
  /// Who the workspace's own store knows. What it throws keeps everything from being sent.
  package var known: any KnownIdentities

  package init(
    keeper: any StandInKeeper, kindOf: @escaping @Sendable (_ column: String) -> IdentityKind?, known: any KnownIdentities
  ) {
    self.keeper = keeper
    self.kindOf = kindOf
    self.known = known
  }

  /// Hides nothing but what shows by its shape, and keeps nothing.
  package static let none = ConcealingPorts(keeper: NoKeeper(), kindOf: { _ in nil }, known: NobodyKnown())

  private struct NoKeeper: StandInKeeper {
    func standIns(of workspace: String) async throws -> [StandIn] { [] }
    func keep(_ standIns: [StandIn], of workspace: String) async throws {}
  }
}
