import Casefile
package import HuntPipeline
import KQL
import Locking
import MicrosoftData

extension StoreBackend {
  /// Rows of a table that are looked through for names, newest first where it has times.
  private static let rowsLookedThrough = 50_000

  /// Users and hosts in the newest rows of every table. A table that cannot be read gives none: the names only help to read a request.
  package func knownNames() async -> KnownNames {
    guard let schemas = try? await schemas() else { return KnownNames() }
    let names = Locked(KnownNames())
    for schema in schemas {
      let profile = TableReference.standard.profile(of: schema.name) ?? TableProfile(guessing: schema)
      let hosts = profile.hosts.filter { schema.column(named: $0)?.type == .string }.prefix(2)
      let users = profile.users.filter { schema.column(named: $0)?.type == .string }.prefix(3)
      guard !hosts.isEmpty || !users.isEmpty else { continue }
      let columns = KQLFragment.joined((hosts + users).map { "\(name: $0)" }, by: ", ")
      let query: KQLFragment = "\(name: schema.name) | take \(StoreBackend.rowsLookedThrough) | distinct \(columns)"
      _ = try? await run(text: query.text) { batch in
        for row in batch.rows {
          names.withLock { names in
            for (place, cell) in row.enumerated() {
              if place < hosts.count { names.addHost(cell.text) } else { names.addUser(cell.text) }
            }
          }
        }
      }
    }
    return names.withLock { $0 }
  }
}

extension KnownNames {
  /// A host by its whole name and by the label before the first dot.
  fileprivate mutating func addHost(_ text: String) {
    let lower = text.lowercased()
    guard lower.utf8.count >= 3, lower.utf8.count < 256 else { return }
    hosts.insert(lower)
    if lower.first?.isLetter == true { hosts.insert(String(lower.prefix { $0 != "." })) }
  }

  /// A user by the whole name, without the domain before a backslash, and without the one after an at sign.
  fileprivate mutating func addUser(_ text: String) {
    let lower = text.lowercased()
    guard lower.utf8.count >= 3, lower.utf8.count < 256 else { return }
    let name = lower.split(separator: "\\").last.map(String.init) ?? lower
    users.insert(name)
    users.insert(String(name.prefix { $0 != "@" }))
  }
}
