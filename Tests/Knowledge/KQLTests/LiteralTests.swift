import Casefile
import KQL
import Testing

@Suite("Quoting")
struct LiteralTests {
  @Test("A hundred thousand hostile strings each read back as themselves and change nothing around them")
  func hostileStrings() {
    var random = SeededGenerator(seed: 42)
    let pieces = [
      "\"", "'", "\\", "\n", "\r", "\0", "|", ";", "//", "/*", "`", "```", "~~~", "@\"", "h'", ")", "]", "}", "\\u0041", "\\", " or 1==1 ",
      "| take 1", "\u{2028}", "\u{202E}", "\u{FEFF}", "\u{1F600}", "é", "e\u{301}", "{\"a\":1}", "datetime(", "%00", "\u{7F}", "\t", "x",
    ]
    let plain = KQLQuery("T | where \(name: "a") in \(list: Array(repeating: .string("x"), count: 100)) | take 5")
    for _ in 0..<1000 {
      var values: [String] = []
      for _ in 0..<100 {
        var value = ""
        for _ in 0..<Int.random(in: 0...6, using: &random) { value += pieces.randomElement(using: &random) ?? "" }
        values.append(value)
      }
      let query = KQLQuery("T | where \(name: "a") in \(list: values.map { .string($0) }) | take 5")
      guard query.diagnostics.isEmpty, query.tree.hasShape(of: plain.tree) else {
        Issue.record("one of \(values) changed the tree")
        return
      }
      let read = query.syntax.subtree.compactMap(\.stringValue)
      guard read.map({ Array($0.utf8) }) == values.map({ Array($0.utf8) }) else {
        Issue.record("one of \(values) did not read back")
        return
      }
    }
  }

  @Test("Ten thousand hostile strings change nothing as names, keys and items of a dynamic value, or in single quotes")
  func hostileStringsElsewhere() {
    var random = SeededGenerator(seed: 43)
    let pieces = [
      "\"", "'", "\\", "\n", "\r", "\0", "|", ";", "//", "`", "```", "@'", "h\"", "']", "]", "}", ")", "\\u0027", "\u{2028}", "\u{1F600}",
      "x", "*",
    ]
    let plain = KQLQuery("T | where \(name: "a b") == \(Value.dynamic(["k": ["v"]])) | project \(name: "a b")")
    for _ in 0..<10_000 {
      var value = "'"
      for _ in 0..<Int.random(in: 1...6, using: &random) { value += pieces.randomElement(using: &random) ?? "" }
      var bag = JSONObject()
      bag[value] = .array([.string(value)])
      let query = KQLQuery("T | where \(name: value) == \(Value.dynamic(.object(bag))) | project \(name: value)")
      let names = query.syntax.subtree.filter { $0.kind == .bracketedName }.compactMap(\.nameText)
      let literal = query.syntax.subtree.first { $0.kind == .dynamicLiteral }?.literal?.value
      guard query.diagnostics.isEmpty, query.tree.hasShape(of: plain.tree), names == [value, value, value],
        literal == .dynamic(.object(bag))
      else {
        Issue.record("\(value.debugDescription) changed the tree: \(query.text.debugDescription)")
        return
      }
    }
  }

  @Test("A hostile name stays one name")
  func hostileNames() {
    for name in ["a b", "x'] | take 1 //", "\\", "where", "1a", "", "datetime", "\n", "Ünïcode", "a.b", "\u{0}"] {
      let query = KQLQuery("T | project \(name: name)")
      let inner = query.syntax.subtree.first { $0.kind == .projectOperator }?.expressions.first
      #expect(query.diagnostics.isEmpty, "\(query.text)")
      #expect(inner?.nameText == name)
    }
    #expect(KQLName.text("DeviceName") == "DeviceName")
  }

  @Test("Values of every type read back as the same value and type")
  func everyType() {
    let values: [(Value, ColumnType)] = [
      (.bool(true), .bool), (.long(-5), .long), (.long(.min), .long), (.long(.max), .long), (.real(1), .real), (.real(-0.1), .real),
      (.real(1e300), .real), (.real(.infinity), .real), (.decimal("12.50"), .decimal), (.string("it's \"so\""), .string),
      (.datetime(DateTime(ticks: 638_123_456_789_012_345)), .datetime), (.timespan(TimeSpan(ticks: -864_123_456_789)), .timespan),
      (.guid("74be27de-1e4e-49d9-b579-fe0b331d3642"), .guid), (.dynamic(["a": [1, 2.5, "x\ny", nil, true], "'": [:]]), .dynamic),
    ]
    for (value, type) in values {
      let query = KQLQuery("print \(value)")
      let literal = query.syntax.subtree.last { $0.literal != nil }?.literal
      #expect(query.diagnostics.isEmpty, "\(query.text)")
      #expect(literal?.value == value, "\(query.text)")
      #expect(literal?.type == type)
    }
  }

  @Test("Strings of every style give their content")
  func styles() {
    func content(_ text: String) -> String? {
      KQLQuery(parsing: "print " + text).syntax.subtree.first { $0.kind == .stringLiteral }?.stringValue
    }
    #expect(content("@'c:\\temp\\'") == "c:\\temp\\")
    #expect(content("@\"a\"\"b\"") == "a\"b")
    #expect(content("h'secret'") == "secret")
    #expect(content("H@\"x\\y\"") == "x\\y")
    #expect(content("```two\n'lines'```") == "two\n'lines'")
    #expect(content("'a\\tb\\u00e9\\'\\x41'") == "a\tbé'A")
    #expect(content("'a' \"b\" @'c'") == "abc")
    #expect(content("'\\uD83D\\uDE00'") == "😀")
  }
}
