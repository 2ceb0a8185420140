package import Casefile
internal import Decoding
internal import Locking

/// What one hunt hides: the identities that are known, and the stand-in of each that was needed so far.
///
/// Feed it everything that is known (`note…`), then conceal what goes out, and reveal what comes back. A stand-in is given when an identity
/// is first replaced, so that numbers stay small; it stays the same for the workspace. No stand-in is ever a word that stands in the
/// rows, so that nothing else turns into a name on the way back.
package final class Concealment: Sendable {
  struct Entry: Sendable {
    var identity: Identity
    var standIn: String?
  }

  struct State: Sendable {
    var entries: [Entry] = []
    var numbers: [String: Int] = [:]
    var index = TermIndex()
    /// Whole values of cells and names, as they must not go out.
    var values = TermIndex()
    var valueTexts: [String] = []
    /// By kind and number of a stand-in, the number of its entry.
    var originals: [String: Int] = [:]
    var next: [IdentityKind: Int] = [:]
    /// Stand-ins given since the last `takeNew`.
    var fresh: [StandIn] = []
    /// Texts that were looked at, by column of identities; by no name for all other columns.
    var seen: [String: Set<String>] = [:]
    var concealed: [String: String] = [:]
    /// Texts that were noted and whose names the store was not asked for yet.
    var unread: [String] = []
    /// How long names are that begin with a word the store was asked for; 0 where none does.
    var lengths: [Int64: UInt64] = [:]
    /// Keys that the store was asked for.
    var asked: Set<String> = []
    /// Stand-ins that may still be somebody's name in the store.
    var unchecked: [String] = []
    /// Codes that were written anew, with what stood there.
    var codes: [String: String] = [:]
  }

  let reader: IdentityReader
  /// Who is known besides.
  let known: any KnownIdentities
  /// Words of our own prompts: replaced only where they are a whole cell of identities.
  let frame: Set<String>
  let state = Locked(State())

  static let mostRemembered = 200_000

  /// `kept` are the stand-ins of the workspace so far.
  package init(
    reader: IdentityReader, kept: [StandIn] = [], frame: Set<String> = [], known: (any KnownIdentities)? = nil
  ) {
    self.reader = reader
    self.known = known ?? NobodyKnown()
    self.frame = frame
    state.withLock { state in
      for entry in kept {
        guard let kind = IdentityKind(rawValue: entry.kind) else { continue }
        add(Identity(kind, entry.identity), &state)
        guard let place = state.numbers[entry.identity.lowercased()], state.entries[place].standIn == nil else { continue }
        give(entry.standIn, to: place, &state)
      }
    }
  }

  // What is known.

  /// Takes note of the identities in rows.
  package func note(_ rows: [[Value]], columns: [Column]) {
    state.withLock { state in
      for (place, column) in columns.enumerated() {
        let kind = reader.kind(ofColumn: column.name)
        for row in rows where place < row.count { note(row[place], column.name, kind, &state) }
      }
    }
  }

  /// Takes note of an alert's entities, whatever its rows call them.
  package func note(_ alerts: [Alert]) {
    state.withLock { state in
      for name in alerts.flatMap({ Concealment.names(of: $0, reader) }) { note(value: name.value, as: name.kind, name.column, &state) }
    }
  }

  /// Takes note of what is known of the workspace itself, such as its tenant.
  package func note(_ identities: [Identity]) {
    state.withLock { state in for identity in identities { note(value: identity.text, as: identity.kind, "", &state) } }
  }

  /// Takes note of the identities that show by their shape in a free text. One in which stand-ins may stand already says nothing of words
  /// that look like them.
  package func note(text: String, mayHoldStandIns: Bool = false) {
    state.withLock { state in
      for identity in TextIdentities.identities(in: text) {
        if mayHoldStandIns, state.originals[identity.key] != nil { continue }
        add(identity, &state)
      }
    }
  }

  private func note(_ value: Value, _ column: String, _ kind: IdentityKind?, _ state: inout State) {
    switch value {
    case .string, .guid, .dynamic: break
    case .long where kind != nil: break
    default: return
    }
    let text = value.text
    guard text.utf8.count > 1 else { return }
    let group = kind == nil ? "" : column
    let known = state.seen[group]?.count ?? 0
    if known < Concealment.mostRemembered {
      guard state.seen[group, default: []].insert(text).inserted else { return }
    } else if state.seen[group]?.contains(text) == true {
      return
    }
    if kind != nil || value.holdsJSON {
      for identity in reader.identities(in: value, column: column) { add(identity, &state) }
    }
    if let kind, case .long = value { add(Identity(kind, text), &state) }
    if let kind, !value.holdsJSON { noteValue(text, kind, column, &state) }
    noteText(text, &state)
    state.unread.append(text)
    for piece in value.decoded {
      noteText(piece.text, &state)
      state.unread.append(piece.text)
    }
  }

  private func note(value: String, as kind: IdentityKind, _ column: String, _ state: inout State) {
    for identity in reader.identities(of: value, as: kind, column: column) { add(identity, &state) }
    noteValue(value, kind, column, &state)
  }

  /// The whole value must not go out either, unless there is nothing in it to hide. Where some part of it cannot be hidden in free text, as
  /// in `report@gmail.com` or `CONTOSO\jd`, it is hidden as one.
  private func noteValue(_ text: String, _ kind: IdentityKind, _ column: String, _ state: inout State) {
    guard Concealment.isWhole(text, kind) else { return }
    let parts = reader.identities(of: text, as: kind, column: column)
    let whole = text.bareName
    guard !parts.isEmpty, isHiddenEverywhere(Identity(kind, whole)) else { return }
    if !parts.allSatisfy(isHiddenEverywhere) { add(Identity(kind, whole), &state) }
    state.values.add(whole, number: state.valueTexts.count)
    state.valueTexts.append(text)
  }

  /// Whether it is hidden in any text, not in its own cells alone; to look for longer names at every word would take a hostile time.
  func isHiddenEverywhere(_ identity: Identity) -> Bool {
    identity.isFreeWord && identity.text.utf8.count <= KnownName.longest && !frame.contains(identity.key)
  }

  private func noteText(_ text: String, _ state: inout State) {
    for identity in TextIdentities.identities(in: text) { add(identity, &state) }
  }

  /// Whether a value as a whole may name somebody.
  static func isWhole(_ text: String, _ kind: IdentityKind) -> Bool {
    text.utf8.count >= 3 && text.utf8.count <= 512 && (text.contains(where: \.isLetter) || kind == .address)
  }

  func add(_ identity: Identity, _ state: inout State) {
    if let bare = identity.bare { addBare(bare, &state) }
  }

  /// Lets a name be found in free texts; in plain letters too, as odd ones are read.
  private func find(_ identity: Identity, _ number: Int, _ state: inout State) {
    guard isHiddenEverywhere(identity) else { return }
    state.index.add(identity.text, number: number)
    guard identity.text.utf8.contains(where: { $0 >= 0x80 || PlainScalars.isControl($0) }) else { return }
    let plain = Identity(identity.kind, PlainScalars.folded(identity.text).bareName)
    if isHiddenEverywhere(plain) { state.index.add(plain.text, number: number) }
  }

  private func addBare(_ identity: Identity, _ state: inout State) {
    let key = identity.key
    guard !key.isEmpty else { return }
    if let known = state.numbers[key] {
      // Lists of names are in lower case; rows say how a name is spelled, and another spelling is to be found too.
      if state.entries[known].identity.text == key { state.entries[known].identity.text = identity.text }
      find(identity, known, &state)
      return
    }
    let number = state.entries.count
    state.numbers[key] = number
    state.entries.append(Entry(identity: identity))
    find(identity, number, &state)
    // A word of the rows that was given away as a stand-in: whoever has it gets another one.
    if let owner = state.originals.removeValue(forKey: key), owner != number {
      state.entries[owner].standIn = nil
      // Where one such name is, more are: the next number lies well beyond it.
      let kind = state.entries[owner].identity.kind
      state.next[kind] = max(state.next[kind] ?? 1, (StandInText.number(of: key) ?? 0) &* 4)
    }
    state.concealed.removeAll()
  }

  // What goes out.

  /// The rows with every identity replaced; numbers and times as they are.
  package func concealed(_ rows: [[Value]], columns: [Column]) -> [[Value]] {
    state.withLock { state in
      let kinds = columns.map { reader.kind(ofColumn: $0.name) }
      return rows.map { row in
        row.enumerated().map { place, value in concealed(value, place < kinds.count ? kinds[place] : nil, &state) }
      }
    }
  }

  /// A text of ours or of the analyst with every identity replaced.
  package func concealed(_ text: String) -> String { state.withLock { replaced(text, &$0) } }

  private func concealed(_ value: Value, _ kind: IdentityKind?, _ state: inout State) -> Value {
    switch value {
    case .null, .bool, .real, .decimal, .datetime, .timespan: return value
    case .long where kind == nil: return value
    default: break
    }
    let text = value.text
    if kind != nil, let number = number(ofCell: text, state) { return .string(standIn(of: number, &state)) }
    if let known = state.concealed[text] { return known == text ? value : .string(known) }
    var new = withDecoded(unescaped(text), &state)
    if new != text, !residue(in: new, state).isEmpty {
      // One cell that twists a name beyond replacing must not keep all the others from being asked about.
      new = replaced(new, &state)
      if !residue(in: new, state).isEmpty { new = Concealment.withheld }
    }
    if state.concealed.count < Concealment.mostRemembered { state.concealed[text] = new }
    return new == text ? value : .string(new)
  }

  /// What leaves in place of a cell whose names cannot be taken out of it.
  static let withheld = "[withheld: it names somebody]"

  /// The name that a whole cell is: as it stands, or without signs at its ends where it is too short to be found in a text.
  private func number(ofCell text: String, _ state: State) -> Int? {
    if let number = state.numbers[text.trimmed.lowercased()] { return number }
    guard let number = state.numbers[text.bareName.lowercased()], !isHiddenEverywhere(state.entries[number].identity) else { return nil }
    return number
  }

  /// A name that is known in lower case only, as lists write it, is spelled as the text at hand spells it: what comes back is compared.
  func spell(_ number: Int, as found: Slice<UnsafeBufferPointer<UInt8>>, _ state: inout State) {
    let known = state.entries[number].identity
    guard known.text == known.key, found.contains(where: { $0 >= 0x41 && $0 <= 0x5A }) else { return }
    let text = String(decoding: found, as: UTF8.self)
    if text.lowercased() == known.key { state.entries[number].identity.text = text }
  }

  func standIn(of number: Int, _ state: inout State) -> String {
    if let known = state.entries[number].standIn { return known }
    let identity = state.entries[number].identity
    var next = state.next[identity.kind] ?? 1
    var standIn = StandInText.written(identity.kind, next)
    while state.numbers[standIn] != nil || state.originals[standIn] != nil {
      next += 1
      standIn = StandInText.written(identity.kind, next)
    }
    give(standIn, to: number, &state)
    state.fresh.append(StandIn(identity: identity.text, kind: identity.kind.rawValue, standIn: standIn))
    return standIn
  }

  private func give(_ standIn: String, to number: Int, _ state: inout State) {
    // A kept stand-in that is now a word of the rows, or somebody else's, is given anew when it is needed.
    guard state.numbers[standIn] == nil, state.originals[standIn] == nil else { return }
    state.entries[number].standIn = standIn
    state.originals[standIn] = number
    state.unchecked.append(standIn)
    let kind = state.entries[number].identity.kind
    if let digits = standIn.split(separator: "-").last.flatMap({ Int($0) }) { state.next[kind] = max(state.next[kind] ?? 1, digits + 1) }
  }

  /// Stand-ins given since this was last asked, to be kept.
  package func takeNew() -> [StandIn] {
    state.withLock { state in
      defer { state.fresh = [] }
      return state.fresh
    }
  }

  /// Identities that stand in a text as whole terms although they must not, each once, whichever way the text is read; empty for a text
  /// that may go out.
  package func residue(in text: String) -> [String] { state.withLock { residue(in: text, $0) } }

  private func residue(in text: String, _ state: State) -> [String] {
    var found: [String] = []
    for var reading in Concealment.readings(text) {
      reading.withUTF8 { bytes in
        state.index.visit(bytes) { _, number in
          found.append(state.entries[number].identity.text)
          return found.count < 20
        }
        state.values.visit(bytes) { _, number in
          found.append(state.valueTexts[number])
          return found.count < 40
        }
      }
    }
    var seen: Set<String> = []
    return found.filter { seen.insert($0).inserted }
  }

  // What comes back.

  /// The text with every stand-in turned back into the name it stands for.
  package func revealed(_ text: String) -> String { revealed(text, inJSON: false) }

  /// The same for a piece of a text; `afterWord` says that a word goes on that began before it, `inJSON` that names come to stand in
  /// strings of JSON.
  func revealed(_ text: String, afterWord: Bool = false, inJSON: Bool) -> String {
    state.withLock { state in
      StandInText.replaced(in: uncoded(text, state), afterWord: afterWord) { kind, number in
        guard let place = state.originals[StandInText.written(kind, number)] else { return nil }
        let name = state.entries[place].identity.text
        return inJSON ? String(JSONValue.string(name).text.dropFirst().dropLast()) : name
      }
    }
  }

  /// How many names stand hidden in calls, by kind; for the screen.
  func hidden(in calls: [ModelCall]) -> [IdentityKind: Int] {
    state.withLock { state in
      var found: Set<String> = []
      for message in calls.flatMap(\.messages) {
        _ = StandInText.replaced(in: message.text) { kind, number in
          let standIn = StandInText.written(kind, number)
          if state.originals[standIn] != nil { found.insert(standIn) }
          return nil
        }
      }
      return found.reduce(into: [:]) { counts, standIn in
        if let kind = IdentityKind(rawValue: String(standIn.prefix { $0 != "-" })) { counts[kind, default: 0] += 1 }
      }
    }
  }
}
