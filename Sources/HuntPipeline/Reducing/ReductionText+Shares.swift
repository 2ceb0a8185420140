extension ReductionText {
  /// For each line its tokens, with its share of the entries that it uses: what the line is likely to cost.
  func shares(_ count: (String) -> Int) -> [Double] {
    var uses = [Int](repeating: 0, count: dictionaryLines.count + 1)
    let all = lines + combinationLines + dictionaryLines.map { String($0.dropFirst()) }
    for text in all { for code in ReductionText.codes(in: text) where code < uses.count { uses[code] += 1 } }
    var entries = [Double](repeating: 0, count: uses.count)
    // Entries name only others that stand on their own, so that two rounds are enough.
    for _ in 0..<2 {
      for (place, line) in dictionaryLines.enumerated() {
        entries[place + 1] = cost(String(line.dropFirst()), entries, uses, count)
      }
    }
    var tables: [String: Double] = [:]
    for line in combinationLines { tables[String(line.prefix { $0 != "|" })] = cost(line, entries, uses, count) }
    var names: [String: Double] = [:]
    for reference in references { for row in reference.lines.indices { names[reference.code(row), default: 0] += 1 } }
    return lines.indices.map { row in
      references.reduce(cost(lines[row], entries, uses, count)) { sum, reference in
        let code = reference.code(row)
        return sum + (tables[code] ?? 0) / max(1, names[code] ?? 1)
      }
    }
  }

  private func cost(_ text: String, _ entries: [Double], _ uses: [Int], _ count: (String) -> Int) -> Double {
    ReductionText.codes(in: text).reduce(Double(count(text) + 1)) { sum, code in
      code < uses.count ? sum + entries[code] / Double(max(1, uses[code])) : sum
    }
  }

  /// Numbers of the entries that a text names.
  private static func codes(in text: String) -> [Int] {
    guard text.contains("§") else { return [] }
    return text.split(separator: "§", omittingEmptySubsequences: false).dropFirst().compactMap {
      Int($0.prefix { $0.isASCII && $0.isNumber })
    }
  }
}
