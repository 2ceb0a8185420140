import Casefile

/// Base64, URLs, comma-separated text, version numbers, hashes.
enum EncodingFunctions {
  static let all: [String: ScalarFunctions.Make] = [
    "base64_encode_tostring": encode, "base64_encodestring": encode,
    "base64_decode_tostring": decode, "base64_decodestring": decode,
    "base64_decode_toarray": { site in
      try unary(site) { text in
        try site.allow(elements: text.utf8.count / 4 * 3)
        return Base64.decoded(text).map { .dynamic(.array($0.map { .integer(Int64($0)) })) } ?? .null
      }
    },
    "base64_encode_fromarray": { site in
      try site.require(1)
      return try site.rowwise { cells in
        let bytes = (cells[0].json.array ?? []).compactMap { $0.integer.flatMap { UInt8(exactly: $0) } }
        return .string(Base64.encoded(bytes))
      }
    },
    "url_encode": { site in try unary(site) { .string(PercentCoding.encoded($0, spaceAsPlus: true)) } },
    "url_encode_component": { site in try unary(site) { .string(PercentCoding.encoded($0, spaceAsPlus: false)) } },
    "url_decode": { site in try unary(site) { .string(PercentCoding.decoded($0)) } },
    "parse_url": { site in try unary(site) { .dynamic(.object(URLParts.parse($0))) } },
    "parse_urlquery": { site in try unary(site) { .dynamic(["Query Parameters": .object(URLParts.query($0[...]))]) } },
    "parse_csv": { site in
      try unary(site) { text in
        try site.allow(elements: text.utf8.count { $0 == 0x2C } + 1)
        return .dynamic(.array(CommaText.fields(text).map { .string($0) }))
      }
    },
    "parse_version": { site in try unary(site) { version($0) } },
    "hash": hash, "hash_xxhash64": hash,
    "new_guid": { site in try site.rowwise(isPure: false) { _ in .guid(randomGUID()) } },
    "rand": { site in
      try site.rowwise(isPure: false) { cells in
        guard let most = cells.first.flatMap({ Conversion.long($0) }), most > 1 else { return .real(Double.random(in: 0..<1)) }
        return .real(Double(Int64.random(in: 0..<most)))
      }
    },
  ]

  private static func unary(_ site: CallSite, _ body: @escaping (String) throws -> Value) throws -> Scalar {
    try site.require(1)
    return try site.rowwise { try body(Conversion.text($0[0])) }
  }

  private static let encode: ScalarFunctions.Make = { site in try unary(site) { .string(Base64.encoded(Array($0.utf8))) } }

  private static let decode: ScalarFunctions.Make = { site in
    try unary(site) { text in
      guard let bytes = Base64.decoded(text), let decoded = String(validating: bytes, as: UTF8.self) else { return .string("") }
      return .string(decoded)
    }
  }

  /// A modulo as second argument brings the result into 0 ..< modulo.
  private static let hash: ScalarFunctions.Make = { site in
    try site.require(1)
    return try site.rowwise { cells in
      let bytes: [UInt8] =
        switch cells[0] {
        case .long(let number): withUnsafeBytes(of: number.littleEndian) { Array($0) }
        case .datetime(let moment): withUnsafeBytes(of: moment.ticks.littleEndian) { Array($0) }
        case .timespan(let span): withUnsafeBytes(of: span.ticks.littleEndian) { Array($0) }
        case .real(let number): withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) }
        default: Array(Conversion.text(cells[0]).utf8)
        }
      let value = Int64(bitPattern: XXHash64.hash(bytes))
      guard cells.count > 1, let modulo = Conversion.long(cells[1]), modulo > 0 else { return .long(value) }
      return .long(Int64(UInt64(bitPattern: value) % UInt64(modulo)))
    }
  }

  /// Up to four parts of eight digits each; null for anything else.
  private static func version(_ text: String) -> Value {
    let parts = text.trimmed.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...4).contains(parts.count) else { return .null }
    var total: Int128 = 0
    for place in 0..<4 {
      let part = place < parts.count ? parts[place] : "0"
      guard part.utf8.count <= 8, part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int128(part) else { return .null }
      total = total * 100_000_000 + number
    }
    return .decimal(String(total))
  }

  private static func randomGUID() -> String {
    let high = UInt64.random(in: .min ... .max) & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    let low = UInt64.random(in: .min ... .max) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    let digits = [high, low].map { number in
      let text = String(number, radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }
    return Conversion.guid(.string(digits.joined())) ?? ""
  }
}

/// Base64 with its padding.
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encoded(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let piece = bytes[start..<min(start + 3, bytes.count)]
      var word = piece.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      word <<= UInt32(8 * (3 - piece.count))
      for place in 0..<4 { result.append(place <= piece.count ? alphabet[Int(word >> UInt32(18 - 6 * place)) & 63] : 0x3D) }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Nil for other characters, and for a length that is not made up to four.
  static func decoded(_ text: String) -> [UInt8]? {
    var result: [UInt8] = []
    var (word, count) = (UInt32(0), 0)
    let text = text.trimmed
    guard text.utf8.count % 4 == 0, !text.hasSuffix("===") else { return nil }
    let body = text.utf8.reversed().drop { $0 == 0x3D }.reversed()
    for byte in body {
      guard let digit = digit(byte) else { return nil }
      word = word << 6 | UInt32(digit)
      count += 1
      if count % 4 == 0 {
        result.append(contentsOf: [
          UInt8(truncatingIfNeeded: word >> 16), UInt8(truncatingIfNeeded: word >> 8), UInt8(truncatingIfNeeded: word),
        ])
      }
    }
    switch count % 4 {
    case 0: return result
    case 2: return result + [UInt8(truncatingIfNeeded: word >> 4)]
    case 3: return result + [UInt8(truncatingIfNeeded: word >> 10), UInt8(truncatingIfNeeded: word >> 2)]
    default: return nil
    }
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x41...0x5A: byte - 0x41
    case 0x61...0x7A: byte - 0x61 + 26
    case 0x30...0x39: byte - 0x30 + 52
    case 0x2B: 62
    case 0x2F: 63
    default: nil
    }
  }
}

/// Percent coding of URLs.
enum PercentCoding {
  static func encoded(_ text: String, spaceAsPlus: Bool) -> String {
    var result = ""
    for byte in text.utf8 {
      if TextSearch.isASCIITermCharacter(byte) || "-_.!*()~".utf8.contains(byte) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else if byte == 0x20, spaceAsPlus {
        result += "+"
      } else {
        let digits = String(byte, radix: 16)
        result += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return result
  }

  static func decoded(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var place = 0
    while place < bytes.count {
      if bytes[place] == 0x25, place + 2 < bytes.count,
        let value = UInt8(String(decoding: bytes[(place + 1)...(place + 2)], as: UTF8.self), radix: 16)
      {
        result.append(value)
        place += 3
      } else {
        result.append(bytes[place] == 0x2B ? 0x20 : bytes[place])
        place += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

/// One line of comma-separated values, quotes doubled inside quotes.
enum CommaText {
  static func fields(_ text: String) -> [String] {
    var fields: [String] = []
    var field = String.UnicodeScalarView()
    var isQuoted = false
    var scalars = text.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\"" where isQuoted && scalars.first == "\"":
        field.append(scalar)
        scalars.removeFirst()
      case "\"" where isQuoted || field.isEmpty: isQuoted.toggle()
      case "," where !isQuoted:
        fields.append(String(field))
        field = String.UnicodeScalarView()
      case "\r" where !isQuoted, "\n" where !isQuoted: return fields + [String(field)]
      default: field.append(scalar)
      }
    }
    return fields + [String(field)]
  }
}
