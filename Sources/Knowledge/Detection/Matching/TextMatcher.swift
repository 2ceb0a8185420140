import Decoding
import Patterns

/// One value of a rule, ready to be looked for in a cell.
enum TextMatcher: Sendable {
  /// The cell is the text, begins, ends with it or holds it; the bytes are in lower case unless case counts.
  case equals([UInt8], cased: Bool)
  case prefix([UInt8], cased: Bool)
  case suffix([UInt8], cased: Bool)
  case contains([UInt8], cased: Bool)
  case wildcard(Wildcard, cased: Bool)
  case pattern(Pattern)
  case network(AddressBlock)
  case number(Double, SigmaComparison.Kind)
  /// The cell is missing or empty.
  case empty
  /// The cell is there and not empty.
  case present

  func matches(_ cell: CellText?) -> Bool {
    guard let cell, !cell.isEmpty else {
      switch self {
      case .empty: return true
      case .equals(let wanted, _): return wanted.isEmpty
      default: return false
      }
    }
    if holds(cell) { return true }
    return looksInside && cell.decoded.contains { holds($0) }
  }

  /// Whether what is looked for may as well stand in a part of the cell that is encoded.
  private var looksInside: Bool {
    switch self {
    case .contains, .wildcard, .pattern: true
    default: false
    }
  }

  private func holds(_ cell: CellText) -> Bool {
    switch self {
    case .equals(let wanted, let cased): return cell.bytes(cased: cased) == wanted
    case .prefix(let wanted, let cased): return cell.bytes(cased: cased).starts(with: wanted)
    case .suffix(let wanted, let cased): return ByteSearch.ends(cell.bytes(cased: cased), with: wanted)
    case .contains(let wanted, let cased): return ByteSearch.contains(cell.bytes(cased: cased), wanted)
    case .wildcard(let wildcard, let cased): return wildcard.matches(cell.bytes(cased: cased))
    case .pattern(let pattern): return pattern.matches(cell.text)
    case .network(let block): return block.contains(cell.text)
    case .number(let wanted, let kind): return TextMatcher.compares(cell.number, kind, wanted)
    case .empty: return false
    case .present: return true
    }
  }

  private static func compares(_ number: Double?, _ kind: SigmaComparison.Kind, _ wanted: Double) -> Bool {
    guard let number else { return false }
    return switch kind {
    case .greater: number > wanted
    case .greaterOrEqual: number >= wanted
    case .less: number < wanted
    case .lessOrEqual: number <= wanted
    default: number == wanted
    }
  }
}

/// A cell as matchers want it; what they do not ask for is not computed twice.
final class CellText {
  let text: String
  private var lowered: [UInt8]?
  private var plain: [UInt8]?

  /// What is encoded in the cell, decoded.
  private(set) lazy var decoded: [CellText] = TextDecoder.decoded(text).map { CellText($0.text) }

  init(_ text: String) { self.text = text }

  var isEmpty: Bool { text.isEmpty }

  var number: Double? {
    if let number = Double(text) { return number }
    guard text.hasPrefix("0x") else { return nil }
    return Int64(text.dropFirst(2), radix: 16).map(Double.init)
  }

  func bytes(cased: Bool) -> [UInt8] {
    if cased {
      if let plain { return plain }
      let bytes = Array(text.utf8)
      plain = bytes
      return bytes
    }
    if let lowered { return lowered }
    let bytes = ByteSearch.lowered(text)
    lowered = bytes
    return bytes
  }
}

/// Plain searches in bytes.
enum ByteSearch {
  static func lowered(_ text: String) -> [UInt8] {
    var bytes = Array(text.utf8)
    for place in bytes.indices {
      if bytes[place] >= 0x80 { return Array(text.lowercased().utf8) }
      if (0x41...0x5A).contains(bytes[place]) { bytes[place] |= 0x20 }
    }
    return bytes
  }

  static func ends(_ text: [UInt8], with wanted: [UInt8]) -> Bool {
    text.count >= wanted.count && text[(text.count - wanted.count)...].elementsEqual(wanted)
  }

  static func contains(_ text: [UInt8], _ wanted: [UInt8]) -> Bool {
    guard let first = wanted.first else { return true }
    guard text.count >= wanted.count else { return false }
    return text.withUnsafeBufferPointer { text in
      wanted.withUnsafeBufferPointer { wanted in
        let last = text.count - wanted.count
        var place = 0
        while place <= last {
          if text[place] == first {
            var step = 1
            while step < wanted.count, text[place + step] == wanted[step] { step += 1 }
            if step == wanted.count { return true }
          }
          place += 1
        }
        return false
      }
    }
  }
}
