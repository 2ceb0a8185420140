import Testing

@Suite("Files and functions stay small enough to read") struct SizeTests {
  private static let mostLines = 400
  private static let mostFunctionLines = 60

  @Test("No source file is longer than 400 lines", arguments: ["Sources", "Tests"])
  func files(folder: String) {
    for (path, text) in Repository.swiftFiles(in: folder) {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(lines <= Self.mostLines + 1, "\(path) has \(lines) lines")
    }
  }

  @Test("No function in Sources is longer than 60 lines")
  func functions() {
    for (path, text) in Repository.swiftFiles(in: "Sources") {
      for (name, length) in Self.functions(in: text) {
        #expect(length <= Self.mostFunctionLines, "\(path): \(name) has \(length) lines")
      }
    }
  }

  /// A function runs from its `func` or `init` line to the closing brace with the same indentation; the formatter guarantees that.
  private static func functions(in text: String) -> [(name: String, length: Int)] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var found: [(String, Int)] = []
    for (start, line) in lines.enumerated() {
      let indent = line.prefix { $0 == " " }
      let words = line.dropFirst(indent.count)
      guard !words.hasPrefix("//"), words.contains("func ") || words.hasPrefix("init") || words.contains(" init("),
        let end = lines[start...].firstIndex(where: { $0 == indent + "}" }), !line.hasSuffix("}")
      else { continue }
      found.append((String(words.prefix(60)), end - start + 1))
    }
    return found
  }

  @Test("Nothing is left to do, switched off or unproven in Sources")
  func leftovers() {
    for (path, text) in Repository.swiftFiles(in: "Sources") {
      for word in ["TODO", "FIXME", "fatalError(\"not", "unimplemented"] where text.contains(word) {
        Issue.record("\(path) contains \(word)")
      }
      #expect(!text.contains("nonisolated(" + "unsafe)"), "\(path)")
    }
  }
}
