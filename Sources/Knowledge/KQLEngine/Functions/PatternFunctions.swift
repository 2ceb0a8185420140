import Casefile
import Patterns

/// Functions that take a regular expression in RE2's syntax.
enum PatternFunctions {
  static let all: [String: ScalarFunctions.Make] = [
    "extract": { site in
      try site.require(3)
      let type = site.type
      return try matching(site, pattern: 0) { pattern, cells in
        let text = Conversion.text(cells[2])
        let group = Int(clamping: Conversion.long(cells[1]) ?? 0)
        let found = group <= pattern.groupCount ? pattern.firstMatch(in: text)?.text(of: group, in: text) : nil
        return type == .string ? .string(found ?? "") : found.map { Conversion.convert(.string($0), to: type) } ?? .null
      }
    },
    "extract_all": extractAll, "extractall": extractAll,
    "replace_regex": replace, "replace": replace,
    "trim": { site in try trimmed(site, start: true, end: true) },
    "trim_start": { site in try trimmed(site, start: true, end: false) },
    "trim_end": { site in try trimmed(site, start: false, end: true) },
    "regex_quote": { site in
      try site.require(1)
      return try site.rowwise { .string(PatternText.quoted(Conversion.text($0[0]))) }
    },
    "countof": { site in
      try site.require(2)
      if case .string(let kind) = site.constant(2), kind == "regex" {
        return try matching(site, pattern: 1) { .long(Int64($0.allMatches(in: Conversion.text($1[0])).count)) }
      }
      return try site.rowwise { .long(occurrences(of: Conversion.text($0[1]), in: Conversion.text($0[0]))) }
    },
    "indexof_regex": { site in
      try site.require(2)
      return try matching(site, pattern: 1) { pattern, cells in
        let text = Conversion.text(cells[0])
        // A start before the text is refused here, where `indexof` would count from the end.
        let start = cells.count > 2 ? Conversion.long(cells[2]) ?? 0 : 0
        guard start >= 0, let bounds = SearchBounds(cells, count: text.unicodeScalars.count) else { return .null }
        let stretch = TextFunctions.substring(text, from: Int64(bounds.start), length: Int64(bounds.end - bounds.start))
        let matches = pattern.allMatches(in: stretch)
        guard bounds.occurrence <= matches.count else { return .long(-1) }
        let before = stretch.utf8.prefix(matches[bounds.occurrence - 1].range.lowerBound)
        return .long(Int64(bounds.start + String(decoding: before, as: UTF8.self).unicodeScalars.count))
      }
    },
  ]

  /// Compiles the pattern once when it is constant; a row whose own pattern cannot be compiled gives null.
  private static func matching(
    _ site: CallSite, pattern place: Int, wrap: @escaping (String) -> String = { $0 }, _ body: @escaping (Pattern, [Value]) throws -> Value
  ) throws -> Scalar {
    if let constant = site.constant(place) {
      let pattern: Pattern
      do { pattern = try Pattern(PatternText.unicode(wrap(Conversion.text(constant)))) } catch {
        throw EngineError.badPattern(error.pattern, error.reason, site.range)
      }
      return try site.rowwise { try body(pattern, $0) }
    }
    return try site.rowwise { cells in
      guard let pattern = try? Pattern(PatternText.unicode(wrap(Conversion.text(cells[place])))) else { return .null }
      return try body(pattern, cells)
    }
  }

  private static func occurrences(of needle: String, in text: String) -> Int64 {
    guard !needle.isEmpty else { return 0 }
    let (text, needle) = (Array(text.utf8), Array(needle.utf8))
    var count: Int64 = 0
    text.withUnsafeBufferPointer { text in
      needle.withUnsafeBufferPointer { needle in
        var place = TextSearch.find(needle, in: text, from: 0, isCased: true)
        while place >= 0 {
          count += 1
          // Plain occurrences may overlap; those of a pattern may not.
          place = TextSearch.find(needle, in: text, from: place + 1, isCased: true)
        }
      }
    }
    return count
  }

  private static let extractAll: ScalarFunctions.Make = { site in
    try site.require(2)
    let hasGroups = site.arguments.count > 2
    return try matching(site, pattern: 0) { pattern, cells in
      let text = Conversion.text(cells[hasGroups ? 2 : 1])
      var numbers = Array(1...max(1, pattern.groupCount))
      if hasGroups, let wanted = cells[1].json.array {
        numbers = wanted.compactMap { $0.integer.map { Int(clamping: $0) } ?? $0.string.flatMap { pattern.groupNumber(named: $0) } }
      }
      if pattern.groupCount == 0 { numbers = [0] }
      let matches = pattern.allMatches(in: text)
      guard !matches.isEmpty, !numbers.isEmpty else { return .null }
      try site.allow(elements: matches.count, bytes: JSONValue.nodeBytes * (numbers.count + 1))
      return .dynamic(
        .array(
          matches.map { match in
            let groups = numbers.map { JSONValue.string(match.text(of: $0, in: text) ?? "") }
            return groups.count == 1 ? groups[0] : .array(groups)
          }))
    }
  }

  private static let replace: ScalarFunctions.Make = { site in
    try site.require(3)
    // `replace(pattern, rewrite, text)` is the old order of `replace_regex(text, pattern, rewrite)`.
    let isOld = site.name == "replace"
    return try matching(site, pattern: isOld ? 0 : 1) { pattern, cells in
      let text = Conversion.text(cells[isOld ? 2 : 0])
      let rewrite = Array(Conversion.text(cells[isOld ? 1 : 2]).utf8)
      let bytes = Array(text.utf8)
      var result: [UInt8] = []
      var end = 0
      for match in pattern.allMatches(in: text) {
        result.append(contentsOf: bytes[end..<match.range.lowerBound])
        append(rewrite, match, bytes, to: &result)
        try site.allow(bytes: result.count)
        end = match.range.upperBound
      }
      result.append(contentsOf: bytes[end...])
      return .string(String(decoding: result, as: UTF8.self))
    }
  }

  /// `\1` stands for a group, `\\` for a backslash.
  private static func append(_ rewrite: [UInt8], _ match: Pattern.Match, _ text: [UInt8], to result: inout [UInt8]) {
    var place = 0
    while place < rewrite.count {
      let byte = rewrite[place]
      place += 1
      guard byte == 0x5C, place < rewrite.count else {
        result.append(byte)
        continue
      }
      let next = rewrite[place]
      place += 1
      guard (0x30...0x39).contains(next) else {
        if next != 0x5C { result.append(byte) }
        result.append(next)
        continue
      }
      let number = Int(next - 0x30)
      let range = number == 0 ? match.range : (number <= match.groups.count ? match.groups[number - 1] : nil)
      if let range { result.append(contentsOf: text[range]) }
    }
  }

  /// One match at each end is taken off, no more.
  private static func trimmed(_ site: CallSite, start: Bool, end: Bool) throws -> Scalar {
    try site.require(2)
    let shape: (String) -> String = { "^(?:\($0))" }
    let tail: (String) -> String = { "(?:\($0))$" }
    func pattern(_ text: String) throws -> Pattern {
      do { return try Pattern(PatternText.unicode(text)) } catch { throw EngineError.badPattern(error.pattern, error.reason, site.range) }
    }
    let fixed = try site.constant(0).map { (try pattern(shape(Conversion.text($0))), try pattern(tail(Conversion.text($0)))) }
    return try site.rowwise { cells in
      let source = Conversion.text(cells[0])
      guard let patterns = fixed ?? (try? (pattern(shape(source)), pattern(tail(source)))) else { return .null }
      var text = Conversion.text(cells[1])
      if start, let match = patterns.0.firstMatch(in: text) {
        text = String(decoding: text.utf8.dropFirst(match.range.upperBound), as: UTF8.self)
      }
      if end, let match = patterns.1.firstMatch(in: text) {
        text = String(decoding: text.utf8.prefix(match.range.lowerBound), as: UTF8.self)
      }
      return .string(text)
    }
  }
}
