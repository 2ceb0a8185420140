/// All techniques and tactics of one version of ATT&CK Enterprise.
package struct AttackMatrix: Sendable {
  /// The version the tables hold.
  package static let version = "19"
  /// The line that must accompany the tables wherever they are shown or exported.
  package static let notice = "© The MITRE Corporation, reproduced and distributed with its permission"
  /// The matrix this program carries, read from its tables on first use.
  package static let enterprise = AttackMatrix(
    techniques: PackageResources.techniques_tsv, tactics: PackageResources.tactics_tsv,
    aliases: PackageResources.tactic_aliases_tsv, formerNames: PackageResources.former_names_tsv)

  /// In the order of their ids.
  package let techniques: [AttackTechnique]
  /// In the order of the matrix.
  package let tactics: [AttackTactic]
  private let techniqueByID: [String: Int]
  private let techniquesByName: [String: [Int]]
  private let tacticByKey: [String: Int]
  /// Short names that took the place of a tactic of an older version, by any key of the old one.
  private let successors: [String: [String]]
  /// Names a technique had in an older version, as keys, by id.
  private let formerNames: [String: Set<String>]

  init(techniques: [UInt8], tactics: [UInt8], aliases: [UInt8], formerNames: [UInt8]) {
    let techniques = AttackMatrix.rows(of: techniques, width: 6).map(AttackTechnique.init(row:))
    let tactics = AttackMatrix.rows(of: tactics, width: 4).map(AttackTactic.init(row:)).sorted { $0.order < $1.order }
    self.techniques = techniques
    self.tactics = tactics
    techniqueByID = Dictionary(techniques.indices.map { (techniques[$0].id, $0) }, uniquingKeysWith: { first, _ in first })
    var tacticByKey: [String: Int] = [:]
    for (place, tactic) in tactics.enumerated() {
      for name in [tactic.id, tactic.shortName] { tacticByKey[AttackMatrix.key(name)] = place }
    }
    self.tacticByKey = tacticByKey
    var successors: [String: [String]] = [:]
    for row in AttackMatrix.rows(of: aliases, width: 3) {
      successors[AttackMatrix.key(row[0])] = row[2].split(separator: "|").map(String.init)
    }
    self.successors = successors
    var former: [String: Set<String>] = [:]
    for row in AttackMatrix.rows(of: formerNames, width: 2) { former[row[0], default: []].insert(AttackMatrix.key(row[1])) }
    self.formerNames = former
    techniquesByName = AttackMatrix.places(of: techniques, formerNames: former)
  }
}

extension AttackMatrix {
  /// Finds a technique by its id in any case, blanks and words around it allowed (`t1059.001`, `T1059.001 - PowerShell`).
  package func technique(id text: String) -> AttackTechnique? {
    AttackMatrix.techniqueID(in: text).flatMap { techniqueByID[$0] }.map { techniques[$0] }
  }

  /// Finds a technique by its name, today's or a former one, or by `Parent: Name`; active techniques win over revoked ones,
  /// techniques over sub-techniques.
  package func technique(named text: String) -> AttackTechnique? {
    let key = AttackMatrix.key(text)
    guard !key.isEmpty else { return nil }
    return techniquesByName[key]?.first.map { techniques[$0] }
  }

  /// Finds a tactic by its id, or by its name however it is spelt.
  ///
  /// `CredentialAccess`, `credential-access`, `Credential Access`, `attack.credential_access` and `TA0006` are one. A tactic of an
  /// older version that was split is nil here; see `tactics(named:)`.
  package func tactic(named text: String) -> AttackTactic? {
    tacticByKey[AttackMatrix.key(text)].map { tactics[$0] }
  }

  /// The tactic in any spelling, or those that took its place: `DefenseEvasion` gives Stealth and Defense Impairment.
  package func tactics(named text: String) -> [AttackTactic] {
    if let tactic = tactic(named: text) { return [tactic] }
    return (successors[AttackMatrix.key(text)] ?? []).compactMap { tactic(named: $0) }
  }

  /// True when an older version called the technique `name`.
  package func isFormerName(_ name: String, of technique: AttackTechnique) -> Bool {
    formerNames[technique.id]?.contains(AttackMatrix.key(name)) ?? false
  }

  /// `Command and Scripting Interpreter: PowerShell` for a sub-technique, the bare name for others.
  package func fullName(of technique: AttackTechnique) -> String {
    guard let parent = technique.parent.flatMap({ self.technique(id: $0) }) else { return technique.name }
    return parent.name + ": " + technique.name
  }

  /// The first `T1234` or `T1234.567` in a text, in capitals.
  static func techniqueID(in text: String) -> String? {
    let bytes = Array(text.utf8)
    func digits(_ start: Int, _ count: Int) -> Bool {
      start + count <= bytes.count && bytes[start..<start + count].allSatisfy { (0x30...0x39).contains($0) }
    }
    func isWord(_ place: Int) -> Bool {
      guard bytes.indices.contains(place) else { return false }
      return (0x30...0x39).contains(bytes[place]) || (0x61...0x7A).contains(bytes[place] | 0x20)
    }
    for place in bytes.indices where bytes[place] | 0x20 == UInt8(ascii: "t") && !isWord(place - 1) && digits(place + 1, 4) {
      var end = place + 5
      guard !isWord(end) else { continue }
      let separators: [UInt8] = [UInt8(ascii: "."), UInt8(ascii: "/")]
      if end < bytes.count, separators.contains(bytes[end]), digits(end + 1, 3), !isWord(end + 4) { end += 4 }
      return "T" + String(decoding: bytes[place + 1..<end], as: UTF8.self).replacing("/", with: ".")
    }
    return nil
  }

  /// Letters and digits only, in lower case, without Sigma's `attack.` in front.
  static func key(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x61...0x7A, 0x80...: bytes.append(byte)
      case 0x41...0x5A: bytes.append(byte | 0x20)
      default: break
      }
    }
    if text.hasPrefix("attack.") { bytes.removeFirst(6) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func places(of techniques: [AttackTechnique], formerNames: [String: Set<String>]) -> [String: [Int]] {
    let parents = Dictionary(techniques.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    var places: [String: [Int]] = [:]
    for (place, technique) in techniques.enumerated() {
      var keys: Set<String> = formerNames[technique.id] ?? []
      keys.insert(key(technique.name))
      if let parent = technique.parent.flatMap({ parents[$0] }) { keys.insert(key(parent + technique.name)) }
      for key in keys { places[key, default: []].append(place) }
    }
    func rank(_ place: Int) -> (Int, Int, Int) {
      let technique = techniques[place]
      return (technique.status == .active ? 0 : 1, technique.parent == nil ? 0 : 1, place)
    }
    return places.mapValues { $0.sorted { rank($0) < rank($1) } }
  }

  /// The cells of a table with tabs, its heading line left out; lines that lack cells are left out too.
  private static func rows(of table: [UInt8], width: Int) -> [[String]] {
    table.split(separator: UInt8(ascii: "\n")).dropFirst().compactMap { line in
      let cells = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
      return cells.count >= width ? cells.map { String(decoding: $0, as: UTF8.self) } : nil
    }
  }
}

extension AttackTechnique {
  fileprivate init(row: [String]) {
    self.init(
      id: row[0], name: row[1], tactics: row[2].split(separator: "|").map(String.init),
      platforms: row[3].split(separator: "|").map(String.init), status: Status(rawValue: row[4]) ?? .active,
      revokedBy: row[5].isEmpty ? nil : row[5])
  }
}

extension AttackTactic {
  fileprivate init(row: [String]) { self.init(id: row[0], shortName: row[1], name: row[2], order: Int(row[3]) ?? 0) }
}
