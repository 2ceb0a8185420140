import Casefile
internal import Decoding

/// Names in what stands in codes and escapes: there a text says more than its letters.
extension Concealment {
  /// JSON that writes letters as escapes is written with the letters: a name must not hide from us in them.
  func unescaped(_ text: String) -> String {
    guard let first = text.utf8.first, first == 0x7B || first == 0x5B, text.contains("\\u"), let json = try? JSONValue(parsing: text) else {
      return text
    }
    return json.text
  }

  /// Longer texts are taken in stretches: no more of a text is decoded at once.
  private static let stretch = DecodingLimits.inputBytes / 2

  func withDecoded(_ text: String, _ state: inout State) -> String {
    guard text.utf8.count > Concealment.stretch else { return withDecodedStretch(text, &state) }
    var out = ""
    var rest = Substring(text)
    while !rest.isEmpty {
      var end = rest.utf8.index(rest.startIndex, offsetBy: Concealment.stretch, limitedBy: rest.endIndex) ?? rest.endIndex
      while end < rest.endIndex, !(rest[end].isWhitespace || rest[end].isPunctuation), rest.utf8.distance(from: end, to: rest.endIndex) > 0
      {
        end = rest.index(after: end)
      }
      out += withDecodedStretch(String(rest[..<end]), &state)
      rest = rest[end...]
    }
    return out
  }

  /// What is encoded in a text is concealed inside its code, so that it decodes to a text without names.
  private func withDecodedStretch(_ text: String, _ state: inout State) -> String {
    let pieces = TextDecoder.decoded(text)
    guard !pieces.isEmpty else { return replaced(text, &state) }
    let bytes = Array(text.utf8)
    var out = ""
    var place = 0
    for piece in pieces where piece.range.lowerBound >= place {
      let inner = pieces.filter { $0.range == piece.range }
      guard inner.contains(where: { replaced($0.text, &state) != $0.text }) else { continue }
      out += replaced(String(decoding: bytes[place..<piece.range.lowerBound], as: UTF8.self), &state)
      let plain = replaced(inner.map(\.text).joined(separator: " "), &state)
      let code = inner.count > 1 ? nil : recoded(piece, plain)
      if let code { remember(code, bytes[piece.range], &state) }
      out += code ?? plain
      place = piece.range.upperBound
    }
    // Only so many pieces are decoded at once: what stands behind the last of them is taken anew.
    let last = pieces.map(\.range.upperBound).max() ?? 0
    guard pieces.count >= DecodingLimits.pieces, last > 0, last < bytes.count else {
      return out + replaced(String(decoding: bytes[place...], as: UTF8.self), &state)
    }
    if last > place { out += replaced(String(decoding: bytes[place..<last], as: UTF8.self), &state) }
    return out + withDecodedStretch(String(decoding: bytes[max(place, last)...], as: UTF8.self), &state)
  }

  /// A text in the code of a piece; nil where it is better said in plain words.
  private func recoded(_ piece: DecodedText, _ text: String) -> String? {
    switch piece.layers.first {
    case "base64": String(decoding: DecodedWriting.base64(Array(text.utf8)), as: UTF8.self)
    case "base64 UTF-16":
      String(
        decoding: DecodedWriting.base64(text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }),
        as: UTF8.self)
    default: nil
    }
  }

  /// Keeps what a code stands for. What is turned back must not be anybody's own writing of a name, nor break an answer: so only a code may
  /// stand for a code, and none that could be taken for a stand-in.
  private func remember(_ code: String, _ original: some Sequence<UInt8>, _ state: inout State) {
    let isCode = original.allSatisfy { CodeRun.isLetter($0) || $0 == UInt8(ascii: "=") }
    guard isCode, !StandInText.isHeld(in: code), state.codes.count < Concealment.mostRemembered else { return }
    state.codes[code] = String(decoding: Array(original), as: UTF8.self)
  }

  /// Every name in a text replaced: in its codes, as it stands there, and in letters that are written as escapes.
  func replaced(_ text: String, _ state: inout State) -> String {
    let uncoded = replacedCodes(text, &state)
    return replacedEscapes(replacedTerms(uncoded, &state), &state)
  }

  /// The texts that a text says to who undoes its escapes and codes; itself first.
  static func readings(_ text: String) -> [String] {
    var text = text
    let more = text.withUTF8 { bytes -> [String] in
      let undone = EscapedReading.all(of: bytes).map { String(decoding: $0.bytes, as: UTF8.self) }
      return undone + CodeRun.all(in: bytes).map(\.text)
    }
    return [text] + more
  }

  private func replacedCodes(_ text: String, _ state: inout State) -> String {
    var text = text
    return text.withUTF8 { bytes in
      var out: [UInt8] = []
      var place = 0
      for run in CodeRun.all(in: bytes) where run.range.lowerBound >= place {
        let new = replacedEscapes(replacedTerms(run.text, &state), &state)
        guard new != run.text else { continue }
        let code = run.written(new)
        remember(code, bytes[run.range], &state)
        out += bytes[place..<run.range.lowerBound]
        out += Array(code.utf8)
        place = run.range.upperBound
      }
      return place == 0 ? String(decoding: bytes, as: UTF8.self) : String(decoding: out + bytes[place...], as: UTF8.self)
    }
  }

  private func replacedTerms(_ text: String, _ state: inout State) -> String {
    var text = text
    return text.withUTF8 { bytes in written(bytes, finds(bytes, &state), &state) }
  }

  /// Rounds in which names behind escapes are replaced: what one takes away may have stood between the letters of another.
  private static let escapeRounds = 6

  /// Names that show only once escapes and odd letters are read; what stands there goes with its escapes.
  private func replacedEscapes(_ text: String, _ state: inout State) -> String {
    var text = text
    for _ in 0..<Concealment.escapeRounds {
      let new = text.withUTF8 { bytes -> String? in
        for reading in EscapedReading.all(of: bytes) {
          let found = reading.bytes.withUnsafeBufferPointer { finds($0, &state) }
          if !found.isEmpty { return written(bytes, found.map { (reading.original($0.0), $0.1) }, &state) }
        }
        return nil
      }
      guard let new else { break }
      text = new
    }
    return text
  }

  private func finds(_ bytes: UnsafeBufferPointer<UInt8>, _ state: inout State) -> [(Range<Int>, Int)] {
    var finds: [(Range<Int>, Int)] = []
    state.index.visit(bytes) { range, number in
      finds.append((range, number))
      return true
    }
    for (range, number) in finds { spell(number, as: bytes[range], &state) }
    return finds
  }

  private func written(_ bytes: UnsafeBufferPointer<UInt8>, _ finds: [(Range<Int>, Int)], _ state: inout State) -> String {
    guard !finds.isEmpty else { return String(decoding: bytes, as: UTF8.self) }
    var out: [UInt8] = []
    var place = 0
    for (range, number) in finds where range.lowerBound >= place {
      out += bytes[place..<range.lowerBound]
      out += Array(standIn(of: number, &state).utf8)
      place = range.upperBound
    }
    return String(decoding: out + bytes[place...], as: UTF8.self)
  }

  /// Codes that were written anew, as they stood in the rows.
  func uncoded(_ text: String, _ state: State) -> String {
    guard !state.codes.isEmpty else { return text }
    var text = text
    return text.withUTF8 { bytes in
      var out: [UInt8] = []
      var (place, start) = (0, 0)
      for end in 0...bytes.count where end == bytes.count || !CodeRun.isLetter(bytes[end]) {
        defer { start = end + 1 }
        guard end - start >= 4 else { continue }
        for (range, original) in originals(bytes, start..<end, state) {
          out += bytes[place..<range.lowerBound]
          out += Array(original.utf8)
          place = range.upperBound
        }
      }
      return place == 0 ? String(decoding: bytes, as: UTF8.self) : String(decoding: out + bytes[place...], as: UTF8.self)
    }
  }

  /// What stood where a run, or parts of it between signs, stand now.
  private func originals(_ bytes: UnsafeBufferPointer<UInt8>, _ run: Range<Int>, _ state: State) -> [(Range<Int>, String)] {
    for stretches in CodeRun.stretches(of: bytes, run) {
      let found = stretches.compactMap { stretch -> (Range<Int>, String)? in
        let range = stretch.lowerBound..<CodeRun.paddedEnd(bytes, stretch)
        return state.codes[String(decoding: bytes[range], as: UTF8.self)].map { (range, $0) }
      }
      if !found.isEmpty { return found }
    }
    return []
  }
}
