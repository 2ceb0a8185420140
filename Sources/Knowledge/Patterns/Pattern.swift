import CRE2

/// A compiled regular expression in RE2's syntax; copies share it and any thread may use it.
package struct Pattern: Sendable {
  /// Why a pattern cannot be compiled.
  package struct SyntaxError: Error, Equatable, Sendable {
    /// The pattern as it was written.
    package var pattern: String
    /// RE2's reason, such as `missing ): (abc`.
    package var reason: String
    /// The piece of the pattern that is at fault; may be empty.
    package var piece: String
  }

  /// A place where the pattern was found, as byte offsets into the text's UTF-8.
  package struct Match: Equatable, Sendable {
    /// Where the whole match stands.
    package var range: Range<Int>
    /// One entry a capturing group, nil when the group took no part.
    package var groups: [Range<Int>?]
  }

  /// What a pattern may use in bytes before it fails to compile or falls back to a slower, still linear, way of matching.
  package static let defaultMemory = 8 << 20

  /// The pattern as it was written.
  package let text: String
  /// The number of capturing groups, the whole match not counted.
  package let groupCount: Int
  private let compiled: CompiledPattern

  /// Compiles `text`; throws `SyntaxError` when RE2 refuses it or it would need more than `memory` bytes.
  package init(
    _ text: String, isCaseInsensitive: Bool = false, dotMatchesNewline: Bool = false, memory: Int = Pattern.defaultMemory
  ) throws(SyntaxError) {
    var copy = text
    let handle = copy.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        cre2_compile($0.baseAddress, $0.count, isCaseInsensitive, dotMatchesNewline, Int64(memory))
      }
    }
    guard let handle else { throw SyntaxError(pattern: text, reason: "out of memory", piece: "") }
    let compiled = CompiledPattern(handle)
    if let reason = cre2_error(handle) {
      throw SyntaxError(pattern: text, reason: String(cString: reason), piece: String(cString: cre2_error_piece(handle)))
    }
    self.text = text
    self.compiled = compiled
    self.groupCount = Int(cre2_group_count(handle))
  }

  /// True when the pattern is found anywhere in `text`.
  package func matches(_ text: String) -> Bool { Pattern.withBytes(text) { matches($0) } }

  /// True when the pattern is found anywhere in the bytes.
  package func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { find(in: bytes, from: 0, whole: false, groups: 0) != nil }

  /// True when the pattern matches all of `text`, from its first byte to its last.
  package func matchesWhole(_ text: String) -> Bool {
    Pattern.withBytes(text) { find(in: $0, from: 0, whole: true, groups: 0) != nil }
  }

  /// The leftmost match in `text`, with its groups.
  package func firstMatch(in text: String) -> Match? {
    Pattern.withBytes(text) { find(in: $0, from: 0, whole: false, groups: groupCount + 1) }
  }

  /// All matches from left to right that do not overlap; an empty match moves on by one character.
  package func allMatches(in text: String) -> [Match] { Pattern.withBytes(text) { allMatches(in: $0) } }

  /// The number of the group called `name`, counted from 1; nil when there is none.
  package func groupNumber(named name: String) -> Int? {
    let number = Pattern.withBytes(name) { bytes in
      bytes.withMemoryRebound(to: CChar.self) { cre2_group_number(compiled.handle, $0.baseAddress, $0.count) }
    }
    return number < 0 ? nil : Int(number)
  }

  private func allMatches(in bytes: UnsafeBufferPointer<UInt8>) -> [Match] {
    var matches: [Match] = []
    var start = 0
    while start <= bytes.count, let match = find(in: bytes, from: start, whole: false, groups: groupCount + 1) {
      matches.append(match)
      start = match.range.upperBound
      guard match.range.isEmpty else { continue }
      start += 1
      while start < bytes.count, bytes[start] & 0xC0 == 0x80 { start += 1 }
    }
    return matches
  }

  private func find(in bytes: UnsafeBufferPointer<UInt8>, from start: Int, whole: Bool, groups count: Int) -> Match? {
    withUnsafeTemporaryAllocation(of: cre2_span.self, capacity: max(count, 1)) { spans in
      let isFound = bytes.withMemoryRebound(to: CChar.self) {
        cre2_match(compiled.handle, $0.baseAddress, $0.count, start, whole, spans.baseAddress, Int32(count))
      }
      guard isFound else { return nil }
      let ranges = (0..<count).map { spans[$0].begin < 0 ? nil : spans[$0].begin..<spans[$0].end }
      return Match(range: (ranges.first ?? nil) ?? 0..<0, groups: Array(ranges.dropFirst()))
    }
  }

  /// An empty text has no base address of its own; RE2 wants one to tell "empty" from "absent".
  private static func withBytes<Result>(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    var copy = text
    return copy.withUTF8 { bytes in
      if bytes.baseAddress != nil { return body(bytes) }
      return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1) { body(UnsafeBufferPointer(start: $0.baseAddress, count: 0)) }
    }
  }
}

extension Pattern.Match {
  /// The text of group `number` (0 is the whole match) of the text the match was found in; nil when the group took no part.
  package func text(of number: Int = 0, in text: String) -> String? {
    let found = number == 0 ? range : (groups.indices.contains(number - 1) ? groups[number - 1] : nil)
    guard let found, found.upperBound <= text.utf8.count else { return nil }
    let start = text.utf8.index(text.startIndex, offsetBy: found.lowerBound)
    let end = text.utf8.index(start, offsetBy: found.count)
    return String(decoding: text.utf8[start..<end], as: UTF8.self)
  }
}

/// Owns RE2's object.
///
/// `@unchecked Sendable` holds because the handle is never changed after `init` and RE2 documents that all
/// its const member functions, the only ones called, may run on several threads at once.
private final class CompiledPattern: @unchecked Sendable {
  let handle: OpaquePointer
  init(_ handle: OpaquePointer) { self.handle = handle }
  deinit { cre2_free(handle) }
}
