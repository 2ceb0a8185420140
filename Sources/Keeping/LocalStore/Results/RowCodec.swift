import Casefile
import Foundation

/// A row of a result set as bytes: each cell bears its own type, so nothing depends on the columns' types being right.
enum RowCodec {
  static func bytes(_ cells: [Value]) -> Data {
    var out: [UInt8] = []
    for cell in cells { append(cell, to: &out) }
    return Data(out)
  }

  private static func append(_ cell: Value, to out: inout [UInt8]) {
    switch cell {
    case .null: out.append(0)
    case .bool(let flag): out.append(flag ? 2 : 1)
    case .long(let number): append(3, UInt64(bitPattern: number), to: &out)
    case .real(let number): append(4, number.bitPattern, to: &out)
    case .datetime(let moment): append(5, UInt64(bitPattern: moment.ticks), to: &out)
    case .timespan(let span): append(6, UInt64(bitPattern: span.ticks), to: &out)
    case .string(let text): append(7, text, to: &out)
    case .decimal(let text): append(8, text, to: &out)
    case .guid(let text): append(9, text, to: &out)
    case .dynamic(let json): append(10, json.text, to: &out)
    }
  }

  private static func append(_ tag: UInt8, _ number: UInt64, to out: inout [UInt8]) {
    out.append(tag)
    withUnsafeBytes(of: number.littleEndian) { out.append(contentsOf: $0) }
  }

  private static func append(_ tag: UInt8, _ text: String, to out: inout [UInt8]) {
    append(tag, UInt64(text.utf8.count), to: &out)
    out.append(contentsOf: text.utf8)
  }

  /// Nil when the bytes are not a row of `count` cells.
  static func cells(_ data: Data, count: Int) -> [Value]? {
    var reader = Reader(bytes: [UInt8](data))
    var cells: [Value] = []
    cells.reserveCapacity(count)
    while cells.count < count {
      guard let cell = reader.cell() else { return nil }
      cells.append(cell)
    }
    return cells
  }

  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    mutating func cell() -> Value? {
      guard position < bytes.count else { return nil }
      let tag = bytes[position]
      position += 1
      switch tag {
      case 0: return .null
      case 1, 2: return .bool(tag == 2)
      case 3: return number().map { .long(Int64(bitPattern: $0)) }
      case 4: return number().map { .real(Double(bitPattern: $0)) }
      case 5: return number().map { .datetime(DateTime(ticks: Int64(bitPattern: $0))) }
      case 6: return number().map { .timespan(TimeSpan(ticks: Int64(bitPattern: $0))) }
      case 7: return text().map { .string($0) }
      case 8: return text().map { .decimal($0) }
      case 9: return text().map { .guid($0) }
      case 10: return text().flatMap { try? JSONValue(parsing: $0) }.map { .dynamic($0) }
      default: return nil
      }
    }

    private mutating func number() -> UInt64? {
      guard bytes.count - position >= 8 else { return nil }
      let number = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[position + $1]) << UInt64(8 * $1) }
      position += 8
      return number
    }

    private mutating func text() -> String? {
      guard let length = number(), length <= UInt64(bytes.count - position) else { return nil }
      let text = String(decoding: bytes[position..<position + Int(length)], as: UTF8.self)
      position += Int(length)
      return text
    }
  }
}
