package import Casefile
import GRDB
import HuntPipeline
import MicrosoftData

extension EmbeddedStore: RowKeeper {
  /// Rows of services take the same way as rows of files: cells are typed by their column, nothing that does not fit is lost, and
  /// columns that the table lacks are added.
  @discardableResult
  package func keep(table: String, rows: [JSONObject], identity: String) async throws -> Int {
    guard !rows.isEmpty else { return 0 }
    let identities = self.identities
    return try await write { database in
      let names = DelayedIdentities(identities)
      var target = TableTarget(named: table, encoding: .native, names: names)
      var fresh: [SourceRow] = []
      try EmbeddedStore.prepare(identity, of: target.schema, database)
      let known = try EmbeddedStore.known(identity, in: target.schema.name, database)
      var seen: Set<String> = []
      for row in rows {
        if let text = row[identity]?.string, !text.isEmpty {
          guard seen.insert(text).inserted, try !known(text) else { continue }
        }
        fresh.append(SourceRow(row, line: 0))
      }
      var start = 0
      while start < fresh.count {
        try target.write(Array(fresh[start..<min(start + FileImport.batchRows, fresh.count)]), database)
        start += FileImport.batchRows
      }
      try names.settle(database)
      return fresh.count
    }
  }

  /// The column and an index over it, so that asking whether a row is stored does not read the table.
  private static func prepare(_ identity: String, of schema: TableSchema, _ database: Database) throws {
    var table = try TableRegistry.ensure(schema, database)
    try TableRegistry.add([Casefile.Column(identity, .string)], to: &table, database)
    try TableRegistry.indexIdentity(identity, of: table, database)
  }

  /// Whether a row that is not the sample's bears this text.
  private static func known(_ identity: String, in name: String, _ database: Database) throws -> (String) throws -> Bool {
    guard let table = try TableRegistry.table(named: name, database), let column = table.column(named: identity) else {
      return { _ in false }
    }
    let sql = "SELECT EXISTS(SELECT 1 FROM \(table.quoted) WHERE \(column.physical.quotedName) = ? AND _sample IS NULL)"
    let statement = try database.makeStatement(sql: sql)
    return { text in try Bool.fetchOne(statement, arguments: [CellCoding.stored(.string(text))]) ?? false }
  }
}
