import Casefile
import GRDB
import HuntPipeline
import Locking
import MicrosoftData

/// Collects names, and writes them down where they can be looked up by the words of a text.
///
/// They are written many at a time and in the order of the pages they go to: one by one, each name of a large store would touch pages of its
/// own. Nothing is ever taken out: to know too many names is no harm, and whoever was deleted is somebody still. One thread uses a book.
final class IdentityBook {
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
  private static let most = 50_000

  private let memory: IdentityMemory
  private let reader = IdentityReader(kindOf: KindMemory.kind)
  /// Hashes of what was taken in since names were written down last.
  private var fresh: Set<Int> = []
  private var waiting: [WaitingName] = []

  init(_ memory: IdentityMemory) { self.memory = memory }

  /// Whether so many names wait that they should be written down.
  var isFull: Bool { waiting.count >= IdentityBook.most || fresh.count >= 2 * IdentityBook.most }

  /// Takes in a cell of a column as it is kept.
  func take(_ stored: DatabaseValue, _ type: ColumnType, _ spot: Spot) {
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
    for name in reader.known(in: CellCoding.value(stored, type), column: spot.column) { keep(name) }
  }

  /// Takes in the entities of an alert.
  func take(_ alert: Alert) {
    for name in reader.known(in: alert) {
      let hash = IdentityMemory.hash(name.text + "\0" + name.kind.rawValue, group: IdentityBook.alertGroup - name.form.rawValue)
      if !memory.holds(hash), fresh.insert(hash).inserted { keep(name) }
    }
  }

  private func keep(_ name: KnownIdentity) { waiting.append(WaitingName(name)) }

  /// Writes down all that was taken in; to be called before the transaction ends.
  func write(_ database: Database) throws {
    defer { (waiting, fresh) = ([], []) }
    memory.remember(fresh, when: database)
    guard !waiting.isEmpty else { return }
    var words: [(hash: Int64, lengths: UInt64)] = []
    let insert = try QuickInsert(
      database,
      """
      INSERT INTO known_identities(key, kind, form, text) VALUES (?, ?, ?, ?)
      ON CONFLICT(key) DO UPDATE SET kind = excluded.kind, form = 0, text = excluded.text WHERE form > 0 AND excluded.form = 0
      """)
    for place in WaitingName.places(inOrder: waiting) {
      let name = waiting[place]
      insert.bind(name.form.rawValue, at: 3)
      let isNew = try insert.run(name.key, name.kind.rawValue, name.spelling)
      guard isNew else { continue }
      let (hash, length) = KnownName.beginning(ofKey: name.key)
      words.append((hash, length))
    }
    try write(&words, database)
  }

  private func write(_ words: inout [(hash: Int64, lengths: UInt64)], _ database: Database) throws {
    words.sort { $0.hash < $1.hash }
    let insert = try QuickInsert(
      database,
      """
      INSERT INTO known_words(hash, lengths) VALUES (?, ?)
      ON CONFLICT(hash) DO UPDATE SET lengths = lengths | excluded.lengths WHERE lengths | excluded.lengths <> lengths
      """)
    var place = 0
    while place < words.count {
      var (hash, lengths) = words[place]
      place += 1
      while place < words.count, words[place].hash == hash {
        lengths |= words[place].lengths
        place += 1
      }
      insert.bind(Int(hash), at: 1)
      insert.bind(Int(Int64(bitPattern: lengths)), at: 2)
      try insert.run()
    }
  }
}

/// What columns name, told once a name of a column: it is asked for every cell.
private enum KindMemory {
  private static let most = 4096
  private static let kinds = Locked<[String: IdentityKind?]>([:])

  @Sendable static func kind(_ column: String) -> IdentityKind? {
    kinds.withLock { kinds in
      if let known = kinds[column] { return known }
      if kinds.count >= most { kinds = [:] }
      let kind = IdentityKind(column: column)
      kinds[column] = .some(kind)
      return kind
    }
  }
}

/// A name on its way into the store.
private struct WaitingName {
  let key: String
  let kind: IdentityKind
  let form: KnownIdentity.Form
  /// Nil where it is the key.
  let spelling: String?

  init(_ name: KnownIdentity) {
    let text = name.text.withoutNUL
    key = KnownName.key(of: text)
    kind = name.kind
    form = name.form
    spelling = text.utf8.count == key.utf8.count && text.utf8.elementsEqual(key.utf8) ? nil : text
  }

  /// A name's place and the first bytes of its key, so that few comparisons look at texts.
  private struct Place {
    var first: UInt64
    var second: UInt64
    var place: Int
  }

  /// The places of names in the order in which the store has their keys; those of one key stay in the order they came in.
  static func places(inOrder names: [WaitingName]) -> [Int] {
    let places = names.indices.map { place in
      var bytes = names[place].key.utf8.makeIterator()
      func next() -> UInt64 { (0..<8).reduce(into: 0) { number, _ in number = number << 8 | UInt64(bytes.next() ?? 0) } }
      return Place(first: next(), second: next(), place: place)
    }
    return places.sorted { one, other in
      if one.first != other.first { return one.first < other.first }
      if one.second != other.second { return one.second < other.second }
      let (left, right) = (names[one.place].key.utf8, names[other.place].key.utf8)
      return left.elementsEqual(right) ? one.place < other.place : left.lexicographicallyPrecedes(right)
    }.map(\.place)
  }
}
