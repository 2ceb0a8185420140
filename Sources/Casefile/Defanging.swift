/// Makes addresses and links that people read impossible to click or resolve by accident.
package enum Defanging {
  /// `http` becomes `hxxp`; the dots of addresses and of domains become `[.]`. File names and version numbers keep theirs, and so does
  /// the sentence round them. Each word between blanks is read by itself.
  package static func defanged(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: ".") }) else { return linked(text) }
    return text.split(separator: " ", omittingEmptySubsequences: false).map { word(String($0)) }.joined(separator: " ")
  }

  /// The same, but for names of one's own, lower-cased, and addresses of one's own networks: whoever meets those in a text does no harm.
  package static func defanged(_ text: String, sparing own: Set<String>) -> String {
    let signs: Set<Character> = ["\"", "'", "”", "’", "“", ".", ",", ";", ":", "!", "?", ")", "(", "]", "[", ">", "<"]
    return text.split(separator: " ", omittingEmptySubsequences: false).map { part in
      let bare = part.drop { signs.contains($0) }
      let name = String(bare.prefix(bare.lastIndex { !signs.contains($0) }.map { bare.distance(from: bare.startIndex, to: $0) + 1 } ?? 0))
      let isOwn = own.contains(name.lowercased()) || NetworkAddress(name)?.isOwn == true
      return isOwn ? String(part) : defanged(String(part))
    }.joined(separator: " ")
  }

  private static func word(_ word: String) -> String {
    if isLink(word) {
      let behind = word.reversed().prefix { "\"'”’.,;:!?)]}>»".contains($0) }.count
      return linked(String(word.dropLast(behind)).replacing(".", with: "[.]")) + word.suffix(behind)
    }
    guard word.contains(".") else { return word }
    let letters = Array(word)
    var places = addressDots(letters)
    if word.contains("@") { places.formUnion(mailDots(letters)) }
    guard !places.isEmpty else { return word }
    return letters.enumerated().map { places.contains($0) ? "[.]" : String($1) }.joined()
  }

  private static func isLink(_ word: String) -> Bool {
    guard word.contains("://") else { return false }
    let lower = word.lowercased()
    return lower.contains("http://") || lower.contains("https://") || lower.contains("ftp://")
  }

  private static func linked(_ text: String) -> String {
    guard isLink(text) else { return text }
    return text.replacing("http", with: "hxxp").replacing("HTTP", with: "HXXP").replacing("ftp://", with: "fxp://")
  }

  /// The dots of four numbers up to 255, whatever stands round them; `v1.2.3.4`, `x/1.2.3.4` and `1.2.3.4.5` are versions.
  private static func addressDots(_ letters: [Character]) -> Set<Int> {
    var dots: Set<Int> = []
    var start = 0
    while start < letters.count {
      guard letters[start].isASCIIDigit else {
        start += 1
        continue
      }
      var end = start
      while end < letters.count, letters[end].isASCIIDigit || letters[end] == "." { end += 1 }
      let next = end
      while letters[end - 1] == "." { end -= 1 }
      let parts = letters[start..<end].split(separator: ".", omittingEmptySubsequences: false)
      let isAlone = (start == 0 || !isPartOfName(letters, before: start)) && (next == letters.count || !isNameLetter(letters[next]))
      if parts.count == 4, isAlone, parts.allSatisfy({ UInt8(String($0)) != nil }) {
        dots.formUnion((start..<end).filter { letters[$0] == "." })
      }
      start = next
    }
    return dots
  }

  private static func isPartOfName(_ letters: [Character], before place: Int) -> Bool {
    let letter = letters[place - 1]
    if letter == "/" { return place < 2 || letters[place - 2] != "/" }
    return isNameLetter(letter) || letter == "." || (letter == "-" && (place < 2 || !letters[place - 2].isASCIIDigit))
  }

  private static func isNameLetter(_ letter: Character) -> Bool { letter.isLetter || letter.isNumber || letter == "_" }

  /// The dots on both sides of each `@` that has a domain behind it.
  private static func mailDots(_ letters: [Character]) -> Set<Int> {
    var dots: Set<Int> = []
    for at in letters.indices where letters[at] == "@" {
      var end = at + 1
      while end < letters.count, isNameLetter(letters[end]) || ".-".contains(letters[end]) { end += 1 }
      while end > at + 1, ".-".contains(letters[end - 1]) { end -= 1 }
      var start = at
      while start > 0, isNameLetter(letters[start - 1]) || ".-+%#".contains(letters[start - 1]) { start -= 1 }
      guard start < at, letters[(at + 1)..<end].contains(".") else { continue }
      dots.formUnion((start..<end).filter { letters[$0] == "." })
    }
    return dots
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
