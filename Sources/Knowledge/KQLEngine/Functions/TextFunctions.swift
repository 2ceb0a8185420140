import Casefile

/// Functions of texts that need no regular expression. Positions and lengths count Unicode scalars.
enum TextFunctions {
  static let all: [String: ScalarFunctions.Make] = [
    "tolower": { site in try cased(site, isUpper: false) },
    "toupper": { site in try cased(site, isUpper: true) },
    "strlen": { site in try unary(site) { .long(Int64($0.unicodeScalars.count)) } },
    "string_size": { site in try unary(site) { .long(Int64($0.utf8.count)) } },
    "reverse": { site in try unary(site) { text in .string(String(String.UnicodeScalarView(text.unicodeScalars.reversed()))) } },
    "strcat": concatenation,
    "strcat_delim": { site in
      try site.require(2)
      return try site.rowwise { cells in
        .string(try joined(cells.dropFirst().map { Conversion.text($0) }, by: Conversion.text(cells[0]), site))
      }
    },
    "strrep": { site in
      try site.require(2)
      return try site.rowwise { cells in
        let text = Conversion.text(cells[0])
        let most = text.isEmpty ? 0 : EngineLimits.longestText / max(1, text.utf8.count)
        let count = min(Int(clamping: Conversion.long(cells[1]) ?? 0), most)
        guard count > 0 else { return .string("") }
        let delimiter = cells.count > 2 ? Conversion.text(cells[2]) : ""
        try site.allow(bytes: count * (text.utf8.count + delimiter.utf8.count) - delimiter.utf8.count)
        return .string(repeatElement(text, count: count).joined(separator: delimiter))
      }
    },
    "strcmp": { site in
      try site.require(2)
      return try site.rowwise { .long(Int64(ValueOrder.texts(Conversion.text($0[0]), Conversion.text($0[1])))) }
    },
    "substring": { site in
      try site.require(2)
      return try site.rowwise { cells in
        .string(
          substring(
            Conversion.text(cells[0]), from: Conversion.long(cells[1]) ?? 0, length: cells.count > 2 ? Conversion.long(cells[2]) : nil))
      }
    },
    "split": { site in
      try site.require(2)
      return try site.rowwise { cells in try split(cells, site) }
    },
    "indexof": { site in
      try site.require(2)
      return try site.rowwise { cells in indexOf(cells) }
    },
    "replace_string": { site in
      try site.require(3)
      return try site.rowwise { .string(try replaced(Conversion.text($0[0]), Conversion.text($0[1]), Conversion.text($0[2]), site)) }
    },
    "replace_strings": { site in
      try site.require(3)
      return try site.rowwise { cells in
        guard let old = cells[1].json.array, let new = cells[2].json.array, old.count == new.count else {
          return .string(Conversion.text(cells[0]))
        }
        let pairs = zip(old, new).map { (Conversion.text(.dynamic($0)), Conversion.text(.dynamic($1))) }
        return .string(try replaced(Conversion.text(cells[0]), pairs, site))
      }
    },
    "translate": { site in
      try site.require(3)
      return try site.rowwise { cells in
        let (from, to) = (Array(Conversion.text(cells[0]).unicodeScalars), Array(Conversion.text(cells[1]).unicodeScalars))
        let mapped = Conversion.text(cells[2]).unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
          guard let place = from.firstIndex(of: scalar) else { return scalar }
          return to.isEmpty ? nil : to[min(place, to.count - 1)]
        }
        return .string(String(String.UnicodeScalarView(mapped)))
      }
    },
    "make_string": { site in try site.rowwise { .string(try text(ofCodePoints: $0, site)) } },
    "unicode_codepoints_to_string": { site in try site.rowwise { .string(try text(ofCodePoints: $0, site)) } },
    "unicode_codepoints_from_string": { site in
      try unary(site) { .dynamic(try codePoints(of: $0, site)) }
    },
    "to_utf8": { site in try unary(site) { .dynamic(try codePoints(of: $0, site)) } },
    "isascii": { site in try unary(site) { .bool($0.utf8.allSatisfy { $0 < 0x80 }) } },
    "isutf8": { site in try unary(site) { _ in .bool(true) } },
  ]

  private static func unary(_ site: CallSite, _ body: @escaping (String) throws -> Value) throws -> Scalar {
    try site.require(1)
    return try site.rowwise { try body(Conversion.text($0[0])) }
  }

  private static func codePoints(of text: String, _ site: CallSite) throws -> JSONValue {
    let scalars = text.unicodeScalars
    try site.allow(elements: scalars.count)
    return .array(scalars.map { .integer(Int64($0.value)) })
  }

  /// Texts within ASCII are changed byte by byte, without a string in between.
  private static func cased(_ site: CallSite, isUpper: Bool) throws -> Scalar {
    try site.require(1)
    let operand = try site.compiler.convert(site.arguments[0], to: .string)
    return try Scalar(type: .string) { batch in
      guard case .texts(let texts) = try operand(batch).storage else { return .absent(.string, count: batch.count) }
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
    let allowance = site.compiler.surroundings.allowance
    return try Scalar(type: .string) { batch in
      let pieces = try operands.map { operand -> TextColumn? in
        if case .texts(let texts) = try operand(batch).storage { texts } else { nil }
      }
      var result = TextColumn(capacity: batch.count)
      for row in 0..<batch.count {
        let start = result.bytes.count
        for case .some(let texts) in pieces {
          try site.allow(bytes: result.bytes.count - start + texts.offsets[row + 1] - texts.offsets[row])
          result.appendPiece(texts.bytes[texts.offsets[row]..<texts.offsets[row + 1]])
        }
        try allowance.checkColumn(result.bytes.count, of: site.name)
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

  /// The joined texts; throws before a result too long for one value is made.
  static func joined(_ texts: [String], by delimiter: String, _ site: CallSite) throws -> String {
    let bytes = texts.reduce(0) { $0 + $1.utf8.count }
    let (between, isTooMuch) = delimiter.utf8.count.multipliedReportingOverflow(by: max(0, texts.count - 1))
    try site.allow(bytes: isTooMuch ? .max : bytes + between)
    return texts.joined(separator: delimiter)
  }

  static func pieces(of text: String, by delimiter: String, _ site: CallSite? = nil) throws -> [String] {
    guard !delimiter.isEmpty else { return [text] }
    let bytes = Array(text.utf8)
    let needle = Array(delimiter.utf8)
    return try bytes.withUnsafeBufferPointer { bytes in
      try needle.withUnsafeBufferPointer { needle in
        var result: [String] = []
        var start = 0
        while true {
          if result.count & 0xFFFF == 0 { try site?.allow(elements: result.count) }
          let found = TextSearch.find(needle, in: bytes, from: start, isCased: true)
          let end = found < 0 ? bytes.count : found
          result.append(String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self))
          if found < 0 { return result }
          start = found + needle.count
        }
      }
    }
  }

  private static func split(_ cells: [Value], _ site: CallSite) throws -> Value {
    let all = try pieces(of: Conversion.text(cells[0]), by: Conversion.text(cells[1]), site)
    guard cells.count > 2, let wanted = Conversion.long(cells[2]) else { return .dynamic(.array(all.map { .string($0) })) }
    guard wanted >= 0, wanted < all.count else { return .null }
    return .dynamic(.array([.string(all[Int(wanted)])]))
  }

  private static func replaced(_ text: String, _ old: String, _ new: String, _ site: CallSite) throws -> String {
    old.isEmpty ? text : try joined(pieces(of: text, by: old, site), by: new, site)
  }

  /// All pairs in one pass: what was put in is not looked at again.
  private static func replaced(_ text: String, _ pairs: [(String, String)], _ site: CallSite) throws -> String {
    let pairs = pairs.filter { !$0.0.isEmpty }.map { (Array($0.0.utf8), Array($0.1.utf8)) }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var place = 0
    while place < bytes.count {
      if let (old, new) = pairs.first(where: { bytes[place...].starts(with: $0.0) }) {
        try site.allow(bytes: result.count + new.count)
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

  private static func text(ofCodePoints cells: [Value], _ site: CallSite) throws -> String {
    try site.allow(bytes: cells.reduce(0) { $0 + ($1.json.array?.count ?? 1) })
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
