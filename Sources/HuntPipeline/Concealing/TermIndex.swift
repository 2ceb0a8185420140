/// Names to be found as whole terms in texts, in one pass over the text however many names there are.
///
/// A term is bounded by anything that is no letter and no digit, so that `jdoe` is found in `C:\Users\jdoe\x`, `report_jdoe.txt` and
/// `jdoe%40example.com`, and not in `jdoes`. ASCII letters match in either case; other letters as they were added.
struct TermIndex: Sendable {
  private struct Name: Sendable {
    var bytes: [UInt8]
    var number: Int
  }

  /// By the hash of the first run of letters and digits: the lengths of names that begin with it, the longest first.
  private var lengths: [UInt64: [Int]] = [:]
  /// By the hash of the whole name.
  private var names: [UInt64: [Name]] = [:]
  /// First bytes of names; most terms end here.
  private var isFirst = [Bool](repeating: false, count: 256)
  private(set) var count = 0

  /// Adds a name that begins and ends with a letter or digit, under a number of the caller's.
  mutating func add(_ text: String, number: Int) {
    add(folding: text, number)
    guard text.utf8.contains(where: { $0 >= 0x80 }) else { return }
    for variant in Set([text.lowercased(), text.uppercased(), text.capitalizedFirst, text.capitalizedWords]) where variant != text {
      add(folding: variant, number)
    }
  }

  private mutating func add(folding text: String, _ number: Int) {
    let bytes = text.utf8.map(TermBytes.folded)
    guard let first = bytes.first else { return }
    let whole = TermIndex.hash(bytes[...])
    if names[whole]?.contains(where: { $0.bytes == bytes }) == true { return }
    names[whole, default: []].append(Name(bytes: bytes, number: number))
    count += 1
    isFirst[Int(first)] = true
    let head = bytes.withUnsafeBufferPointer { TermIndex.hash(bytes[..<TermBytes.endOfTerm($0, 0)]) }
    var known = lengths[head] ?? []
    guard !known.contains(bytes.count) else { return }
    known.append(bytes.count)
    lengths[head] = known.sorted(by: >)
  }

  /// Shows every name that stands in the text as a whole term, from left to right, the longest at each place, none over another; until
  /// `show` says no.
  func visit(_ bytes: UnsafeBufferPointer<UInt8>, _ show: (Range<Int>, _ number: Int) -> Bool) {
    guard count > 0 else { return }
    TermBytes.visit(bytes) { place in
      guard isFirst[Int(TermBytes.folded(bytes[place]))], let (end, number) = match(bytes, place) else { return nil }
      return show(place..<end, number) ? end : bytes.count
    }
  }

  private func match(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> (end: Int, number: Int)? {
    var hash = TermIndex.seed
    for byte in bytes[place..<TermBytes.endOfTerm(bytes, place)] { hash = TermIndex.mixed(hash, TermBytes.folded(byte)) }
    for length in lengths[hash] ?? [] {
      let end = place + length
      guard end <= bytes.count, TermBytes.ends(bytes, at: end) else { continue }
      let term = bytes[place..<end].map(TermBytes.folded)
      guard let name = names[TermIndex.hash(term[...])]?.first(where: { $0.bytes == term }) else { continue }
      return (end, name.number)
    }
    return nil
  }

  private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

  @inline(__always)
  private static func mixed(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }

  private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(seed, mixed) }
}

extension String {
  /// Every word with a capital: `Jürgen.Öztürk`.
  fileprivate var capitalizedWords: String {
    var isFirst = true
    return lowercased().reduce(into: "") { out, sign in
      out += isFirst ? sign.uppercased() : String(sign)
      isFirst = !sign.isLetter
    }
  }

  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst().lowercased() }
}
