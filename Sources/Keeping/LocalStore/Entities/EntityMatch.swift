import Casefile
import HuntPipeline
import KQL
import MicrosoftData

/// How a table's rows are told to be about an entity: which columns, and which spellings of its name.
struct EntityMatch: Sendable {
  let schema: TableSchema
  let profile: TableProfile
  let time: String?
  /// Columns that may hold the name, the likeliest first; never empty.
  let columns: [String]
  private let subject: EntitySubject

  /// Nil where the table has no column for such an entity.
  init?(_ subject: EntitySubject, in schema: TableSchema) {
    let profile = TableReference.standard.profile(of: schema.name) ?? TableProfile(guessing: schema)
    let named: [String] =
      switch subject.kind {
      case .host: profile.hosts
      case .user: EntityMatch.accounts(profile.users, subject.name)
      case .address: profile.addresses
      case .hash: profile.hashes.filter { EntityMatch.holds($0, hashOfLength: subject.name.utf8.count) }
      case .file: profile.files.filter { $0.lowercased().hasSuffix("name") }
      }
    columns = named.filter { schema.column(named: $0)?.type == .string }
    guard !columns.isEmpty else { return nil }
    self.subject = subject
    self.schema = schema
    self.profile = profile
    time = schema.timeColumn
  }

  /// The columns of the table that hold machines and people, of types that are names.
  var host: String? { profile.hosts.first { schema.column(named: $0)?.type == .string } }
  var user: String? { profile.users.first { schema.column(named: $0)?.type == .string } }

  /// The condition that a row is about the entity.
  var condition: KQLFragment { KQLFragment.joined(columns.map(condition(on:)), by: " or ") }

  /// A name without blanks is an account, and is not looked for among display names.
  private static func accounts(_ columns: [String], _ name: String) -> [String] {
    guard !name.contains(" ") else { return columns }
    let accounts = columns.filter { !$0.hasSuffix("DisplayName") && $0 != "Identity" }
    return accounts.isEmpty ? columns : accounts
  }

  private static func holds(_ column: String, hashOfLength length: Int) -> Bool {
    let kinds = ["md5": 32, "sha1": 40, "sha256": 64]
    let word = column.lowercased()
    guard let kind = kinds.first(where: { word.contains($0.key) }) else { return true }
    return kind.value == length
  }

  private func condition(on column: String) -> KQLFragment {
    switch subject.kind {
    case .host: return hostCondition(column)
    case .user: return userCondition(column)
    case .hash, .file: return "\(name: column) =~ \(subject.name)"
    case .address:
      let spellings = NetworkAddress(subject.name)?.spellings ?? [subject.name]
      return "\(name: column) in~ \(list: spellings.map(Value.string))"
    }
  }

  /// The full name means the short one too; the short one means every full one that begins with it.
  private func hostCondition(_ column: String) -> KQLFragment {
    let host = HostName(subject.name)
    if host.domain.isEmpty { return "\(name: column) =~ \(host.short) or \(name: column) startswith \(host.short + ".")" }
    return "\(name: column) in~ \(list: [.string(host.short + "." + host.domain), .string(host.short)])"
  }

  /// Every way to write the account, but not one that names another domain in the same way.
  private func userCondition(_ column: String) -> KQLFragment {
    let user = AccountName(subject.name)
    var exact = [user.account]
    if !user.suffix.isEmpty { exact.append(user.account + "@" + user.suffix) }
    if !user.domain.isEmpty { exact.append(user.domain + "\\" + user.account) }
    var condition: KQLFragment = "\(name: column) in~ \(list: exact.map(Value.string))"
    if user.suffix.isEmpty { condition = "\(condition) or \(name: column) startswith \(user.account + "@")" }
    if user.domain.isEmpty { condition = "\(condition) or \(name: column) endswith \("\\" + user.account)" }
    return condition
  }
}
