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
  /// Shows the columns of identities of the rows that the workspace's own store holds. Throws where they cannot be read: then nothing may
  /// be sent, for who is not known cannot be hidden.
  package var knownRows: @Sendable (_ show: @escaping @Sendable (RowBatch) -> Void) async throws -> Void

  package init(
    keeper: any StandInKeeper, kindOf: @escaping @Sendable (_ column: String) -> IdentityKind?,
    knownRows: @escaping @Sendable (_ show: @escaping @Sendable (RowBatch) -> Void) async throws -> Void
  ) {
    self.keeper = keeper
    self.kindOf = kindOf
    self.knownRows = knownRows
  }

  /// Hides nothing but what shows by its shape, and keeps nothing.
  package static let none = ConcealingPorts(keeper: NoKeeper(), kindOf: { _ in nil }, knownRows: { _ in })

  private struct NoKeeper: StandInKeeper {
    func standIns(of workspace: String) async throws -> [StandIn] { [] }
    func keep(_ standIns: [StandIn], of workspace: String) async throws {}
  }
}
