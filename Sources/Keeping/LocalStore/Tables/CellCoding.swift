import Casefile
import Foundation
import GRDB

/// A cell as SQLite keeps it, without loss: integers and ticks as integers, NaN as text (SQLite would make it null), text with a NUL
/// inside as a blob (C strings would end there), the empty string as null (KQL strings are never null).
enum CellCoding {
  static func stored(_ value: Value) -> DatabaseValue {
    switch value {
    case .null, .dynamic(.null): .null
    case .bool(let flag): (flag ? 1 : 0).databaseValue
    case .long(let number): number.databaseValue
    case .real(let number): number.isNaN ? "NaN".databaseValue : number.databaseValue
    case .decimal(let text), .guid(let text): self.text(text)
    case .string(let text): text.isEmpty ? .null : self.text(text)
    case .datetime(let moment): moment.ticks.databaseValue
    case .timespan(let span): span.ticks.databaseValue
    case .dynamic(let json): json.text.databaseValue
    }
  }

  private static func text(_ text: String) -> DatabaseValue {
    text.hasNUL ? Data(text.utf8).databaseValue : text.databaseValue
  }

  /// The cell as its column's type has it.
  static func value(_ stored: DatabaseValue, _ type: ColumnType) -> Value {
    switch stored.storage {
    case .null: type == .string ? .string("") : .null
    case .int64(let number): value(number, type)
    case .double(let number): .real(number)
    case .string(let text): value(text, type)
    case .blob(let bytes): value(String(decoding: bytes, as: UTF8.self), type)
    }
  }

  private static func value(_ number: Int64, _ type: ColumnType) -> Value {
    switch type {
    case .bool: .bool(number != 0)
    case .datetime: .datetime(DateTime(ticks: number))
    case .timespan: .timespan(TimeSpan(ticks: number))
    case .real: .real(Double(number))
    default: .long(number)
    }
  }

  private static func value(_ text: String, _ type: ColumnType) -> Value {
    switch type {
    case .real: .real(.nan)
    case .decimal: .decimal(text)
    case .guid: .guid(text)
    case .dynamic: .dynamic((try? JSONValue(parsing: text)) ?? .string(text))
    default: .string(text)
    }
  }

  /// True when SQLite and KQL agree on what this text is apart from case.
  static func isPlain(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      let raw = UnsafeRawBufferPointer(bytes)
      var place = 0
      while place + 8 <= raw.count {
        if raw.loadUnaligned(fromByteOffset: place, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { return false }
        place += 8
      }
      while place < raw.count {
        if raw[place] >= 0x80 { return false }
        place += 1
      }
      return !raw.hasNUL
    }
  }
}

extension String {
  /// SQLite's C strings end at a NUL; what follows must not be lost. The raw record keeps the original, escaped.
  var withoutNUL: String { hasNUL ? replacing("\0", with: "␀") : self }

  /// True when a NUL is inside.
  var hasNUL: Bool {
    var text = self
    return text.withUTF8 { UnsafeRawBufferPointer($0).hasNUL }
  }
}

extension UnsafeRawBufferPointer {
  fileprivate var hasNUL: Bool { baseAddress.map { memchr($0, 0, count) != nil } ?? false }
}
