/// The dictionary: long values, parts of lists and beginnings that are repeated, said once and named by `§1`, `§2` …
///
/// An entry is taken only when it saves more tokens than it costs. An entry may itself use others.
struct PhraseBook {
  /// What stands behind each code, in the order of the codes; already abbreviated itself.
  private(set) var entries: [String] = []
  /// How whole cells and parts of lists are written.
  private var short: [String: String] = [:]
  /// Texts that may still be abbreviated: cells without their separators, and how often each stands in the text.
  private var open: [String: Int] = [:]
  private let count: (String) -> Int

  private static let leastBytes = 6
  /// Tokens of a code where it stands, and of its own line beside its text.
  private static let useCost = 2
  private static let entryCost = 4
  private static let mostPrefixes = 96
  private static let comma = "; "
  /// Longer lists are one text.
  private static let longestList = 65_536

  init() { count = { $0.utf8.count } }

  /// Learns from cells and how often each stands in the text.
  init(_ cells: [String: Int], steps: Set<ReductionStep>, _ count: @escaping (String) -> Int) {
    self.count = count
    if steps.contains(.dictionary) { learnValues(cells) }
    for (cell, times) in cells where short[cell] == nil { for part in PhraseBook.parts(cell) { open[part, default: 0] += times } }
    for entry in entries { for part in PhraseBook.parts(entry) { open[part, default: 0] += 1 } }
    let wholes = entries.count
    if steps.contains(.dictionary) { learnParts() }
    if steps.contains(.prefixes) {
      learnTemplates()
      learnPrefixes()
    }
    for place in 0..<wholes { entries[place] = joined(entries[place]) }
  }

  /// The cell as it is sent.
  func written(_ cell: String) -> String { short[cell] ?? joined(cell) }

  private func joined(_ cell: String) -> String {
    let parts = PhraseBook.parts(cell)
    return parts.contains { short[$0] != nil } ? parts.map { short[$0] ?? $0 }.joined(separator: PhraseBook.comma) : cell
  }

  private static func parts(_ cell: String) -> [String] {
    guard cell.utf8.count <= longestList, cell.utf8.contains(UInt8(ascii: ";")), !cell.contains("«") else { return [cell] }
    return cell.split(separator: comma, omittingEmptySubsequences: false).map(String.init)
  }

  private mutating func code(for text: String) -> String {
    entries.append(text)
    return "§\(entries.count)"
  }

  /// Texts that stand more than once and are longer than their codes, the best first.
  private func worth(_ uses: [String: Int]) -> [String] {
    let gains = uses.compactMap { text, times -> (text: String, gain: Int)? in
      guard times > 1, text.utf8.count >= PhraseBook.leastBytes else { return nil }
      let tokens = count(text)
      let gain = times * (tokens - PhraseBook.useCost) - tokens - PhraseBook.entryCost
      return gain > 0 ? (text, gain) : nil
    }
    return gains.sorted { ($1.gain, $0.text) < ($0.gain, $1.text) }.map(\.text)
  }

  private mutating func learnValues(_ cells: [String: Int]) {
    for text in worth(cells) where PhraseBook.parts(text).count > 1 { short[text] = code(for: text) }
  }

  private mutating func learnParts() {
    for text in worth(open) where short[text] == nil {
      short[text] = code(for: text)
      open[text] = nil
      // The entry itself may still be one of several that are alike.
      partEntries[text] = entries.count - 1
    }
  }

  /// Entries that are one part, by their text.
  private var partEntries: [String: Int] = [:]

  /// What may still be abbreviated: parts where they stand, and the entries.
  private func rest() -> [(text: String, times: Int)] {
    (open.map { (text: $0.key, times: $0.value) } + partEntries.keys.map { (text: $0, times: 1) }).sorted { $0.text < $1.text }
  }

  private mutating func put(_ new: String, for text: String) {
    if let entry = partEntries[text] { entries[entry] = new } else { short[text] = new }
    partEntries[text] = nil
    open[text] = nil
  }

  /// Texts that differ in a few words become an entry with holes: `§4«a b»` puts `a` and `b` into the holes of the fourth entry.
  private mutating func learnTemplates() {
    let texts = rest().filter { $0.text.utf8.count >= 24 && !$0.text.contains("«") }
    var pool = TextPool()
    for entry in texts { _ = pool.number(of: entry.text) }
    let templates = CellTemplates(of: pool)
    var groups: [Int32: [Int]] = [:]
    for place in texts.indices where templates.templates[place] != CellTemplates.own {
      groups[templates.templates[place], default: []].append(place)
    }
    for group in groups.keys.sorted().map({ groups[$0] ?? [] }) where group.count > 1 {
      guard let template = HoledText(group.map { texts[$0].text }) else { continue }
      var gain = -count(template.text) - PhraseBook.entryCost
      for (place, words) in zip(group, template.words) {
        gain += texts[place].times * (count(texts[place].text) - count(words) - PhraseBook.useCost)
      }
      guard gain > 0 else { continue }
      let code = code(for: template.text)
      partEntries[template.text] = entries.count - 1
      for (place, words) in zip(group, template.words) { put(code + words, for: texts[place].text) }
    }
  }

  private mutating func learnPrefixes() {
    let texts = rest()
    let shared = SharedBeginnings(texts.map(\.text))
    var uses = shared.holders.map { $0.reduce(0) { $0 + texts[$1].times } }
    let costs = shared.prefixes.map { count($0) }
    var isTaken = [Bool](repeating: false, count: texts.count)
    for _ in 0..<PhraseBook.mostPrefixes {
      var best = (gain: 0, place: -1)
      for place in uses.indices {
        let gain = uses[place] * (costs[place] - PhraseBook.useCost - 1) - costs[place] - PhraseBook.entryCost
        if gain > best.gain { best = (gain, place) }
      }
      guard best.place >= 0 else { break }
      let prefix = shared.prefixes[best.place]
      let code = code(for: prefix)
      for holder in shared.holders[best.place] where !isTaken[holder] {
        isTaken[holder] = true
        put(code + String(decoding: texts[holder].text.utf8.dropFirst(prefix.utf8.count), as: UTF8.self), for: texts[holder].text)
        for place in shared.prefixesOf[holder] { uses[place] -= texts[holder].times }
      }
    }
  }
}

/// Beginnings that several texts share, cut behind a blank, a slash or a dot, and before anything but a digit.
struct SharedBeginnings {
  private(set) var prefixes: [String] = []
  /// For each beginning the texts that have it.
  private(set) var holders: [[Int]] = []
  /// For each text its beginnings.
  private(set) var prefixesOf: [[Int]]

  private static let least = 7
  private static let longest = 4_096

  init(_ texts: [String]) {
    prefixesOf = Array(repeating: [], count: texts.count)
    let sorted = texts.indices.filter { texts[$0].utf8.count > SharedBeginnings.least && !texts[$0].hasPrefix("§") }
      .map { (place: $0, bytes: Array(texts[$0].utf8.prefix(SharedBeginnings.longest))) }
      .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    var known: Set<[UInt8]> = []
    for place in sorted.indices.dropLast() {
      let (one, other) = (sorted[place], sorted[place + 1])
      let length = SharedBeginnings.common(one.bytes, other.bytes)
      guard let end = SharedBeginnings.cut(one.bytes, length), known.insert(Array(one.bytes[..<end])).inserted else { continue }
      let prefix = one.bytes[..<end]
      var first = place
      while first > 0, sorted[first - 1].bytes.starts(with: prefix) { first -= 1 }
      let all = sorted[first...].prefix { $0.bytes.starts(with: prefix) }
      let fit = all.filter { $0.bytes.count > end && !(0x30...0x39).contains($0.bytes[end]) }.map(\.place)
      guard fit.count > 1 else { continue }
      for place in fit { prefixesOf[place].append(prefixes.count) }
      prefixes.append(String(decoding: prefix, as: UTF8.self))
      holders.append(fit)
    }
  }

  private static func common(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var place = 0
    while place < left.count, place < right.count, left[place] == right[place] { place += 1 }
    return place
  }

  /// The last place up to `length` behind which a text may be cut: no set, hole or escape is opened before it.
  private static func cut(_ bytes: [UInt8], _ length: Int) -> Int? {
    var end = 0
    for place in 0..<length {
      let byte = bytes[place]
      if byte == 0xC2, place + 1 < bytes.count {
        // A sign with a meaning of its own: nothing behind it is shared.
        let next = bytes[place + 1]
        if next == 0xAB || next == 0xA7 { break }
        if next == 0xAC, place + 2 < bytes.count, bytes[place + 2] == UInt8(ascii: "B") || bytes[place + 2] == UInt8(ascii: "W") { break }
      }
      if place + 1 >= least, byte == 0x20 || byte == 0x5C || byte == 0x2F || byte == 0x2E { end = place + 1 }
    }
    return end >= least ? end : nil
  }
}

/// What several texts share, with a hole for each word in which they differ.
struct HoledText {
  /// The shared text, `¤` for each hole.
  private(set) var text = ""
  /// For each text its words for the holes, as they stand behind the code.
  private(set) var words: [String]

  /// Nil when the texts differ in more than words.
  init?(_ texts: [String]) {
    let cut = texts.map(CellPattern.pieces)
    guard let first = cut.first, first.count >= 3, cut.allSatisfy({ $0.count == first.count }) else { return nil }
    var holes: [[Substring]] = Array(repeating: [], count: texts.count)
    for place in first.indices {
      if cut.allSatisfy({ $0[place] == first[place] }) {
        text += first[place]
        continue
      }
      // An escape before a separator is no word.
      guard place % 2 == 1, cut.allSatisfy({ !$0[place].hasSuffix("¬") }) else { return nil }
      text += SafeCell.hole
      for number in cut.indices { holes[number].append(cut[number][place]) }
    }
    words = holes.map { SafeCell.setStart + $0.joined(separator: " ") + SafeCell.setEnd }
  }
}
