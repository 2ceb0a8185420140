import KQL
import Testing

@Suite("Parsing KQL")
struct ParserTests {
  @Test("Queries that use the whole grammar parse without an error", arguments: grammarSamples)
  func wholeGrammar(text: String) { assertParse(text) }

  @Test("A missing expression is told at the place where it is missing")
  func missingExpression() {
    assertParse("T | where 1️⃣", diagnostics: [.at("1️⃣", "expected an expression")])
    assertParse("T | where a == 1️⃣| take 5", diagnostics: [.at("1️⃣", "expected an expression")])
    assertParse("T | where a and 1️⃣or b", diagnostics: [.at("1️⃣", "expected an expression")])
  }

  @Test("An unknown operator names the nearest one")
  func unknownOperator() {
    assertParse("T | 1️⃣wher a == 1 | take 5", diagnostics: [.at("1️⃣", "unknown operator 'wher'; did you mean 'where'?")])
    assertParse("T | 1️⃣| take 5", diagnostics: [.at("1️⃣", "expected an operator after '|'")])
  }

  @Test("Several mistakes give several diagnostics")
  func severalMistakes() {
    assertParse(
      "T | 1️⃣sumarize n = count() | where 2️⃣| sort 3️⃣n",
      diagnostics: [
        .at("1️⃣", "unknown operator 'sumarize'; did you mean 'summarize'?"), .at("2️⃣", "expected an expression"),
        .at("3️⃣", "expected 'by'"),
      ])
  }

  @Test("Strings that are not closed, quotes of word processors and stray characters are told")
  func brokenTokens() {
    assertParse("T | where a == 1️⃣'abc", diagnostics: [.at("1️⃣", "this string is not closed")])
    let typographic = KQLQuery(parsing: "T | where a == \u{201C}x\u{201D}")
    #expect(typographic.diagnostics.first?.message == "typographic quotes do not quote; use \" or '")
  }

  @Test("A bracket in a parse pattern that begins no name ends the pattern")
  func bracketInPattern() { assertParse("T | parse a with 'x' 1️⃣[ b", diagnostics: [.at("1️⃣", "expected '|' or the end")]) }

  @Test("Lines and columns count from one, columns in Unicode scalars")
  func positions() {
    let query = KQLQuery(parsing: "T\r\n| where ä == 'ö' and\r\n  | take 1")
    let error = query.diagnostics.first
    #expect(error?.line == 3)
    #expect(error?.column == 3)
    #expect(error?.range == 29..<30)
  }

  @Test("Words that Kusto takes for no name must be quoted; as members, and as new names where it allows that, they need not be")
  func reservedWords() {
    assertParse("T | extend 1️⃣first = a", diagnostics: [.at("1️⃣", "'first' is a word of the language")])
    assertParse(
      "T | serialize a = 1, 1️⃣last = b", diagnostics: [.at("1️⃣", "'last' is a word of the language; as a name it is written ['last']")])
    assertParse("let 1️⃣missing = 1; T", diagnostics: [.at("1️⃣", "'missing' is a word")])
    assertParse("T | project from, 1️⃣where", diagnostics: [.at("1️⃣", "'where' is a word")])
    assertParse("T | extend where = 1, count = 2, ['first'] = 3 | where a.first == b['last'] and ['last'] == 1 | sort by x nulls first")
  }

  @Test("A comment ends at every line end that a service knows, so that nothing is hidden behind one")
  func commentEnds() {
    for end in ["\n", "\r", "\r\n", "\u{2028}", "\u{2029}"] {
      let query = KQLQuery(parsing: "T // seen\(end)| union Hidden")
      #expect(query.references.tableNames == ["Hidden", "T"])
      #expect(query.tree.printed == query.text)
      #expect(query.highlights.first { $0.kind == .comment }.map { query.tree.text($0.range) } == "// seen")
    }
    #expect(KQLQuery(parsing: "T // a \u{85} \u{B} | union Hidden").references.tableNames == ["T"])
  }

  @Test("A name in brackets may be put together of strings, as a string may")
  func compoundNames() {
    #expect(KQLQuery(parsing: "['Hid' \"den\"] | project ['a' 'b']").references.tableNames == ["Hidden"])
    let names = KQLQuery(parsing: "T | extend ['a' 'b'] = 1").syntax.subtree.filter { $0.kind == .bracketedName }.compactMap(\.nameText)
    #expect(names == ["ab"])
  }

  @Test("What a tree is made of can be found again")
  func shape() {
    let query = KQLQuery(parsing: "T | where a == 1 // note\n| summarize n = count() by b")
    let pipeline = query.syntax.children.first?.children.first
    #expect(pipeline?.kind == .pipeline)
    #expect(pipeline?.children.map(\.kind) == [.name, .whereOperator, .summarizeOperator])
    #expect(pipeline?.children.last?.child(.byClause)?.text == "by b")
  }

  @Test("String operators bind tighter than arithmetic, arithmetic tighter than comparison, 'and' tighter than 'or'")
  func precedence() {
    let condition = KQLQuery(parsing: "T | where a or b and c + d * e has 'x' == f").syntax.subtree
    #expect(condition.last { $0.kind == .orExpression }?.text == "a or b and c + d * e has 'x' == f")
    #expect(condition.last { $0.kind == .andExpression }?.text == "b and c + d * e has 'x' == f")
    #expect(condition.last { $0.kind == .additive }?.text == "c + d * e has 'x'")
    #expect(condition.last { $0.kind == .stringComparison }?.text == "e has 'x'")
  }
}
