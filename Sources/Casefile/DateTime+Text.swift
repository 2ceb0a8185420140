extension DateTime: CustomStringConvertible {
  /// `2026-11-23T03:14:07.0000000Z`: always seven decimals, always `Z` (CONTRACTS §6).
  package var description: String { text(decimals: 7) }

  /// ISO 8601 in UTC with `decimals` (0...7) digits of the second; `date` and `time` are joined by `T`, closed by `Z`.
  package func text(decimals: Int) -> String {
    let parts = self.parts
    var bytes: [UInt8] = []
    bytes.reserveCapacity(28)
    bytes.appendPadded(parts.year, 4)
    bytes.append(UInt8(ascii: "-"))
    bytes.appendPadded(parts.month, 2)
    bytes.append(UInt8(ascii: "-"))
    bytes.appendPadded(parts.day, 2)
    bytes.append(UInt8(ascii: "T"))
    bytes.appendPadded(parts.hour, 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.appendPadded(parts.minute, 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.appendPadded(parts.second, 2)
    if decimals > 0 {
      bytes.append(UInt8(ascii: "."))
      var fraction = parts.fraction
      for _ in decimals..<7 { fraction /= 10 }
      bytes.appendPadded(fraction, decimals)
    }
    bytes.append(UInt8(ascii: "Z"))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Reads ISO 8601 as services write it: a date alone, or date and time parted by `T` or blanks, seconds optional, any number of
  /// decimals (read to 100 ns), `Z`, an offset such as `+02:00`, or nothing, which means UTC. Nil for anything else.
  package init?(_ text: some StringProtocol) {
    var reader = ASCIIReader(Array(text.utf8))
    guard let parts = reader.dateAndTime() else { return nil }
    let offset = reader.zoneOffset()
    guard reader.isAtEnd, let offset, let moment = DateTime(parts) else { return nil }
    let ticks = moment.ticks - Int64(offset) * 60 * DateTime.ticksPerSecond
    guard ticks >= DateTime.minimum.ticks, ticks <= DateTime.maximum.ticks else { return nil }
    self.ticks = ticks
  }
}

/// A cursor over ASCII bytes; the small numbers in dates and spans are read with it.
struct ASCIIReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }
  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let next, next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// Digits, between `least` and `most` of them.
  mutating func number(_ least: Int, _ most: Int) -> Int? {
    let start = position
    var value = 0
    while position < bytes.count, position - start < most, (0x30...0x39).contains(bytes[position]) {
      value = value * 10 + Int(bytes[position] - 0x30)
      position += 1
    }
    guard position - start >= least else {
      position = start
      return nil
    }
    return value
  }

  /// Decimals after a point, scaled to 100 ns; digits past the seventh are dropped.
  mutating func fraction() -> Int? {
    var value = 0
    var digits = 0
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
      if digits < 7 { value = value * 10 + Int(bytes[position] - 0x30) }
      digits += 1
      position += 1
    }
    guard digits > 0 else { return nil }
    for _ in min(digits, 7)..<7 { value *= 10 }
    return value
  }

  mutating func dateAndTime() -> DateTime.Parts? {
    guard let year = number(4, 4), take("-"), let month = number(1, 2), take("-"), let day = number(1, 2) else { return nil }
    var parts = DateTime.Parts(year: year, month: month, day: day)
    guard take("T") || take("t") || take(" ") else { return parts }
    while take(" ") {}
    guard let hour = number(1, 2), take(":"), let minute = number(2, 2) else { return nil }
    parts.hour = hour
    parts.minute = minute
    guard take(":") else { return parts }
    guard let second = number(2, 2) else { return nil }
    parts.second = second
    if take(".") || take(",") {
      guard let decimals = fraction() else { return nil }
      parts.fraction = decimals
    }
    return parts
  }

  /// Minutes east of UTC; nothing left to read means 0. Nil when what is left is no zone.
  mutating func zoneOffset() -> Int? {
    while take(" ") {}
    if isAtEnd || take("Z") || take("z") { return 0 }
    let sign: Int
    if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
    guard let hours = number(2, 2), hours <= 14 else { return nil }
    _ = take(":")
    let minutes = isAtEnd ? 0 : number(2, 2)
    guard let minutes, minutes < 60 else { return nil }
    return sign * (hours * 60 + minutes)
  }
}

extension [UInt8] {
  /// Appends a non-negative number, padded with zeros on the left to `width` digits.
  mutating func appendPadded(_ number: Int, _ width: Int) {
    var divisor = 1
    for _ in 1..<Swift.max(width, 1) { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(0x30 + number / divisor % 10))
      divisor /= 10
    }
  }
}
