package import Casefile
import HuntPipeline

extension SchemaKeeper {
  /// How many tables the service tells now, and when it told them.
  package func reread() async throws -> (tables: Int, time: DateTime)? {
    let told = try await refreshed()
    return (told.tables.count, told.fetched)
  }
}
