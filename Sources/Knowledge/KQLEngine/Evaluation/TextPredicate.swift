import Casefile
import KQL

/// One string operator with its needle, ready to test texts.
struct TextPredicate {
  enum Shape { case equals, contains, startsWith, endsWith, has, hasPrefix, hasSuffix }

  let shape: Shape
  let isCased: Bool
  let isNegated: Bool
  private let needle: [UInt8]
  private let isNeedleASCII: Bool

  init(_ shape: Shape, _ needle: String, isCased: Bool, isNegated: Bool = false) {
    self.shape = shape
    self.isCased = isCased
    self.isNegated = isNegated
    self.needle = isCased ? Array(needle.utf8) : TextSearch.folded(needle)
    self.isNeedleASCII = needle.utf8.allSatisfy { $0 < 0x80 }
  }

  /// Shape, case and negation behind an operator; nil for operators that are something else.
  static func form(of operation: BoundBinaryOperator) -> (shape: Shape, isCased: Bool, isNegated: Bool)? {
    switch operation {
    case .equalIgnoringCase: (.equals, false, false)
    case .notEqualIgnoringCase: (.equals, false, true)
    case .has: (.has, false, false)
    case .notHas: (.has, false, true)
    case .hasCased: (.has, true, false)
    case .notHasCased: (.has, true, true)
    case .hasPrefix: (.hasPrefix, false, false)
    case .notHasPrefix: (.hasPrefix, false, true)
    case .hasPrefixCased: (.hasPrefix, true, false)
    case .notHasPrefixCased: (.hasPrefix, true, true)
    case .hasSuffix: (.hasSuffix, false, false)
    case .notHasSuffix: (.hasSuffix, false, true)
    case .hasSuffixCased: (.hasSuffix, true, false)
    case .notHasSuffixCased: (.hasSuffix, true, true)
    case .contains: (.contains, false, false)
    case .notContains: (.contains, false, true)
    case .containsCased: (.contains, true, false)
    case .notContainsCased: (.contains, true, true)
    case .startsWith: (.startsWith, false, false)
    case .notStartsWith: (.startsWith, false, true)
    case .startsWithCased: (.startsWith, true, false)
    case .notStartsWithCased: (.startsWith, true, true)
    case .endsWith: (.endsWith, false, false)
    case .notEndsWith: (.endsWith, false, true)
    case .endsWithCased: (.endsWith, true, false)
    case .notEndsWithCased: (.endsWith, true, true)
    default: nil
    }
  }

  func test(_ text: TextSearch.Bytes) -> Bool {
    needle.withUnsafeBufferPointer { needle in
      // ASCII needles never need the text folded: lower-casing a byte suffices.
      if isCased || isNeedleASCII { return matches(text, needle) != isNegated }
      if TextSearch.isASCII(text) { return isNegated }
      return TextSearch.folded(text).withUnsafeBufferPointer { matches($0, needle, isFolded: true) != isNegated }
    }
  }

  func test(_ text: String) -> Bool {
    var copy = text
    return copy.withUTF8 { test($0) }
  }

  func test(_ texts: TextColumn) -> [Bool] {
    [Bool](unsafeUninitializedCapacity: texts.count) { cells, filled in
      texts.forEach { row, text in cells[row] = test(text) }
      filled = texts.count
    }
  }

  private func matches(_ text: TextSearch.Bytes, _ needle: TextSearch.Bytes, isFolded: Bool = false) -> Bool {
    let exact = isCased || isFolded
    switch shape {
    case .equals: return text.count == needle.count && TextSearch.isAt(0, in: text, needle, isCased: exact)
    case .contains: return TextSearch.find(needle, in: text, from: 0, isCased: exact) >= 0
    case .startsWith: return TextSearch.isAt(0, in: text, needle, isCased: exact)
    case .endsWith: return TextSearch.isAt(text.count - needle.count, in: text, needle, isCased: exact)
    case .has: return TextSearch.hasTerm(needle, in: text, isCased: exact, before: true, after: true)
    case .hasPrefix: return TextSearch.hasTerm(needle, in: text, isCased: exact, before: true, after: false)
    case .hasSuffix: return TextSearch.hasTerm(needle, in: text, isCased: exact, before: false, after: true)
    }
  }
}
