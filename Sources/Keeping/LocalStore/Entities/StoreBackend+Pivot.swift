package import HuntPipeline
package import Casefile
import KQL
import MicrosoftData

extension StoreBackend {
  /// The query of a pivot over the tables that have rows, or in words why there is none.
  ///
  /// `service` are the tables of the service that is asked instead; nil asks this store. Whether such a table has rows is known to the
  /// service alone. `mayRead` says which tables and columns the guardrails let through; what they would refuse is left out.
  package func draft(
    _ pivot: EntityPivot, service: [TableSchema]? = nil,
    mayRead: @escaping @Sendable (_ table: String, _ column: String) -> Bool = { _, _ in true }
  ) async throws
    -> PivotDraft
  {
    let tables: [TableSchema] = if let service { service } else { try await schemas() }
    let matches = tables.compactMap { EntityMatch(pivot.subject, in: $0) }.filter { match in
      match.time != nil && match.columns.allSatisfy { mayRead(match.schema.name, $0) }
    }
    let drafter = PivotDrafter(pivot, isService: service != nil, mayRead: mayRead)
    return drafter.draft(matches)
  }
}
