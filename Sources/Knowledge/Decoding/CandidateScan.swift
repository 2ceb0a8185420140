/// Finds, in one pass over the bytes, what may be encoded; a text without any costs only that pass.
struct CandidateScan {
  enum Kind {
    /// A run of letters, digits, `+` and `/`, with its padding.
    case base64
    /// Three runs with dots between them, of which the first begins as JSON does.
    case token
    /// An even number of hex digits, a leading `0x` left out.
    case hex
    /// A word with percent signs before hex digits.
    case percent
    /// `\x41\x42…`
    case escapes
    /// The whole text, for its HTML numbers.
    case html
  }

  struct Candidate {
    var kind: Kind
    var range: Range<Int>
    /// True behind PowerShell's `-enc`, where less proof is wanted.
    var isCommand = false
  }

  private static let isUpper: UInt8 = 1
  private static let isLower: UInt8 = 2
  private static let isDigit: UInt8 = 4
  private static let isSign: UInt8 = 8
  private static let isNoHex: UInt8 = 16

  /// What a byte is in a run; 0 ends it.
  private static let classes: [UInt8] = (0..<256).map { byte in
    switch UInt8(byte) {
    case UInt8(ascii: "A")...UInt8(ascii: "F"): isUpper
    case UInt8(ascii: "a")...UInt8(ascii: "f"): isLower
    case UInt8(ascii: "G")...UInt8(ascii: "Z"): isUpper | isNoHex
    case UInt8(ascii: "g")...UInt8(ascii: "z"): isLower | isNoHex
    case UInt8(ascii: "0")...UInt8(ascii: "9"): isDigit
    case UInt8(ascii: "+"), UInt8(ascii: "/"): isSign | isNoHex
    default: 0
    }
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) var candidates: [Candidate] = []
  private var escapesEnd = 0
  private var percentEnd = 0
  private var numbers = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    CandidateScan.classes.withUnsafeBufferPointer { scan($0) }
  }

  private mutating func scan(_ classes: UnsafeBufferPointer<UInt8>) {
    var start = 0
    var seen: UInt8 = 0
    for place in 0...bytes.count {
      let kind = place < bytes.count ? classes[Int(bytes[place])] : 0
      if kind != 0 {
        seen |= kind
        continue
      }
      if place - start >= 8 { takeRun(start..<place, seen) }
      start = place + 1
      seen = 0
      guard place < bytes.count else { return }
      switch bytes[place] {
      case UInt8(ascii: "%") where place >= percentEnd: takePercent(place)
      case UInt8(ascii: "\\") where place >= escapesEnd: takeEscapes(place)
      case UInt8(ascii: "&") where place + 2 < bytes.count && bytes[place + 1] == UInt8(ascii: "#"):
        numbers += 1
        if numbers == 2 { candidates.append(Candidate(kind: .html, range: 0..<bytes.count)) }
      default: break
      }
    }
  }

  private mutating func takeRun(_ run: Range<Int>, _ seen: UInt8) {
    if seen & CandidateScan.isNoHex == 0 {
      takeHex(run, seen)
      guard run.count < 32 else { return }
    } else if run.count > 17, bytes[run.lowerBound] == UInt8(ascii: "0"), bytes[run.lowerBound + 1] | 0x20 == UInt8(ascii: "x") {
      takeHex((run.lowerBound + 2)..<run.upperBound, CandidateScan.isLower)
    }
    var end = run.upperBound
    while end < bytes.count, end < run.upperBound + 2, bytes[end] == UInt8(ascii: "=") { end += 1 }
    // What goes on with letters of the other alphabet, or with more padding, is no base64 of this one.
    let next = end < bytes.count ? bytes[end] : 0
    if next == UInt8(ascii: "."), isJSONStart(run) { return takeToken(run) }
    let isMixed =
      seen & CandidateScan.isUpper != 0 && seen & CandidateScan.isLower != 0
      && (seen & CandidateScan.isDigit != 0 || end > run.upperBound || run.count >= 40)
    let padded = run.lowerBound..<end
    if run.count >= 16, isMixed, padded.count % 4 == 0, next != UInt8(ascii: "="), next != UInt8(ascii: "_") {
      candidates.append(Candidate(kind: .base64, range: padded, isCommand: isBehindFlag(run.lowerBound)))
    } else if isMixed || end > run.upperBound || run.count >= 12, isBehindFlag(run.lowerBound) {
      candidates.append(Candidate(kind: .base64, range: padded, isCommand: true))
    }
  }

  private mutating func takeHex(_ run: Range<Int>, _ seen: UInt8) {
    guard run.count >= 16, run.count % 2 == 0, seen & (CandidateScan.isUpper | CandidateScan.isLower) != 0 else { return }
    // Hashes and ids are many: what holds a byte that no text holds is let go at the first one.
    for place in stride(from: run.lowerBound, to: run.upperBound, by: 2) {
      guard let high = HexDigits.value(bytes[place]), let low = HexDigits.value(bytes[place + 1]) else { return }
      let byte = high << 4 | low
      guard byte < 0x7F, byte >= 0x20 || byte == 0 || byte == 0x09 || byte == 0x0A || byte == 0x0D else { return }
    }
    candidates.append(Candidate(kind: .hex, range: run))
  }

  private func isJSONStart(_ run: Range<Int>) -> Bool {
    run.count >= 12 && bytes[run.lowerBound] == UInt8(ascii: "e") && bytes[run.lowerBound + 1] == UInt8(ascii: "y")
      && bytes[run.lowerBound + 2] == UInt8(ascii: "J")
  }

  /// A web token: its middle part is what is worth reading.
  private mutating func takeToken(_ run: Range<Int>) {
    let start = run.upperBound + 1
    var end = start
    while end < bytes.count, bytes[end] != UInt8(ascii: "."), Base64.urlValue(bytes[end]) != nil { end += 1 }
    if end - start >= 12 { candidates.append(Candidate(kind: .token, range: start..<end)) }
  }

  /// True when the word before is `-e`, `-ec`, `-enc` … `-encodedcommand`, whatever dash or slash it begins with.
  private func isBehindFlag(_ start: Int) -> Bool {
    var place = start - 1
    func skip(_ isWanted: (UInt8) -> Bool) -> Int {
      let from = place
      while place >= 0, from - place < 20, isWanted(bytes[place]) { place -= 1 }
      return from - place
    }
    let blanks = skip {
      $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "^")
    }
    guard blanks > 0 else { return false }
    let end = place + 1
    guard skip({ ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z") || $0 == UInt8(ascii: "^") }) > 0, place >= 0 else {
      return false
    }
    let word = bytes[(place + 1)..<end].filter { $0 != UInt8(ascii: "^") }.map { $0 | 0x20 }
    // The last byte of an en dash, an em dash or a bar, which PowerShell takes for a dash too.
    let isDash = bytes[place] == UInt8(ascii: "-") || bytes[place] == UInt8(ascii: "/") || (0x93...0x95).contains(bytes[place])
    return isDash && (Array("encodedcommand".utf8).starts(with: word) || word == Array("ec".utf8))
  }

  /// The word round a percent sign that stands before two hex digits or `u` and four.
  private mutating func takePercent(_ place: Int) {
    guard HexDigits.percent(bytes, at: place) != nil else { return }
    func isInside(_ byte: UInt8) -> Bool {
      byte > 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "'") && byte != UInt8(ascii: "<") && byte != UInt8(ascii: ">")
    }
    var (start, end) = (place, place)
    while start > percentEnd, isInside(bytes[start - 1]) { start -= 1 }
    while end < bytes.count, isInside(bytes[end]) { end += 1 }
    percentEnd = end
    var count = 0
    var isAddress = false
    for position in start..<end {
      if bytes[position] == UInt8(ascii: "%"), HexDigits.percent(bytes, at: position) != nil { count += 1 }
      if bytes[position] == UInt8(ascii: "/") || bytes[position] == UInt8(ascii: "=") || bytes[position] == UInt8(ascii: "?") {
        isAddress = true
      }
    }
    if count > 1 || isAddress { candidates.append(Candidate(kind: .percent, range: start..<end)) }
  }

  private mutating func takeEscapes(_ place: Int) {
    var end = place
    while end + 3 < bytes.count, bytes[end] == UInt8(ascii: "\\"), bytes[end + 1] | 0x20 == UInt8(ascii: "x"),
      HexDigits.isDigit(bytes[end + 2]), HexDigits.isDigit(bytes[end + 3])
    { end += 4 }
    escapesEnd = max(end, place + 1)
    if end - place >= 16 { candidates.append(Candidate(kind: .escapes, range: place..<end)) }
  }
}

/// Digits to the base of sixteen.
enum HexDigits {
  static func value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  static func isDigit(_ byte: UInt8) -> Bool { value(byte) != nil }

  /// What `%41` or `%u0041` at a place stands for, and how long it is.
  static func percent(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> (value: UInt32, length: Int)? {
    guard place + 2 < bytes.count else { return nil }
    if bytes[place + 1] | 0x20 == UInt8(ascii: "u"), place + 5 < bytes.count {
      var value: UInt32 = 0
      for offset in 2...5 {
        guard let digit = HexDigits.value(bytes[place + offset]) else { return nil }
        value = value << 4 | UInt32(digit)
      }
      return (value, 6)
    }
    guard let high = value(bytes[place + 1]), let low = value(bytes[place + 2]) else { return nil }
    return (UInt32(high << 4 | low), 3)
  }
}
