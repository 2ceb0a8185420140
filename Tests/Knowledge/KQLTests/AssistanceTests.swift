import Casefile
@testable import KQL
import Testing

@Suite("Help at a place of a query")
struct AssistanceTests {
  private func hover(_ marked: String) -> String? {
    let (query, offset) = marked.cutAtCaret
    guard let found = CompletionTests.assistant.hover(over: query, at: offset) else { return nil }
    return "\(found.kind.rawValue) \(query.tree.text(found.range)) · \(found.title) · \(found.text.replacing("\n", with: " "))"
  }

  private func signature(_ marked: String) -> String? {
    let (query, offset) = marked.cutAtCaret
    guard let found = CompletionTests.assistant.signatureHelp(in: query, at: offset) else { return nil }
    return "\(found.signature) · \(found.active.map { found.parameters[$0].name } ?? "-")"
  }

  @Test("Hovering over a column tells its type and the table it comes from, through renames and joins")
  func columns() {
    #expect(hover("SigninLogs | where Dev^iceName == 'x'") == "column DeviceName · DeviceName: string · From SigninLogs.DeviceName.")
    #expect(
      hover("SigninLogs | project-rename Host = DeviceName | where Ho^st == 'x'")
        == "column Host · Host: string · From SigninLogs.DeviceName.")
    #expect(hover("SigninLogs | extend n^ = strlen(DeviceName)") == "column n · n: long · Computed by the query.")
    #expect(hover("SigninLogs | summarize n^ = count() by DeviceName") == "column n · n: long · Computed by the query.")
    #expect(
      hover("SigninLogs | join (DeviceProcessEvents) on $left.DeviceName == $right.Device^Name")
        == "column DeviceName · DeviceName: string · From DeviceProcessEvents.DeviceName.")
    #expect(
      hover("union SigninLogs, DeviceProcessEvents | where Device^Name == ''")
        == "column DeviceName · DeviceName: string · From SigninLogs.DeviceName, DeviceProcessEvents.DeviceName.")
    #expect(
      hover("DeviceProcessEvents | where AdditionalFields.a.b^ == 1")
        == "column b · AdditionalFields.a.b: dynamic · A key of the bag AdditionalFields.")
  }

  @Test("Hovering over tables, functions, operators, literals and lets tells what they are")
  func everythingElse() {
    #expect(
      hover("Signin^Logs | take 1")
        == "table SigninLogs · table SigninLogs, 3 columns · Who signed in, and how. Its time column is TimeGenerated.")
    #expect(
      hover("SigninLogs | where sub^string(DeviceName, 1) == ''")?.hasPrefix(
        "function substring · substring(text, start, [length]): string") == true)
    #expect(hover("SigninLogs | su^mmarize dcount(DeviceName)")?.hasPrefix("operator summarize · summarize [name =] aggregate") == true)
    #expect(hover("SigninLogs | summarize dc^ount(DeviceName)")?.hasPrefix("function dcount · dcount(value, [accuracy])") == true)
    #expect(hover("SigninLogs | where DeviceName ha^s 'x'") == "operator has · a has b · True when a holds the term as a whole word.")
    #expect(hover("SigninLogs | where TimeGenerated > ago(1^d)") == "literal 1d · timespan 1.00:00:00 · ")
    #expect(hover("SigninLogs | where DeviceName == 'ab^c'") == "literal 'abc' · string of 3 characters · ")
    #expect(hover("let n = 5; SigninLogs | take n^") == "variable n · n: long = 5 · ")
    #expect(hover("let V^ = SigninLogs | project a = 1; V") == "variable V · table V, 1 columns · a: long")
    #expect(hover("let f = (x: long) { x * 2 }; print f^(2)") == "variable f · f(x: long) · Gives a value.")
    #expect(
      hover("SigninLogs | join ki^nd=inner (SigninLogs) on DeviceName")?.hasPrefix("parameter kind · join kind=… · One of inner,") == true)
    #expect(hover("SigninLogs | evaluate bag_^unpack(x)")?.hasPrefix("plugin bag_unpack") == true)
    #expect(hover("SigninLogs // com^ment") == nil)
    #expect(hover("^") == nil)
  }

  @Test("Signature help names the function and the parameter being typed, also of nested calls")
  func signatures() {
    #expect(signature("print substring(^") == "substring(text, start, [length]): string · text")
    #expect(signature("print substring('a', ^1, 2)") == "substring(text, start, [length]): string · start")
    #expect(signature("print substring(tolower('a^'), 1)") == "tolower(text): string · text")
    #expect(signature("print substring(tolower('a'), 1^)") == "substring(text, start, [length]): string · start")
    #expect(signature("print strcat('a', 'b', 'c', ^") == "strcat(value, other, …): string · other")
    #expect(signature("SigninLogs | summarize dcount(DeviceName, ^") == "dcount(value, [accuracy]) · [accuracy]")
    #expect(signature("let f = (x: long, y: string) { x }; print f(1, ^)") == "f(x: long, y: string) · y")
    #expect(signature("let f = (x: long, y: string) { x }; print f(y = ^)") == "f(x: long, y: string) · y")
    #expect(signature("SigninLogs | join kind=^") == "join [kind=…] (table) on key, … · kind=")
    #expect(signature("SigninLogs | top 5 ^by DeviceName") == "top count by value [asc|desc] · -")
    #expect(signature("SigninLogs | where iff(a, ^ | take 1") == "iff(condition, then, else): the widest of its results · then")
    #expect(signature("^") == nil)
  }

  @Test("Every function, aggregate and operator has a sentence of help")
  func helpIsComplete() {
    let catalogue = FunctionCatalogue.shared
    for name in catalogue.scalars.keys.sorted() + catalogue.aggregates.keys.sorted() { #expect(FunctionHelp.text(name) != nil, "\(name)") }
    let named = Set(OperatorHelp.all.map(\.name))
    for name in OperatorRule.names where !name.hasPrefix("graph") {
      #expect(
        OperatorHelp.named(name) != nil || ["make-graph", "macro-expand", "partition-by", "project-by-names"].contains(name), "\(name)")
    }
    #expect(named.count == OperatorHelp.all.count)
  }

  @Test("A bracket finds its partner, from either side; one without partner finds none")
  func brackets() {
    func pair(_ marked: String) -> [Int] {
      let (query, offset) = marked.cutAtCaret
      return query.bracketPair(at: offset).map { [$0.open.lowerBound, $0.close.lowerBound] } ?? []
    }
    #expect(pair("a(^[b], ')')") == [2, 4])
    #expect(pair("a^([b], ')')") == [1, 10])
    #expect(pair("a([b], ')')^") == [1, 10])
    #expect(pair("a([b^], ')')") == [2, 4])
    #expect(pair("a^(b") == [])
    #expect(pair("a^b") == [])
  }

  @Test("Positions count bytes, scalars and the columns of a screen")
  func positions() {
    let text = "T\r\n| where ä == '表e\u{301}' // 🙂\n\n"
    let query = KQLQuery(parsing: text)
    let positions = KQLPositions(query)
    let offset = text.utf8.count - " // 🙂\n\n".utf8.count
    #expect(positions.lineCount == 4)
    #expect(positions.line(of: offset) == 1)
    #expect(positions.scalars(before: offset) == 18)
    // A measure that counts a wide character twice and a mark not at all.
    let column = positions.screenPosition(of: offset) { text in
      text.unicodeScalars.reduce(0) { $0 + ($1.properties.generalCategory == .nonspacingMark ? 0 : $1.value > 0x2E80 ? 2 : 1) }
    }
    #expect(column.line == 1 && column.column == 18)
    #expect(positions.offset(line: 1, scalar: 18) == offset)
    #expect(positions.offset(line: 1, scalar: 99) == text.utf8.count - 2)
    #expect(positions.offset(line: 9, scalar: 0) == text.utf8.count)
    #expect(query.tree.text(positions.range(ofLine: 0)) == "T")
    #expect(positions.aligned(12) == 11)
  }
}
