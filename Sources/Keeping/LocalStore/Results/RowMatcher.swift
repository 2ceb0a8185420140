import Casefile
import Decoding
import HuntPipeline
import Patterns

/// A filter, ready to be held against stored rows.
struct RowMatcher {
  private enum Test {
    case contains(Needle)
    case equals(Needle, number: Double?, moment: Int64?, span: Int64?)
    case compares(RowFilter.Comparison, text: [UInt8], number: Double?, moment: Int64?, span: Int64?)
    case matches(Pattern)
  }

  private struct Term {
    let isInverse: Bool
    let column: Int?
    let test: Test
  }

  private let terms: [Term]

  /// Throws a `Problem` for a pattern that is none.
  init(_ filter: RowFilter) throws {
    terms = try filter.terms.map { term in
      Term(isInverse: term.isInverse, column: term.column, test: try RowMatcher.test(term.test))
    }
  }

  private static func test(_ test: RowFilter.Test) throws -> Test {
    switch test {
    case .contains(let text): return .contains(Needle(text))
    case .equals(let text):
      return .equals(Needle(text), number: Double(text), moment: DateTime(text)?.ticks, span: TimeSpan(text)?.ticks)
    case .compares(let comparison, let text):
      return .compares(
        comparison, text: Array(text.lowercased().utf8), number: Double(text), moment: DateTime(text)?.ticks, span: TimeSpan(text)?.ticks)
    case .matches(let text):
      do {
        return .matches(try Pattern(text, isCaseInsensitive: true))
      } catch {
        throw Problem(
          "/\(error.pattern)/ is no pattern: \(error.reason).", remedy: "Write it as RE2 has it, or leave the slashes away.", kind: .usage)
      }
    }
  }

  func matches(_ row: UnsafeRawBufferPointer) -> Bool {
    for term in terms where holds(term, row) == term.isInverse { return false }
    return true
  }

  private func holds(_ term: Term, _ row: UnsafeRawBufferPointer) -> Bool {
    if let column = term.column { return RawCells.cell(row, at: column).map { RowMatcher.holds(term.test, $0) } ?? false }
    var cells = RawCells(row)
    while let cell = cells.next() { if RowMatcher.holds(term.test, cell) { return true } }
    return false
  }

  private static func holds(_ test: Test, _ cell: RawCell) -> Bool {
    switch test {
    case .contains(let needle):
      guard !needle.isEmpty else { return true }
      return anyText(of: cell, skipsNumbers: !needle.canBeInNumber) { needle.isIn($0) }
    case .matches(let pattern): return anyText(of: cell, skipsNumbers: false) { pattern.matches($0) }
    case .equals(let needle, let number, let moment, let span):
      switch cell {
      case .datetime(let ticks): return ticks == moment
      case .timespan(let ticks): return ticks == span
      case .long(let own): return needle.text == String(own) || number == Double(own)
      case .real(let own): return number == own
      default:
        if needle.isEmpty { return cell.isEmpty }
        return wholeText(of: cell) { needle.equals($0) }
      }
    case .compares(let comparison, let text, let number, let moment, let span):
      switch cell {
      case .null: return false
      case .datetime(let ticks): return moment.map { comparison.holds(ticks, $0) } ?? false
      case .timespan(let ticks): return span.map { comparison.holds(ticks, $0) } ?? false
      default: break
      }
      if let own = cell.number { return number.map { comparison.holds(own, $0) } ?? false }
      guard case .text(_, let bytes) = cell, !bytes.isEmpty else { return false }
      if let number, let own = Double(String(decoding: bytes.prefix(40), as: UTF8.self)) { return comparison.holds(own, number) }
      return comparison.holds(Needle.order(bytes, text), 0)
    }
  }

  /// The cell as people read it; then, where it is text that holds something encoded, each decoded form.
  private static func anyText(of cell: RawCell, skipsNumbers: Bool, _ test: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool {
    guard case .text(let tag, let bytes) = cell else { return skipsNumbers ? false : wholeText(of: cell, test) }
    if test(bytes) { return true }
    guard tag == RawCell.string || tag == RawCell.dynamic, bytes.count >= 8 else { return false }
    return TextDecoder.decoded(bytes).contains { found in
      var text = found.text
      return text.withUTF8(test)
    }
  }

  private static func wholeText(of cell: RawCell, _ test: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool {
    if case .text(_, let bytes) = cell { return test(bytes) }
    guard var text = cell.value(most: 0)?.text, !text.isEmpty else { return false }
    return text.withUTF8(test)
  }
}

extension RowFilter.Comparison {
  fileprivate func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
    switch self {
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }
}

/// A text to be looked for in any case.
struct Needle {
  let text: String
  private let lowered: [UInt8]
  private let isASCII: Bool
  /// False when no number and no time can hold it.
  let canBeInNumber: Bool

  init(_ text: String) {
    self.text = text
    lowered = Array(text.lowercased().utf8)
    isASCII = lowered.allSatisfy { $0 < 0x80 }
    canBeInNumber = text.lowercased().allSatisfy { "0123456789.:-+tzefalsruinfnan".contains($0) }
  }

  var isEmpty: Bool { lowered.isEmpty }

  func isIn(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard isASCII else { return String(decoding: bytes, as: UTF8.self).lowercased().contains(text.lowercased()) }
    return lowered.withUnsafeBufferPointer { Needle.find($0, in: bytes) }
  }

  func equals(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard isASCII else { return String(decoding: bytes, as: UTF8.self).lowercased() == text.lowercased() }
    return bytes.count == lowered.count && lowered.withUnsafeBufferPointer { Needle.find($0, in: bytes) }
  }

  private static func find(_ needle: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let last = bytes.count - needle.count
    guard last >= 0, let first = needle.first else { return needle.isEmpty }
    var place = 0
    while place <= last {
      if fold(bytes[place]) == first {
        var step = 1
        while step < needle.count, fold(bytes[place + step]) == needle[step] { step += 1 }
        if step == needle.count { return true }
      }
      place += 1
    }
    return false
  }

  @inline(__always) static func fold(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  /// Below, at or above 0 as the text stands before, at or behind the other one, whose letters are small.
  static func order(_ bytes: UnsafeBufferPointer<UInt8>, _ other: [UInt8]) -> Int {
    for place in 0..<min(bytes.count, other.count) {
      let difference = Int(fold(bytes[place])) - Int(other[place])
      if difference != 0 { return difference }
    }
    return bytes.count - other.count
  }
}
