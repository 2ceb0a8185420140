import Casefile
import GRDB
import HuntPipeline
import MicrosoftData

/// Writes names down within one transaction, where they can be looked up by the words of a text.
///
/// Nothing is ever taken out: to know too many names is no harm, and whoever was deleted is somebody still.
struct IdentityBook {
  /// A column of identities.
  struct Spot {
    let column: String
    let kind: IdentityKind
    /// Columns whose values are read alike have the same.
    let group: Int

    /// Nil for a column that promises no identity.
    init?(column: String) {
      guard let kind = IdentityKind(column: column) else { return nil }
      self.column = column
      self.kind = kind
      group = (IdentityKind.allCases.firstIndex(of: kind) ?? 0) * 2 + (IdentityReader.mayBeForeign(column) ? 1 : 0)
    }
  }

  private static let alertGroup = -1

  private let database: Database
  private let memory: IdentityMemory
  private let reader = IdentityReader { IdentityKind(column: $0) }
  private var fresh: Set<Int> = []

  init(_ database: Database, _ memory: IdentityMemory) {
    self.database = database
    self.memory = memory
  }

  /// Takes in a cell of a column as it is kept.
  mutating func take(_ stored: DatabaseValue, _ type: ColumnType, _ spot: Spot) throws {
    let hash: Int
    switch stored.storage {
    case .string(let text):
      guard text.utf8.count > 2 else { return }
      hash = IdentityMemory.hash(text, group: spot.group)
    case .blob(let bytes): hash = IdentityMemory.hash(String(decoding: bytes, as: UTF8.self), group: spot.group)
    case .int64(let number): hash = IdentityMemory.hash(String(number), group: spot.group)
    case .null, .double: return
    }
    guard !memory.holds(hash), fresh.insert(hash).inserted else { return }
    for name in reader.known(in: CellCoding.value(stored, type), column: spot.column) { try keep(name) }
  }

  /// Takes in the entities of an alert.
  mutating func take(_ alert: Alert) throws {
    for name in reader.known(in: alert) {
      let hash = IdentityMemory.hash(name.text + "\0" + name.kind.rawValue, group: IdentityBook.alertGroup - name.form.rawValue)
      guard !memory.holds(hash), fresh.insert(hash).inserted else { continue }
      try keep(name)
    }
  }

  /// To be called before the transaction ends.
  mutating func finish() {
    memory.remember(Array(fresh), when: database)
    fresh = []
  }

  private func keep(_ name: KnownIdentity) throws {
    let text = name.text.withoutNUL
    let key = KnownName.key(of: text)
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO known_identities(key, kind, form, text) VALUES (?, ?, ?, ?)
        ON CONFLICT(key) DO UPDATE SET kind = excluded.kind, form = 0, text = excluded.text WHERE form > 0 AND excluded.form = 0
        """)
    insert.setUncheckedArguments([key, name.kind.rawValue, name.form.rawValue, text.utf8.elementsEqual(key.utf8) ? nil : text])
    try insert.execute()
    guard database.changesCount > 0 else { return }
    let (word, length) = KnownName.beginning(ofKey: key)
    let count = try database.cachedStatement(
      sql: """
        INSERT INTO known_words(hash, lengths) VALUES (?, ?)
        ON CONFLICT(hash) DO UPDATE SET lengths = lengths | excluded.lengths WHERE lengths | excluded.lengths <> lengths
        """)
    count.setUncheckedArguments([word, Int64(bitPattern: length)])
    try count.execute()
  }
}
