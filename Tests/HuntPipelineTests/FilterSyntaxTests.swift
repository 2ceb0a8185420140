import HuntPipeline
import Testing

@Suite("Words of a filter") struct FilterSyntaxTests {
  private func text(_ filter: String) -> [String] {
    FilterSyntax.words(filter).map { word in
      (word.isNegated ? "!" : "") + (word.field.map { $0.rawValue + "=" } ?? "") + (word.isPattern ? "re " : "") + word.text
    }
  }

  @Test(
    "Words, fields, quotes, inverse and regular expressions",
    arguments: [
      ("run  key", ["run", "key"]), ("\"run key\" x", ["run key", "x"]), ("title:run", ["title=run"]), ("sev:high", ["severity=high"]),
      ("address:10", ["ip=10"]), ("!user:arisa", ["!user=arisa"]), ("title:\"run key\"", ["title=run key"]), ("/a b/ c", ["re a b", "c"]),
      ("!/x/", ["!re x"]), ("host:/^ws-\\d+/", ["host=re ^ws-\\d+"]), ("/usr/bin", ["/usr/bin"]), ("/open", ["/open"]), ("//", ["//"]),
      ("/a\\/b/", ["re a\\/b"]), ("nope:/x/", ["nope:/x/"]), ("!", ["!"]), ("title:", ["title:"]), ("\"title:x\"", ["title:x"]),
      ("/usr/bin/", ["re usr/bin"]), ("a/b/", ["a/b/"]),
    ])
  func words(filter: String, words: [String]) {
    #expect(text(filter) == words)
  }
}
