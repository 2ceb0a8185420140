internal import HuntPipeline

/// The words of the alert list's filter, as far as the workbench must know them: which fields there are, and how to change one.
package enum FilterWords {
  /// Names that can stand before the colon; `sev`, `src` and `address` are other names of three of them.
  package static let fields = FilterSyntax.Field.allCases.map(\.rawValue)

  /// The first word before a colon that looks like a field and is none; paths, links and times do not look like one.
  package static func unknownField(in filter: String) -> String? {
    unknownField(in: filter) { FilterSyntax.Field(named: $0) != nil }
  }

  /// The same where other fields than the alert list's are known.
  static func unknownField(in filter: String, isKnown: (String) -> Bool) -> String? {
    for word in FilterSyntax.words(filter) where !word.isPattern && !word.isQuoted {
      if let field = word.field {
        if isKnown(field.rawValue) { continue }
        return field.rawValue
      }
      let pair = word.text.drop { $0 == "!" }.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, pair[0].count > 1, pair[0].allSatisfy({ $0.isLetter || $0 == "_" }) else { continue }
      guard let first = pair[1].first, !"/\\:".contains(first) else { continue }
      if !isKnown(String(pair[0])) { return String(pair[0]) }
    }
    return nil
  }

  /// The filter with a word added, or without it where it was there; other words of the same field give way.
  package static func toggling(_ word: String, in filter: String) -> String {
    let parts = FilterSyntax.parts(filter)
    guard parts.contains(where: { $0.source == word }) else { return setting(word, in: filter) }
    return parts.map(\.source).filter { $0 != word }.joined(separator: " ")
  }

  /// The filter with a word added; other words of the same field give way.
  package static func setting(_ word: String, in filter: String) -> String {
    let field = FilterSyntax.parts(word).first?.field
    let others = FilterSyntax.parts(filter).filter { field == nil || $0.field != field }
    return (others.map(\.source) + [word]).joined(separator: " ")
  }
}
