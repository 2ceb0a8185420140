import Casefile
import HuntPipeline
import Patterns

/// The words of an alert list's filter, compiled: a test for each alert, and pieces of text that every match must hold.
struct AlertFilter: Sendable {
  /// One word's question to an alert.
  enum Test: Sendable {
    case anywhere(ByteNeedle)
    case field(AlertTags, ByteNeedle)
    /// Bits by rank of severity.
    case severity(UInt8)
    case pattern(Pattern)
    case fieldPattern(AlertTags, Pattern)
    case missing(AlertText.Tag)
    /// A name whole, or its part before `@`.
    case person(ByteNeedle, local: ByteNeedle)
    /// The group an alert falls into.
    case group(AlertListing.Grouping, ByteNeedle)
  }

  struct Term: Sendable {
    var test: Test
    var isNegated = false
    /// Texts of three characters and more that stand in every match; the trigram index finds them.
    var pieces: [[UInt8]] = []
    /// The longest of them for a regular expression, so that it is tried only where that stands.
    var required: ByteNeedle?
  }

  private(set) var terms: [Term] = []
  let range: TimeRange?
  let includesSample: Bool
  /// Why a part of the filter does not count.
  private(set) var remark: String?

  init(_ listing: AlertListing, includesSample: Bool = true) {
    range = listing.range
    self.includesSample = includesSample
    for word in FilterSyntax.words(listing.filter) {
      do throws(UnreadablePattern) {
        if let term = try AlertFilter.term(word, analyst: listing.analyst) { terms.append(term) }
      } catch {
        remark = remark ?? "/\(error.text)/ is no regular expression: \(error.reason)"
      }
    }
    if let grouping = listing.grouping, let key = listing.group {
      let needle = ByteNeedle(Array(key.utf8))
      terms.append(Term(test: .group(grouping, needle), pieces: [needle.bytes]))
    }
  }

  /// True when the text of an alert decides, not only its time and severity.
  var needsText: Bool {
    terms.contains { if case .severity = $0.test { false } else { true } }
  }

  /// Severities that are let through, as bits by rank.
  var severities: UInt8 {
    terms.reduce(0xFF) { bits, term in
      guard case .severity(let mask) = term.test else { return bits }
      return bits & (term.isNegated ? ~mask : mask)
    }
  }

  func matches(severity: Int) -> Bool { severities & (1 << UInt8(truncatingIfNeeded: severity)) != 0 }

  /// Whether the text passes; time, severity and sample were looked at before.
  func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    for term in terms {
      let isHeld = term.required?.isFound(in: text) == false ? false : AlertFilter.holds(term.test, text)
      if isHeld == term.isNegated { return false }
    }
    return true
  }

  private static func holds(_ test: Test, _ text: UnsafeBufferPointer<UInt8>) -> Bool? {
    switch test {
    case .severity: return nil
    case .anywhere(let needle): return needle.isFound(in: text)
    case .field(let tags, let needle): return needle.isFound(in: text) && text.contains(in: tags) { needle.isFound(in: $0) }
    case .pattern(let pattern): return pattern.matches(text)
    case .fieldPattern(let tags, let pattern): return text.contains(in: tags) { pattern.matches($0) }
    case .missing(let tag): return text.first(tag) == nil
    case .person(let whole, let local):
      guard let name = text.first(.assigned) else { return false }
      let part = name.firstIndex(of: UInt8(ascii: "@")).map { UnsafeBufferPointer(rebasing: name[..<$0]) } ?? name
      return whole.isEqual(to: name) || local.isEqual(to: part) && (whole == local || part.count == name.count)
    case .group(let grouping, let key): return key.isEqual(to: grouping.value(in: text) ?? UnsafeBufferPointer(start: nil, count: 0))
    }
  }
}

extension AlertListing.Grouping {
  /// What an alert's text has there; nil when nothing.
  func value(in text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
    switch self {
    case .title: text.first(.title)
    case .entity: text.principalEntity
    case .tactic: text.first(.category)
    case .incident: text.first(.incident)
    }
  }
}
