import Casefile

/// The usual spellings, read without a detour; nil sends the cell to the careful reader.
extension CellScanner {
  func quickNumber(_ range: Range<Int>, as type: ColumnType) -> Value? {
    switch type {
    case .long: return wholeNumber(range).map { .long($0) }
    case .int: return wholeNumber(range).flatMap { Int32(exactly: $0) == nil ? nil : .long($0) }
    case .real:
      if let whole = wholeNumber(range) { return .real(Double(whole)) }
      guard range.count <= 17, isPlainFraction(range), let number = fraction(range) else { return nil }
      return .real(number)
    case .bool:
      guard range.count == 1, bytes[range.lowerBound] == 0x30 || bytes[range.lowerBound] == 0x31 else { return nil }
      return .bool(bytes[range.lowerBound] == 0x31)
    default: return nil
    }
  }

  func quickText(_ range: Range<Int>, as type: ColumnType) -> Value? {
    switch type {
    case .datetime: moment(range).map { .datetime($0) }
    case .guid: isLowerGuid(range) ? .guid(String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)) : nil
    default: nil
    }
  }

  /// Up to 18 digits, without a zero in front.
  private func wholeNumber(_ range: Range<Int>) -> Int64? {
    var at = range.lowerBound
    let isNegative = bytes[at] == UInt8(ascii: "-")
    if isNegative { at += 1 }
    let count = range.upperBound - at
    guard (1...18).contains(count), count == 1 || bytes[at] != 0x30 else { return nil }
    var number: Int64 = 0
    while at < range.upperBound {
      let digit = bytes[at] &- 0x30
      guard digit < 10 else { return nil }
      number = number &* 10 &+ Int64(digit)
      at += 1
    }
    return isNegative ? -number : number
  }

  /// `12.5`, `-0.25`: digits, a point, digits.
  private func isPlainFraction(_ range: Range<Int>) -> Bool {
    var at = range.lowerBound
    if bytes[at] == UInt8(ascii: "-") { at += 1 }
    let first = at
    while at < range.upperBound, bytes[at] &- 0x30 < 10 { at += 1 }
    guard at > first, at == first + 1 || bytes[first] != 0x30, at < range.upperBound, bytes[at] == UInt8(ascii: ".") else { return false }
    at += 1
    let behind = at
    while at < range.upperBound, bytes[at] &- 0x30 < 10 { at += 1 }
    return at == range.upperBound && at > behind
  }

  /// Of at most 15 digits, so that digits and power of ten are exact and their quotient is rounded once.
  private func fraction(_ range: Range<Int>) -> Double? {
    var (digits, places, count, seesPoint) = (Int64(0), 0, 0, false)
    for byte in bytes[range] {
      if byte == UInt8(ascii: ".") {
        seesPoint = true
      } else if byte != UInt8(ascii: "-") {
        digits = digits * 10 + Int64(byte - 0x30)
        count += 1
        if seesPoint { places += 1 }
      }
    }
    guard count <= 15 else { return nil }
    let number = Double(digits) / CellScanner.powers[places]
    return bytes[range.lowerBound] == UInt8(ascii: "-") ? -number : number
  }

  private static let powers: [Double] = (0...15).map { place in (0..<place).reduce(1.0) { power, _ in power * 10 } }

  private func isLowerGuid(_ range: Range<Int>) -> Bool {
    guard range.count == 36 else { return false }
    for place in 0..<36 {
      let byte = bytes[range.lowerBound + place]
      if place == 8 || place == 13 || place == 18 || place == 23 {
        if byte != UInt8(ascii: "-") { return false }
      } else if !(byte &- 0x30 < 10 || byte &- 0x61 < 6) {
        return false
      }
    }
    return true
  }

  /// `2026-11-23T03:14:07Z`, up to seven decimals.
  private func moment(_ range: Range<Int>) -> DateTime? {
    let at = range.lowerBound
    guard (20...28).contains(range.count), range.count != 21, bytes[range.upperBound - 1] == UInt8(ascii: "Z"), bytes[at + 4] == 0x2D,
      bytes[at + 7] == 0x2D, bytes[at + 10] == UInt8(ascii: "T"), bytes[at + 13] == 0x3A, bytes[at + 16] == 0x3A,
      let year = number(at, 4), let month = number(at + 5, 2), let day = number(at + 8, 2), let hour = number(at + 11, 2),
      let minute = number(at + 14, 2), let second = number(at + 17, 2)
    else { return nil }
    var parts = DateTime.Parts(year: year, month: month, day: day)
    (parts.hour, parts.minute, parts.second) = (hour, minute, second)
    if range.count > 20 {
      let decimals = range.count - 21
      guard bytes[at + 19] == UInt8(ascii: "."), var fraction = number(at + 20, decimals) else { return nil }
      for _ in decimals..<7 { fraction *= 10 }
      parts.fraction = fraction
    }
    return DateTime(parts)
  }

  private func number(_ start: Int, _ count: Int) -> Int? {
    var number = 0
    for place in start..<start + count {
      let digit = bytes[place] &- 0x30
      guard digit < 10 else { return nil }
      number = number * 10 + Int(digit)
    }
    return number
  }
}

/// A text with the short escapes of JSON.
enum EscapedText {
  /// Nil for `\u` and for escapes that JSON does not have: the careful reader's.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    var isQuick = true
    let text = String(unsafeUninitializedCapacity: bytes.count) { out in
      var (from, to) = (0, 0)
      while from < bytes.count {
        let stop = ByteSearch.textStop(bytes, from: from)
        if stop > from, let target = out.baseAddress, let source = bytes.baseAddress {
          (target + to).update(from: source + from, count: stop - from)
          to += stop - from
        }
        guard stop < bytes.count else { break }
        guard stop + 1 < bytes.count, let byte = unescaped(bytes[stop + 1]) else {
          isQuick = false
          return 0
        }
        out[to] = byte
        to += 1
        from = stop + 2
      }
      return to
    }
    return isQuick ? text : nil
  }

  private static func unescaped(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): byte
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    default: nil
    }
  }
}
