import Casefile
import KQL
import Testing

@Suite("Formatting KQL")
struct FormatterTests {
  private func formatted(_ text: String) -> String { KQLQuery(parsing: text).formatted().text }

  @Test("Each operator has a line, sub-queries are indented, comments stay where they are")
  func layout() {
    let text = """
      //  what it is for
      let  hosts=DeviceInfo|where OSPlatform=="Windows" |project DeviceName;   // note


      DeviceProcessEvents|where Timestamp>ago( 1d )and FileName has_any("a" ,"b")
      // why
      | join kind = inner(hosts|where DeviceName!='' | distinct DeviceName)on DeviceName|summarize n=count( ),  dcount(FileName)by bin(Timestamp,1h)
      """
    #expect(
      formatted(text) == """
        //  what it is for
        let hosts =
            DeviceInfo
            | where OSPlatform == "Windows"
            | project DeviceName; // note

        DeviceProcessEvents
        | where Timestamp > ago(1d) and FileName has_any ("a", "b")
        // why
        | join kind=inner (
            hosts
            | where DeviceName != ''
            | distinct DeviceName
        ) on DeviceName
        | summarize n = count(), dcount(FileName) by bin(Timestamp, 1h)
        """)
  }

  @Test("Lists and conditions that are too long are broken at commas, 'and' and 'or'")
  func longLines() {
    let text =
      "T | where ProcessCommandLine has 'a long word' and InitiatingProcessFileName =~ 'powershell.exe' and (a == 1 or b == 2) | project Timestamp, DeviceName, AccountName, FileName, ProcessCommandLine, InitiatingProcessFileName | extend x = iff(a == 1, 'b', toscalar(U | count))"
    #expect(
      formatted(text) == """
        T
        | where ProcessCommandLine has 'a long word'
            and InitiatingProcessFileName =~ 'powershell.exe'
            and (a == 1 or b == 2)
        | project
            Timestamp,
            DeviceName,
            AccountName,
            FileName,
            ProcessCommandLine,
            InitiatingProcessFileName
        | extend x = iff(a == 1, 'b', toscalar(U | count))
        """)
  }

  @Test("Functions, datatables and literals keep their parts")
  func parts() {
    #expect(formatted("let f=(x:long,t:(a:string)){x*-2};f(1)") == "let f = (x: long, t: (a: string)) { x * -2 };\nf(1)")
    #expect(
      formatted("let f=(){T|where a==1};f()") == "let f = () {\n    T\n    | where a == 1\n};\nf()")
    #expect(
      formatted("print d=dynamic({'a':[1,2],\"b\":{ }}),s=h'x',c=a.b['c'][0].d")
        == "print d = dynamic({'a': [1, 2], \"b\": {}}), s = h'x', c = a.b['c'][0].d")
    #expect(formatted("T|project-away  a*,*_s|where a between(1..3)") == "T\n| project-away a*, *_s\n| where a between (1 .. 3)")
    let multiline = "print a = ```one\n   two```  ,  b = 1"
    #expect(formatted(multiline) == "print\n    a = ```one\n   two```,\n    b = 1")
  }

  @Test("A query that does not parse keeps the blanks of what is not understood")
  func brokenQueries() {
    #expect(formatted("T|wher   a  ==1|take  5") == "T\n| wher   a  ==1\n| take 5")
    #expect(formatted(".show   tables") == ".show   tables")
    #expect(formatted("") == "")
    #expect(formatted("// only this\n") == "// only this\n")
  }

  @Test("A cursor stays at its token")
  func cursor() {
    let query = KQLQuery(parsing: "T|where   abc==1")
    let formatted = query.formatted()
    #expect(query.offset(12, in: formatted) == 12)
    #expect(formatted.tree.text(10..<13) == "abc")
  }

  @Test("Formatting twice changes nothing more, and no token, comment or meaning is lost", arguments: grammarSamples)
  func stability(text: String) { FormatterTests.check(text) }

  @Test("The same holds for samples with comments, blanks and line ends put in anywhere")
  func mutatedStability() {
    var random = SeededGenerator(seed: 11)
    for sample in grammarSamples {
      for _ in 0..<12 {
        let tokens = KQLQuery(parsing: sample).syntax.tokens
        var text = ""
        for token in tokens {
          text += ["", " ", "\n", "\n\n", " // c\n", "\n// own\n", "\r\n", "\t", "\u{A0}"].randomElement(using: &random) ?? ""
          text += " " + token.text
        }
        FormatterTests.check(text)
      }
    }
  }

  @Test("The same holds for real queries", .enabled(if: Corpus.folder != nil, "LOGSPOTLIGHT_SHARED names no folder"))
  func realQueries() throws {
    var kept = 0
    let lines = try Corpus.lines("/data/kql/dev.jsonl")
    for line in lines {
      guard let text = line["query"]?.string else { continue }
      FormatterTests.check(text)
      if KQLQuery(parsing: text).formatted().text == text { kept += 1 }
    }
    print("formatted \(lines.count) queries, \(kept) stayed as they were")
  }

  static func check(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let query = KQLQuery(parsing: text)
    let once = query.formatted()
    let twice = once.formatted()
    if once.text != twice.text { Issue.record("not stable:\n\(once.text)\n---\n\(twice.text)", sourceLocation: sourceLocation) }
    if !once.tree.hasShape(of: query.tree) { Issue.record("another tree: \(text)", sourceLocation: sourceLocation) }
    if once.syntax.tokens.map(\.text) != query.syntax.tokens.map(\.text) {
      Issue.record("other tokens: \(text)", sourceLocation: sourceLocation)
    }
    func comments(_ query: KQLQuery) -> [String] { query.highlights.filter { $0.kind == .comment }.map { query.tree.text($0.range) } }
    if comments(once) != comments(query) { Issue.record("other comments: \(text)", sourceLocation: sourceLocation) }
  }
}
