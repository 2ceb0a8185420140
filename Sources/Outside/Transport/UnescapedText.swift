internal import Foundation

/// Text with the escapes of JSON strings taken away, and where each byte of it came from. Nothing is refused: what is no escape stays.
struct UnescapedText: Sendable {
  /// Without half an escape at the end.
  private(set) var bytes: [UInt8] = []
  /// From where on the source ends in half an escape; its length where it does not.
  private(set) var open: Int
  /// Behind each escape, where text and source go on together.
  private var anchors: [(own: Int, source: Int)] = []

  init(_ source: [UInt8]) {
    var (open, anchors) = (source.count, self.anchors)
    bytes = [UInt8](unsafeUninitializedCapacity: source.count) { out, count in
      source.withUnsafeBufferPointer { source in
        var place = 0
        func copy(to end: Int) {
          // Most stretches between escapes are short: a loop is quicker than a call.
          while place < end {
            out[count] = source[place]
            (place, count) = (place + 1, count + 1)
          }
        }
        while let mark = UnescapedText.mark(in: source, from: place) {
          copy(to: mark)
          switch UnescapedText.character(in: source, at: mark) {
          case .half:
            open = mark
            return
          case .none: copy(to: mark + 1)
          case .whole(let unit, let length):
            UnescapedText.write(unit, to: out, &count)
            place = mark + length
            anchors.append((count, place))
          }
        }
        copy(to: source.count)
      }
    }
    (self.open, self.anchors) = (open, anchors)
  }

  /// As UTF-8, which is never longer than the escape; half of a pair, alone, is in no secret.
  private static func write(_ unit: UInt32, to out: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int) {
    guard unit > 0x7F else {
      out[count] = UInt8(unit)
      count += 1
      return
    }
    for byte in UTF8.encode(Unicode.Scalar(unit) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter {
      out[count] = byte
      count += 1
    }
  }

  /// The place in the source of a byte, or of the end.
  func source(of place: Int) -> Int {
    var (low, high) = (0, anchors.count)
    while low < high {
      let middle = (low + high) / 2
      if anchors[middle].own <= place { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return place }
    return anchors[low - 1].source + place - anchors[low - 1].own
  }

  /// Whether there is an escape that may stand for one of the letters, or half an escape at the end. `letters` says of each byte whether
  /// it is one; of two backslashes the second is looked at as well, since it may be an escape once the first is gone.
  static func isWorthReading(_ bytes: [UInt8], _ letters: [Bool]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var place = 0
      while let mark = mark(in: bytes, from: place) {
        place = mark + 1
        guard place < bytes.count else { return true }
        switch bytes[place] {
        case UInt8(ascii: "\""), UInt8(ascii: "/"), UInt8(ascii: "\\"):
          if letters[Int(bytes[place])] { return true }
        case UInt8(ascii: "u"):
          switch escape(in: bytes, at: mark) {
          case .half, .whole(0x5C, _): return true
          case .whole(let unit, _) where letters[Int(min(unit, 0x80))]: return true
          case .whole, .none: break
          }
        default: break
        }
      }
      return false
    }
  }

  private enum Escape: Equatable {
    case none
    /// The text ends within it.
    case half
    case whole(UInt32, length: Int)
  }

  @inline(__always)
  private static func mark(in bytes: UnsafeBufferPointer<UInt8>, from place: Int) -> Int? {
    guard place < bytes.count, let base = bytes.baseAddress,
      let mark = memchr(base + place, Int32(UInt8(ascii: "\\")), bytes.count - place)
    else { return nil }
    return UnsafeRawPointer(mark) - UnsafeRawPointer(base)
  }

  /// The escape that stands there, or the two of a pair, which are one character.
  private static func character(in bytes: UnsafeBufferPointer<UInt8>, at mark: Int) -> Escape {
    let first = escape(in: bytes, at: mark)
    guard case .whole(let high, let length) = first, high & 0xFC00 == 0xD800 else { return first }
    let next = mark + length
    guard next < bytes.count else { return .half }
    guard bytes[next] == UInt8(ascii: "\\") else { return first }
    switch escape(in: bytes, at: next) {
    case .half: return .half
    case .whole(let low, let more) where low & 0xFC00 == 0xDC00:
      return .whole(0x10000 + ((high & 0x3FF) << 10 | (low & 0x3FF)), length: length + more)
    case .whole, .none: return first
    }
  }

  private static func escape(in bytes: UnsafeBufferPointer<UInt8>, at mark: Int) -> Escape {
    guard mark + 1 < bytes.count else { return .half }
    switch bytes[mark + 1] {
    case UInt8(ascii: "u"):
      var unit: UInt32 = 0
      for place in mark + 2..<mark + 6 {
        guard place < bytes.count else { return .half }
        guard let digit = digit(bytes[place]) else { return .none }
        unit = unit << 4 | digit
      }
      return .whole(unit, length: 6)
    case UInt8(ascii: "n"): return .whole(0x0A, length: 2)
    case UInt8(ascii: "r"): return .whole(0x0D, length: 2)
    case UInt8(ascii: "t"): return .whole(0x09, length: 2)
    case UInt8(ascii: "b"): return .whole(0x08, length: 2)
    case UInt8(ascii: "f"): return .whole(0x0C, length: 2)
    case let byte where byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "/"):
      return .whole(UInt32(byte), length: 2)
    default: return .none
    }
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte) - 0x30
    case 0x41...0x46, 0x61...0x66: UInt32(byte | 0x20) - 0x57
    default: nil
    }
  }
}
