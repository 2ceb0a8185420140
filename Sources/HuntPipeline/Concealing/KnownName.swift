import Foundation

/// How names are looked up: by a key that ignores case and composition, found by the word that they begin with.
package enum KnownName {
  /// Names that differ in case, or in how their accents are written, are one.
  package static func key(of name: String) -> String {
    name.utf8.allSatisfy { $0 < 0x80 } ? name.lowercased() : name.lowercased().precomposedStringWithCanonicalMapping
  }

  /// The word that a key begins with, and the number of its words as a set with that one member.
  package static func beginning(ofKey key: String) -> (hash: Int64, length: UInt64) {
    var key = key
    return key.withUTF8 { bytes in
      let first = TermBytes.endOfTerm(bytes, 0)
      var (place, words) = (first, 1)
      while let next = KnownName.nextTerm(bytes, place) {
        words += 1
        place = TermBytes.endOfTerm(bytes, next)
      }
      return (hash(bytes[..<first]), bit(words))
    }
  }

  /// The hash of a word of a key; the same in every process, since stores keep it.
  static func hash(_ bytes: some Sequence<UInt8>) -> Int64 {
    Int64(bitPattern: bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
  }

  /// The last bit stands for that many words and more.
  static func bit(_ words: Int) -> UInt64 { 1 << UInt64(min(64, words) - 1) }

  /// Longer names are not kept.
  static let longest = 512

  static func nextTerm(_ bytes: TermBytes.Bytes, _ place: Int) -> Int? {
    var place = place
    while place < bytes.count {
      let (isWord, length) = TermBytes.scalar(bytes, place)
      if isWord { return place }
      place += length
    }
    return nil
  }
}

/// Where names may stand in a text, word by word.
struct NamePlaces {
  /// By the hash of its key, the places at which a word begins.
  private(set) var places: [Int64: [Int]] = [:]

  init(_ bytes: TermBytes.Bytes) {
    TermBytes.visit(bytes) { place in
      places[NamePlaces.hash(bytes, place), default: []].append(place)
      return nil
    }
  }

  private static func hash(_ bytes: TermBytes.Bytes, _ place: Int) -> Int64 {
    let word = bytes[place..<TermBytes.endOfTerm(bytes, place)]
    if word.allSatisfy({ $0 < 0x80 }) { return KnownName.hash(word.lazy.map(TermBytes.folded)) }
    return KnownName.hash(KnownName.key(of: String(decoding: word, as: UTF8.self)).utf8)
  }

  /// The texts that begin at these places and have one of these numbers of words.
  static func texts(_ bytes: TermBytes.Bytes, at places: [Int], lengths: UInt64) -> Set<String> {
    var texts: Set<String> = []
    for start in places {
      var (place, words, left) = (start, 1, lengths)
      while left != 0, place - start <= KnownName.longest {
        let end = TermBytes.endOfTerm(bytes, place)
        let bit = KnownName.bit(words)
        if left & bit != 0 { texts.insert(String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)) }
        if words < 64 { left &= ~bit }
        guard let next = KnownName.nextTerm(bytes, end) else { break }
        (place, words) = (next, words + 1)
      }
    }
    return texts
  }
}
