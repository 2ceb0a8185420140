import Casefile

/// Functions of texts that need no regular expression. Positions and lengths count Unicode scalars.
enum TextFunctions {
  /// No result is longer than this many bytes, as in the service.
  private static let longest = 16 << 20

  static let all: [String: ScalarFunctions.Make] = [
    "tolower": { site in try cased(site, isUpper: false) },
    "toupper": { site in try cased(site, isUpper: true) },
    "strlen": { site in try unary(site) { .long(Int64($0.unicodeScalars.count)) } },
    "string_size": { site in try unary(site) { .long(Int64($0.utf8.count)) } },
    "reverse": { site in try unary(site) { text in .string(String(String.UnicodeScalarView(text.unicodeScalars.reversed()))) } },
    "strcat": concatenation,
    "strcat_delim": { site in
      try site.require(2)
      return site.rowwise { cells in .string(cells.dropFirst().map { Conversion.text($0) }.joined(separator: Conversion.text(cells[0]))) }
    },
    "strrep": { site in
      try site.require(2)
      return site.rowwise { cells in
        let text = Conversion.text(cells[0])
        let most = text.isEmpty ? 0 : longest / max(1, text.utf8.count)
        let count = min(Int(clamping: Conversion.long(cells[1]) ?? 0), most)
        guard count > 0 else { return .string("") }
        return .string(repeatElement(text, count: count).joined(separator: cells.count > 2 ? Conversion.text(cells[2]) : ""))
      }
    },
    "strcmp": { site in
      try site.require(2)
      return site.rowwise { .long(Int64(ValueOrder.texts(Conversion.text($0[0]), Conversion.text($0[1])))) }
    },
    "substring": { site in
      try site.require(2)
      return site.rowwise { cells in
        .string(
          substring(
            Conversion.text(cells[0]), from: Conversion.long(cells[1]) ?? 0, length: cells.count > 2 ? Conversion.long(cells[2]) : nil))
      }
    },
    "split": { site in
      try site.require(2)
      return site.rowwise { cells in split(cells) }
    },
    "indexof": { site in
      try site.require(2)
      return site.rowwise { cells in indexOf(cells) }
    },
    "replace_string": { site in
      try site.require(3)
      return site.rowwise { .string(replaced(Conversion.text($0[0]), Conversion.text($0[1]), Conversion.text($0[2]))) }
    },
    "replace_strings": { site in
      try site.require(3)
      return site.rowwise { cells in
        guard let old = cells[1].json.array, let new = cells[2].json.array, old.count == new.count else {
          return .string(Conversion.text(cells[0]))
        }
        let pairs = zip(old, new).map { (Conversion.text(.dynamic($0)), Conversion.text(.dynamic($1))) }
        return .string(replaced(Conversion.text(cells[0]), pairs))
      }
    },
    "translate": { site in
      try site.require(3)
      return site.rowwise { cells in
        let (from, to) = (Array(Conversion.text(cells[0]).unicodeScalars), Array(Conversion.text(cells[1]).unicodeScalars))
        let mapped = Conversion.text(cells[2]).unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
          guard let place = from.firstIndex(of: scalar) else { return scalar }
          return to.isEmpty ? nil : to[min(place, to.count - 1)]
        }
        return .string(String(String.UnicodeScalarView(mapped)))
      }
    },
    "make_string": { site in site.rowwise { .string(text(ofCodePoints: $0)) } },
    "unicode_codepoints_to_string": { site in site.rowwise { .string(text(ofCodePoints: $0)) } },
    "unicode_codepoints_from_string": { site in
      try unary(site) { text in .dynamic(.array(text.unicodeScalars.map { .integer(Int64($0.value)) })) }
    },
    "to_utf8": { site in try unary(site) { text in .dynamic(.array(text.unicodeScalars.map { .integer(Int64($0.value)) })) } },
    "isascii": { site in try unary(site) { .bool($0.utf8.allSatisfy { $0 < 0x80 }) } },
    "isutf8": { site in try unary(site) { _ in .bool(true) } },
  ]

  private static func unary(_ site: CallSite, _ body: @escaping (String) -> Value) throws -> Scalar {
    try site.require(1)
    return site.rowwise { body(Conversion.text($0[0])) }
  }

  /// Texts within ASCII are changed byte by byte, without a string in between.
  private static func cased(_ site: CallSite, isUpper: Bool) throws -> Scalar {
    try site.require(1)
    let operand = try site.compiler.convert(site.arguments[0], to: .string)
    return Scalar(type: .string) { batch in
      guard case .texts(let texts) = operand(batch).storage else { return .absent(.string, count: batch.count) }
      var result = TextColumn(capacity: texts.count)
      texts.forEach { _, text in
        if TextSearch.isASCII(text) {
          result.appendPiece(text.lazy.map { isUpper ? ($0 &- 0x61 < 26 ? $0 & 0xDF : $0) : TextSearch.lowered($0) })
          result.closeText()
        } else {
          let string = String(decoding: text, as: UTF8.self)
          result.append(isUpper ? string.uppercased() : string.lowercased())
        }
      }
      return ColumnVector(type: .string, count: texts.count, storage: .texts(result))
    }.folded(when: operand.constant != nil)
  }

  private static let concatenation: ScalarFunctions.Make = { site in
    let operands = try site.arguments.map { try site.compiler.convert($0, to: .string) }
    return Scalar(type: .string) { batch in
      let pieces = operands.map { operand -> TextColumn? in
        if case .texts(let texts) = operand(batch).storage { texts } else { nil }
      }
      var result = TextColumn(capacity: batch.count)
      for row in 0..<batch.count {
        for case .some(let texts) in pieces { result.appendPiece(texts.bytes[texts.offsets[row]..<texts.offsets[row + 1]]) }
        result.closeText()
      }
      return ColumnVector(type: .string, count: batch.count, storage: .texts(result))
    }.folded(when: operands.allSatisfy { $0.constant != nil })
  }

  /// A negative start counts from the end.
  static func substring(_ text: String, from start: Int64, length: Int64?) -> String {
    let scalars = text.unicodeScalars
    let count = scalars.count
    let first = start < 0 ? max(0, count &+ Int(clamping: start)) : min(Int(clamping: start), count)
    let taken = length.map { $0 < 0 ? count - first : min(Int(clamping: $0), count - first) } ?? count - first
    return String(String.UnicodeScalarView(scalars.dropFirst(first).prefix(taken)))
  }

  static func pieces(of text: String, by delimiter: String) -> [String] {
    guard !delimiter.isEmpty else { return [text] }
    let bytes = Array(text.utf8)
    let needle = Array(delimiter.utf8)
    return bytes.withUnsafeBufferPointer { bytes in
      needle.withUnsafeBufferPointer { needle in
        var result: [String] = []
        var start = 0
        while true {
          let found = TextSearch.find(needle, in: bytes, from: start, isCased: true)
          let end = found < 0 ? bytes.count : found
          result.append(String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self))
          if found < 0 { return result }
          start = found + needle.count
        }
      }
    }
  }

  private static func split(_ cells: [Value]) -> Value {
    let all = pieces(of: Conversion.text(cells[0]), by: Conversion.text(cells[1]))
    guard cells.count > 2, let wanted = Conversion.long(cells[2]) else { return .dynamic(.array(all.map { .string($0) })) }
    guard wanted >= 0, wanted < all.count else { return .null }
    return .dynamic(.array([.string(all[Int(wanted)])]))
  }

  static func replaced(_ text: String, _ old: String, _ new: String) -> String {
    old.isEmpty ? text : pieces(of: text, by: old).joined(separator: new)
  }

  /// All pairs in one pass: what was put in is not looked at again.
  static func replaced(_ text: String, _ pairs: [(String, String)]) -> String {
    let pairs = pairs.filter { !$0.0.isEmpty }.map { (Array($0.0.utf8), Array($0.1.utf8)) }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var place = 0
    while place < bytes.count {
      if let (old, new) = pairs.first(where: { bytes[place...].starts(with: $0.0) }) {
        result.append(contentsOf: new)
        place += old.count
      } else {
        result.append(bytes[place])
        place += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// `indexof(text, lookup, start, length, occurrence)`, in scalars; -1 when it is not there, null for a bad occurrence.
  private static func indexOf(_ cells: [Value]) -> Value {
    let text = Array(Conversion.text(cells[0]).unicodeScalars)
    let needle = Array(Conversion.text(cells[1]).unicodeScalars)
    guard let bounds = SearchBounds(cells, count: text.count) else { return .null }
    var left = bounds.occurrence
    var place = bounds.start
    while place + needle.count <= bounds.end {
      if text[place..<(place + needle.count)].elementsEqual(needle) {
        left -= 1
        if left == 0 { return .long(Int64(place)) }
      }
      place += 1
    }
    return .long(-1)
  }

  private static func text(ofCodePoints cells: [Value]) -> String {
    let numbers = cells.flatMap { cell -> [Int64] in
      if case .dynamic(.array(let items)) = cell { items.compactMap { $0.integer } } else { [Conversion.long(cell) ?? -1] }
    }
    return String(String.UnicodeScalarView(numbers.compactMap { UInt32(exactly: $0).flatMap { Unicode.Scalar($0) } }))
  }
}

/// The stretch and the occurrence that `indexof` and `indexof_regex` look for.
struct SearchBounds {
  var start: Int
  var end: Int
  var occurrence: Int

  /// Reads arguments three to five; nil for an occurrence below one or a length below minus one.
  init?(_ cells: [Value], count: Int) {
    func argument(_ place: Int, _ missing: Int64) -> Int64 { place < cells.count ? Conversion.long(cells[place]) ?? missing : missing }
    let (from, length, nth) = (argument(2, 0), argument(3, -1), argument(4, 1))
    guard nth >= 1, length >= -1 else { return nil }
    start = from < 0 ? max(0, count &+ Int(clamping: from)) : min(Int(clamping: from), count)
    end = length < 0 ? count : min(count, start + min(Int(clamping: length), count))
    occurrence = Int(clamping: nth)
  }
}
