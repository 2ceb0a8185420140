import Foundation
import Testing
import Workbench

@Suite("The README is what the program is") struct ReadmeTests {
  /// `LOGSPOTLIGHT_UPDATE=1` writes what is stale; without it, staleness fails.
  @Test("The key table is the command table")
  func keys() throws {
    let path = Repository.root.appendingPathComponent("README.md")
    let readme = try String(contentsOf: path, encoding: .utf8)
    let begin = "<!-- keys:begin -->\n"
    let end = "<!-- keys:end -->"
    let start = try #require(readme.range(of: begin)).upperBound
    let stop = try #require(readme.range(of: end)).lowerBound
    let table = Self.table
    if ProcessInfo.processInfo.environment["LOGSPOTLIGHT_UPDATE"] != nil {
      try readme.replacingCharacters(in: start..<stop, with: table).write(to: path, atomically: true, encoding: .utf8)
    } else {
      #expect(String(readme[start..<stop]) == table, "run LOGSPOTLIGHT_UPDATE=1 swift test")
    }
  }

  /// A key as code in a table: a backquote needs two round it, a bar would part the columns.
  private static func code(_ key: String) -> String { key == "`" ? "`` ` ``" : "`\(key == "|" ? "\\|" : key)`" }

  private static var table: String {
    var lines = ["| keys | what | command |", "|---|---|---|"]
    for spec in CommandTable.rows where !spec.keys.isEmpty {
      let keys = spec.keys.map(code).joined(separator: " ")
      lines.append("| \(keys) | \(spec.title) | `\(spec.command.rawValue)` |")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
