import Foundation
import Testing

@Suite("What remedies tell people to run") struct NamedCommandTests {
  @Test("Every command that a sentence of the program names is one it has")
  func commands() throws {
    let files = Repository.swiftFiles(in: "Sources")
    #expect(!files.isEmpty)
    let known = Set(files.flatMap { $0.text.matches(of: /commandName: "([a-z]+)"/).map { String($0.1) } })
    #expect(known.contains("doctor"))
    for (path, text) in files {
      for match in text.matches(of: /`logspotlight ([a-z]+)/) where !known.contains(String(match.1)) {
        Issue.record("\(path) names `logspotlight \(match.1)`, which there is not")
      }
    }
  }
}
