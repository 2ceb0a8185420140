import KQL
import Testing

@Suite("What a query refers to")
struct ReferenceTests {
  private func tables(_ text: String) -> [String] { KQLQuery(parsing: text).references.tableNames }

  private func outside(_ text: String) -> [String] {
    KQLQuery(parsing: text).references.outside.map { "\($0.kind.rawValue):\($0.detail)" }
  }

  @Test("Tables are found behind let, union, join, materialize, brackets, sub-queries and functions")
  func tables() {
    #expect(
      tables("let T = SecretA | take 1; T | join (SecretB | where x in (SecretC | project y)) on z") == ["SecretA", "SecretB", "SecretC"])
    #expect(tables("union (A), B*, materialize(C | take 1), ['D'], [\"E\"]") == ["A", "B*", "C", "D", "E"])
    #expect(tables("let f = () { Hidden | take 1 }; f()") == ["Hidden"])
    #expect(tables("T // | join Other\n| extend s = 'union X' | take 1") == ["T"])
    #expect(tables("let T = T | where a == 1; T") == ["T"])
    #expect(tables("table('Q') | extend n = toscalar(R | count)") == ["Q", "R"])
    #expect(tables("search in (A, B*) 'x'") == ["A", "B*"])
    #expect(tables("T | mv-apply x = y on (union Z | take 1) | partition by a { W | take 1 }").contains("W"))
    #expect(tables("_GetWatchlist('vips')") == ["Watchlist"])
    #expect(tables("union (T | as S), S") == ["S", "T"])
    #expect(tables("T | as S | join S on a") == ["T"])
    #expect(tables("find in (K) where a == 1 | lookup kind=inner L on a") == ["K", "L"])
  }

  @Test("Ways out of the workspace are found")
  func waysOut() {
    #expect(outside("externaldata (a: string) ['https://example.com/x']") == ["externaldata:https://example.com/x"])
    #expect(outside("workspace('w').T | take 1") == ["workspace:w"])
    #expect(outside("cluster('c').database('d').T") == ["cluster:c", "database:d"])
    #expect(outside("T | evaluate http_request('https://example.com')") == ["plugin:http_request"])
    #expect(outside(".drop table T") == ["control command:.drop"])
    #expect(outside("search 'x'").first?.hasPrefix("every table") == true)
    #expect(outside("union * | take 1") == ["every table:*"])
    #expect(outside("MyParser('vips') | take 1") == ["function:MyParser"])
    #expect(outside("Other.T | take 1") == ["a table elsewhere:Other.T"])
    #expect(outside("let workspace = (w: string) { T }; workspace('w').T") == ["workspace:w"])
    #expect(outside("let x = materialized_view('v'); x") == ["function:materialized_view"])
    #expect(outside("let f = (s: string) { tolower(s) }; T | extend x = f(y)") == [])
    #expect(outside("table(strcat('a', 'b')) | take 1").first?.hasPrefix("computed table") == true)
    #expect(outside("T | where a in (externaldata (a: string) ['https://example.com/y'])") == ["externaldata:https://example.com/y"])
    #expect(outside("T | where workspace == 'x' | extend app = 1") == [])
  }

  @Test("Highlights cover names, words, functions, strings, numbers and comments")
  func highlights() {
    let text = "T // note\n| where a has 'x' and f(1) > 2"
    let query = KQLQuery(parsing: text)
    let found = query.highlights.map { "\($0.kind.rawValue) \(query.tree.text($0.range))" }
    #expect(
      found == [
        "name T", "comment // note", "symbol |", "keyword where", "name a", "keyword has", "string 'x'", "keyword and", "function f",
        "symbol (",
        "number 1", "symbol )", "symbol >", "number 2",
      ])
  }
}
