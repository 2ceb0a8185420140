package import Casefile
internal import Locking

extension Concealment {
  /// Rounds after which a call is given up: each one steps over four times as many names that look like stand-ins.
  private static let mostRounds = 24

  /// Asks the store for names in texts. True where one was met that nobody knew before.
  @discardableResult
  package func learn(from texts: [String]) async throws -> Bool {
    let places = texts.map { text in
      var text = text
      return text.withUTF8 { NamePlaces($0).places }
    }
    let words = unasked(Set(places.flatMap(\.keys)))
    if !words.isEmpty { remember(words, try await known.lengths(ofNamesBeginningWith: words)) }
    var candidates: [String: Set<String>] = [:]
    for (text, places) in zip(texts, places) {
      for candidate in self.candidates(in: text, places) { candidates[KnownName.key(of: candidate), default: []].insert(candidate) }
    }
    let keys = unaskedNames(candidates)
    return keys.isEmpty ? false : take(try await known.identities(among: keys), spelled: candidates)
  }

  /// Asks the store for names in the cells that were noted since this was last done.
  package func learnNoted() async throws {
    try await known.bringUpToDate()
    try await learn(from: takeUnread())
  }

  /// The rows as they leave, with no stand-in that is somebody's name.
  package func safelyConcealed(_ rows: [[Value]], columns: [Column]) async throws -> [[Value]] {
    try await known.bringUpToDate()
    for _ in 0..<Concealment.mostRounds {
      let concealed = concealed(rows, columns: columns)
      if try await !learnStandIns() { return concealed }
    }
    throw Concealment.crowded
  }

  /// The call as it leaves: every name in it is asked for before, and what is left of it is asked for again. Throws a `Problem`, and nothing
  /// is sent, where one is left.
  package func safelyConcealed(_ call: ModelCall) async throws -> ModelCall {
    // Rows may have been stored since the hunt began.
    try await known.bringUpToDate()
    try await learn(from: call.texts.flatMap(Concealment.readings))
    for _ in 0..<Concealment.mostRounds {
      let out = try concealed(call)
      let isTaken = try await learnStandIns()
      if try await !learn(from: out.texts.flatMap(Concealment.readings)), !isTaken { return out }
    }
    throw Concealment.crowded
  }

  /// Whether a stand-in that was given is somebody's name in the store; whoever had it gets another.
  @discardableResult
  func learnStandIns() async throws -> Bool {
    let unchecked = takeUnchecked()
    return unchecked.isEmpty ? false : take(try await known.identities(among: unchecked), spelled: [:])
  }

  private static let crowded = Problem(
    "Nothing was sent: too many names of the store look like stand-ins.", cause: "No free number was found for a stand-in.",
    remedy: "Ask a model on this machine, or set pseudonymise = false if names may leave it.", kind: .refused)
}

extension ModelCall {
  /// Every text that leaves with the call and is not ours alone.
  var texts: [String] { messages.map(\.text) + [tool?.description, tool?.parameters.text].compactMap { $0 } }
}

extension Concealment {
  /// A name that an alert's fields promise, and what the field is called.
  static func names(of alert: Alert, _ reader: IdentityReader) -> [(value: String, kind: IdentityKind, column: String)] {
    var names = [(alert.assignedTo, IdentityKind.user, "assignedTo")]
    for entity in alert.entities {
      if let kind = kind(of: entity.kind) { names.append((entity.label, kind, "")) }
      for detail in entity.details {
        let name = detail.name.split(separator: ".").last.map(String.init) ?? detail.name
        let isPerson = (entity.kind == .user || entity.kind == .mail) && name.lowercased() == "displayname"
        if let kind = isPerson ? .user : reader.kind(ofColumn: name) { names.append((detail.value, kind, name)) }
      }
    }
    return names.filter { !$0.0.isEmpty }
  }

  private static func kind(of kind: Entity.Kind) -> IdentityKind? {
    switch kind {
    case .user, .mail: .user
    case .host: .host
    case .address: .address
    case .cloudResource: .host
    default: nil
    }
  }

  private func unasked(_ words: Set<Int64>) -> [Int64] { state.withLock { state in words.filter { state.lengths[$0] == nil } } }

  private func remember(_ words: [Int64], _ lengths: [Int64: UInt64]) {
    state.withLock { state in
      if state.lengths.count > 4 * Concealment.mostRemembered { state.lengths = [:] }
      for word in words { state.lengths[word] = lengths[word] ?? 0 }
    }
  }

  private func candidates(in text: String, _ places: [Int64: [Int]]) -> Set<String> {
    let known = state.withLock { state in places.compactMap { word, places in state.lengths[word].map { (places, $0) } } }
    var text = text
    return text.withUTF8 { bytes in
      known.reduce(into: []) { found, word in
        if word.1 != 0 { found.formUnion(NamePlaces.texts(bytes, at: word.0, lengths: word.1)) }
      }
    }
  }

  private func unaskedNames(_ candidates: [String: Set<String>]) -> [String] {
    state.withLock { state in
      if state.asked.count > Concealment.mostRemembered { state.asked = [] }
      let new = candidates.keys.filter { !state.asked.contains($0) }
      state.asked.formUnion(new)
      return new
    }
  }

  private func takeUnread() -> [String] {
    state.withLock { state in
      defer { state.unread = [] }
      return state.unread
    }
  }

  private func takeUnchecked() -> [String] {
    state.withLock { state in
      defer { state.unchecked = [] }
      return state.unchecked.filter { state.originals[$0] != nil }
    }
  }

  /// Takes note of what the store knows, in the spellings at hand too; true where one was new.
  private func take(_ found: [KnownIdentity], spelled: [String: Set<String>]) -> Bool {
    state.withLock { state in
      let before = (state.entries.count, state.index.count)
      for name in found {
        let identity = Identity(name.kind, name.text)
        if name.form != .part {
          let column = name.form == .wholeOfStranger ? "SenderFromAddress" : ""
          let parts = reader.identities(of: name.text, as: name.kind, column: column)
          if !parts.isEmpty, parts.allSatisfy(isHiddenEverywhere) { continue }
        }
        add(identity, &state)
        for spelling in spelled[KnownName.key(of: name.text)] ?? [] { add(Identity(name.kind, spelling), &state) }
      }
      return before != (state.entries.count, state.index.count)
    }
  }
}

extension Identity {
  /// Without signs at either end, so that it is found as a term of its own; nil where nothing is left.
  var bare: Identity? {
    let name = text.bareName
    return name.isEmpty ? nil : Identity(kind, name)
  }
}

extension Value {
  /// Whether it is an object or a list, or text that begins as one.
  var holdsJSON: Bool {
    if case .dynamic = self { return true }
    guard case .string(let text) = self, let first = text.utf8.first else { return false }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }
}
