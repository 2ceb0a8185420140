package import Casefile

/// Keeps rows that come with alerts, so that they can be queried on this machine.
package protocol RowKeeper: Sendable {
  /// Keeps rows of one table, each by column. A row whose text in the column `identity` is stored there already, or came before in
  /// `rows`, is left out; one without that text is always kept. Returns how many were kept. Throws a `Problem`; then none of them was.
  func keep(table: String, rows: [JSONObject], identity: String) async throws -> Int
}
