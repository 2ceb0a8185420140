/// The words of the alert list's filter, as far as the workbench must know them: which fields there are.
package enum FilterWords {
  /// Names that can stand before the colon; `sev`, `src` and `address` are other names of three of them.
  package static let fields = ["severity", "title", "entity", "user", "host", "ip", "status", "source", "tactic", "technique", "id"]
  private static let otherNames = ["sev", "src", "address"]

  /// The first word before a colon that looks like a field and is none; paths, links and times do not look like one.
  package static func unknownField(in filter: String) -> String? {
    for word in filter.split(whereSeparator: \.isWhitespace) {
      let pair = word.drop { $0 == "!" }.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, pair[0].count > 1, pair[0].allSatisfy({ $0.isLetter || $0 == "_" }) else { continue }
      guard let first = pair[1].first, !"/\\:".contains(first) else { continue }
      let name = pair[0].lowercased()
      if !fields.contains(name), !otherNames.contains(name) { return String(pair[0]) }
    }
    return nil
  }
}
