import Casefile
import HuntPipeline

/// A cell of a stored row, looked at without being copied.
enum RawCell {
  case null
  case bool(Bool)
  case long(Int64)
  case real(Double)
  case datetime(Int64)
  case timespan(Int64)
  /// A string, decimal, guid or dynamic, with the tag that tells which.
  case text(tag: UInt8, UnsafeBufferPointer<UInt8>)

  static let string: UInt8 = 7
  static let decimal: UInt8 = 8
  static let guid: UInt8 = 9
  static let dynamic: UInt8 = 10

  /// True for what people see as an empty cell.
  var isEmpty: Bool {
    switch self {
    case .null: true
    case .text(RawCell.dynamic, let bytes): bytes.isEmpty || (bytes.count == 4 && bytes[0] == UInt8(ascii: "n"))
    case .text(_, let bytes): bytes.isEmpty
    default: false
    }
  }

  /// The number it is or spells as a dynamic value; nil for all others.
  var number: Double? {
    switch self {
    case .long(let number): return Double(number)
    case .real(let number): return number.isNaN ? nil : number
    case .text(RawCell.decimal, let bytes): return Double(String(decoding: bytes, as: UTF8.self))
    case .text(RawCell.dynamic, let bytes):
      guard let first = bytes.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first) else { return nil }
      return Double(String(decoding: bytes, as: UTF8.self))
    default: return nil
    }
  }

  /// The value itself, its text no longer than `most` bytes; what is cut says so when `saysCut`.
  func value(most: Int, saysCut: Bool = true) -> Value? {
    switch self {
    case .null: .null
    case .bool(let flag): .bool(flag)
    case .long(let number): .long(number)
    case .real(let number): .real(number)
    case .datetime(let ticks): .datetime(DateTime(ticks: ticks))
    case .timespan(let ticks): .timespan(TimeSpan(ticks: ticks))
    case .text(let tag, let bytes):
      if bytes.count > most {
        .string(String(decoding: bytes.prefix(most), as: UTF8.self) + (saysCut ? RawCell.cutMark(bytes.count) : ""))
      } else {
        RawCell.value(tag, String(decoding: bytes, as: UTF8.self))
      }
    }
  }

  private static func value(_ tag: UInt8, _ text: String) -> Value? {
    switch tag {
    case string: .string(text)
    case decimal: .decimal(text)
    case guid: .guid(text)
    default: (try? JSONValue(parsing: text)).map { .dynamic($0) }
    }
  }

  private static func cutMark(_ count: Int) -> String { " … [cut here: the value has \(count.grouped) bytes]" }
}

/// Goes from cell to cell of a stored row.
struct RawCells {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Nil at the end, and where the bytes are no row.
  mutating func next() -> RawCell? {
    guard position < bytes.count else { return nil }
    let tag = bytes[position]
    position += 1
    switch tag {
    case 0: return .null
    case 1, 2: return .bool(tag == 2)
    case 3...10: break
    default: return nil
    }
    guard bytes.count - position >= 8 else { return nil }
    let number = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    position += 8
    switch tag {
    case 3: return .long(Int64(bitPattern: number))
    case 4: return .real(Double(bitPattern: number))
    case 5: return .datetime(Int64(bitPattern: number))
    case 6: return .timespan(Int64(bitPattern: number))
    default:
      guard number <= UInt64(bytes.count - position) else { return nil }
      let text = UnsafeRawBufferPointer(rebasing: bytes[position..<position + Int(number)])
      position += Int(number)
      return .text(tag: tag, text.assumingMemoryBound(to: UInt8.self))
    }
  }

  /// The cell at a place; nil where there is none.
  static func cell(_ bytes: UnsafeRawBufferPointer, at place: Int) -> RawCell? {
    var cells = RawCells(bytes)
    for _ in 0..<place { guard cells.next() != nil else { return nil } }
    return cells.next()
  }
}
