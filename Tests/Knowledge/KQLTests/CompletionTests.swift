import Casefile
import KQL
import Testing

@Suite("Completing KQL")
struct CompletionTests {
  static let assistant = KQLAssistant(
    catalogue: TableList([
      TableSchema(
        name: "DeviceProcessEvents",
        columns: [
          Column("TimeGenerated", .datetime), Column("DeviceName", .string), Column("FileName", .string), Column("ProcessId", .long),
          Column("ProcessCommandLine", .string), Column("AdditionalFields", .dynamic), Column("IsRemote", .bool),
        ]),
      TableSchema(
        name: "SigninLogs",
        columns: [Column("TimeGenerated", .datetime), Column("UserPrincipalName", .string), Column("DeviceName", .string)]),
      TableSchema(name: "Odd-Table", columns: [Column("an odd name", .string)]),
    ]),
    now: BinderTests.now,
    valuesSeen: { table, column in
      switch column.name {
      case "FileName": table == "DeviceProcessEvents" ? [.string("powershell.exe"), .string("it's \"odd\".exe")] : []
      case "ProcessId": [.long(4)]
      case "AdditionalFields": [.dynamic(["Level": 1, "a b": 2])]
      default: []
      }
    },
    tableDescription: { $0 == "SigninLogs" ? "Who signed in, and how." : nil })

  /// Completes at the `^` in a text.
  static func complete(_ marked: String) -> KQLCompletion {
    let (query, offset) = marked.cutAtCaret
    return assistant.completion(of: query, at: offset)
  }

  private func labels(_ marked: String, _ kind: KQLCompletion.Item.Kind) -> [String] {
    Self.complete(marked).items.filter { $0.kind == kind }.map(\.label)
  }

  @Test("After a pipe come the operators, and nothing else")
  func operators() {
    for text in ["SigninLogs | ^", "SigninLogs\n| ^\n| take 5", "SigninLogs | where a == | ^"] {
      let items = Self.complete(text).items
      #expect(items.first?.label == "where")
      #expect(items.allSatisfy { $0.kind == .operator })
    }
    #expect(Self.complete("SigninLogs | pro^").items.prefix(2).map(\.insertion) == ["project ", "project-away "])
    let away = Self.complete("SigninLogs | project-aw^")
    #expect(away.items.map(\.label) == ["project-away"])
    #expect(away.range == 13..<23)
  }

  @Test(
    "In an expression come the columns in sight there, through every operator before",
    arguments: [
      ("SigninLogs | where ^", ["TimeGenerated", "UserPrincipalName", "DeviceName"]),
      ("SigninLogs | project Who = UserPrincipalName, n = 1 | where ^", ["Who", "n"]),
      ("SigninLogs | project-away *Name | extend x = 1 | sort by ^", ["TimeGenerated", "x"]),
      ("SigninLogs | summarize n = count() by DeviceName | where ^ | take 1", ["DeviceName", "n"]),
      ("SigninLogs | summarize arg_max(TimeGenerated, *) by ^", ["TimeGenerated", "UserPrincipalName", "DeviceName"]),
      (
        "SigninLogs | join (DeviceProcessEvents | project DeviceName, FileName) on DeviceName | project ^",
        ["TimeGenerated", "UserPrincipalName", "DeviceName", "DeviceName1", "FileName"]
      ),
      ("SigninLogs | join (DeviceProcessEvents | project FileName | where ^) on DeviceName", ["FileName"]),
      ("let V = SigninLogs | project a = 1; V | extend ^", ["a"]),
      ("let f = (t: (x: long, y: string)) { t | where ^ }; 1", ["x", "y"]),
      ("let f = (t: (x: long)) { t | extend z = 1 }; f(datatable (x: long) [1]) | where ^", ["x", "z"]),
      ("SigninLogs | where UserPrincipalName == | project DeviceName | where ^", ["DeviceName"]),
      ("union (SigninLogs | project a = 1), (SigninLogs | project b = 2) | where ^", ["a", "b"]),
      (
        "SigninLogs | parse UserPrincipalName with Name '@' Host: string | where ^ | take 1",
        ["TimeGenerated", "UserPrincipalName", "DeviceName", "Name", "Host"]
      ),
      ("print x = 1 | where ^", ["x"]),
      ("range i from 1 to 3 step 1 | extend j = ^", ["i"]),
      ("SigninLogs | project a = 1 | where strlen(^", ["a"]),
      ("SigninLogs | project DeviceName | as Saved; Saved | where ^", ["DeviceName"]),
      ("SigninLogs | where isnotempty(DeviceName) and (^", ["TimeGenerated", "UserPrincipalName", "DeviceName"]),
    ])
  func columnsInScope(text: String, expected: [String]) { #expect(labels(text, .column) == expected) }

  @Test("Half-typed text around the cursor does not hide what is in sight")
  func brokenText() {
    for text in [
      "SigninLogs | where DeviceName == 'x' and Us^", "SigninLogs | where (Us^", "SigninLogs | extend x = iff(Us^",
      "SigninLogs | where Us^ | sumarize by", "let a = ; SigninLogs | where Us^", "SigninLogs | where Us^\n| join (",
      "SigninLogs | where 'a' == Us^",
    ] {
      let items = Self.complete(text).items.filter { $0.kind == .column }
      #expect(items.map(\.label) == ["UserPrincipalName"], "\(text)")
    }
  }

  @Test("Where a table stands come tables and views; nothing that is out of sight is offered")
  func tables() {
    #expect(labels("^", .table) == ["DeviceProcessEvents", "Odd-Table", "SigninLogs"])
    #expect(labels("Sig^", .table) == ["SigninLogs"])
    #expect(labels("SigninLogs | join (^", .table) == ["DeviceProcessEvents", "Odd-Table", "SigninLogs"])
    #expect(labels("union SigninLogs, Dev^", .table) == ["DeviceProcessEvents"])
    #expect(labels("SigninLogs | union ^", .column).isEmpty)
    #expect(labels("let Mine = SigninLogs | take 1; let n = 5; SigninLogs | join kind=inner ^", .variable) == ["Mine"])
    #expect(labels("SigninLogs | join kind=inner (^); let Later = SigninLogs; Later", .variable).isEmpty)
    #expect(Self.complete("Odd^").items.first?.insertion == "['Odd-Table']")
    #expect(labels("SigninLogs | where ^", .table).isEmpty)
    #expect(labels("let x = 1; SigninLogs | where ^", .variable) == ["x"])
    #expect(labels("let f = (a: long) { a + ^ }; let g = 1; 1", .variable) == ["a"])
  }

  @Test("After kind= come the kinds, after hints their values, in 'on' the keys of both sides")
  func joins() {
    #expect(labels("SigninLogs | join kind=^", .keyword).contains("leftanti"))
    #expect(
      labels("SigninLogs | join kind=left^ (SigninLogs) on DeviceName", .keyword) == ["leftouter", "leftsemi", "leftanti", "leftantisemi"])
    #expect(labels("SigninLogs | join hint.strategy=^", .keyword) == ["broadcast", "shuffle"])
    #expect(labels("union kind=^ SigninLogs", .keyword) == ["outer", "inner"])
    #expect(labels("SigninLogs | mv-expand bagexpansion=^", .keyword) == ["bag", "array"])
    let join = "SigninLogs | join (DeviceProcessEvents | project DeviceName, FileName) on "
    #expect(labels(join + "^", .column) == ["DeviceName"])
    #expect(labels(join + "^", .keyword) == ["$left", "$right"])
    #expect(labels(join + "$left.^", .column) == ["TimeGenerated", "UserPrincipalName", "DeviceName"])
    #expect(labels(join + "$left.DeviceName == $right.^", .column) == ["DeviceName", "FileName"])
    #expect(labels("SigninLogs | join (SigninLogs) ^", .keyword).first == "on")
  }

  @Test("After a comparison come the values seen, quoted; inside a string they take the place of the whole string")
  func values() {
    let bare = Self.complete("DeviceProcessEvents | where FileName == ^")
    #expect(bare.items.prefix(2).map(\.insertion) == [#""powershell.exe""#, #""it's \"odd\".exe""#])
    #expect(Self.complete("DeviceProcessEvents | where FileName has ^").items.first?.kind == .value)
    #expect(Self.complete("DeviceProcessEvents | where FileName in~ ('x', ^").items.first?.kind == .value)
    #expect(Self.complete("DeviceProcessEvents | where ProcessId == ^").items.first?.insertion == "4")
    let string = Self.complete("DeviceProcessEvents | where FileName == 'pow^ershell' | take 1")
    #expect(string.items.map(\.insertion) == [#""powershell.exe""#])
    #expect(string.range == 40..<52)
    let open = Self.complete("DeviceProcessEvents | where FileName == \"pow^")
    #expect(open.items.map(\.label) == ["powershell.exe"])
    #expect(open.range == 40..<44)
    #expect(Self.complete("DeviceProcessEvents | where tolower(FileName) == 'p^'").items.first?.label == "powershell.exe")
    #expect(Self.complete("DeviceProcessEvents | project FileName = 'x' | where FileName == '^'").items.isEmpty)
    #expect(labels("DeviceProcessEvents | where AdditionalFields.^", .column) == ["Level"])
    #expect(labels("DeviceProcessEvents | where IsRemote == ^", .value) == ["true", "false"])
  }

  @Test("Prefixes come first, then word starts, then parts of words")
  func ranking() {
    #expect(labels("DeviceProcessEvents | where Name^", .column) == ["DeviceName", "FileName"])
    #expect(labels("DeviceProcessEvents | where pcl^", .column) == ["ProcessCommandLine"])
    #expect(labels("DeviceProcessEvents | where proc^", .column) == ["ProcessId", "ProcessCommandLine"])
    #expect(labels("SigninLogs | extend x = tolow^", .function).first == "tolower")
    #expect(labels("SigninLogs | extend x = json^", .function).contains("parse_json"))
    let exact = Self.complete("SigninLogs | extend x = case^").items
    #expect(exact.first?.label == "case")
  }

  @Test("Aggregates come first where summarize wants them, and not inside one")
  func aggregates() {
    #expect(Self.complete("SigninLogs | summarize cou^").items.prefix(2).map(\.label) == ["count", "countif"])
    #expect(!Self.complete("SigninLogs | summarize dcount(^").items.contains { $0.label == "dcountif" })
    #expect(!Self.complete("SigninLogs | where cou^").items.contains { $0.label == "countif" })
    #expect(!Self.complete("SigninLogs | summarize count() by cou^").items.contains { $0.label == "countif" })
    #expect(Self.complete("SigninLogs | summarize round(av^").items.first?.label == "avg")
  }

  @Test("After a whole expression come the operators that fit its type")
  func continuations() {
    #expect(Self.complete("SigninLogs | where UserPrincipalName ^").items.first?.label == "==")
    #expect(Self.complete("SigninLogs | where UserPrincipalName sta^").items.first?.label == "startswith")
    #expect(!Self.complete("SigninLogs | where TimeGenerated ^").items.contains { $0.label == "has" })
    #expect(Self.complete("SigninLogs | where DeviceName == 'x' ^").items.prefix(2).map(\.label) == ["and", "or"])
    #expect(Self.complete("SigninLogs | summarize count() ^").items.first?.label == "by")
    #expect(Self.complete("SigninLogs | sort by DeviceName ^").items.prefix(2).map(\.label) == ["asc", "desc"])
    #expect(Self.complete("SigninLogs ^").items.contains { $0.label == "|" })
    #expect(Self.complete("SigninLogs | where DeviceName !h^").items.first?.label == "!has")
  }

  @Test("Types, charts and plugins come where they belong; nothing in comments, numbers, new names")
  func otherPlaces() {
    #expect(labels("datatable (a: str^", .keyword) == ["string"])
    #expect(labels("SigninLogs | mv-expand a to typeof(^", .keyword).contains("long"))
    #expect(labels("SigninLogs | render time^", .keyword).prefix(1) == ["timechart"])
    #expect(labels("SigninLogs | evaluate bag^", .function) == ["bag_unpack"])
    for text in [
      "SigninLogs // ^", "SigninLogs | take 1^", "let ^ = 1", "let ^", "SigninLogs | extend ^ = 1", "SigninLogs | as ^",
      "SigninLogs | where a == 'x^'", "// a\n// b^\nSigninLogs",
    ] {
      #expect(Self.complete(text).items.isEmpty, "\(text)")
    }
  }

  @Test("The word under the cursor is replaced whole; an empty prefix replaces nothing")
  func ranges() {
    #expect(Self.complete("SigninLogs | where Dev^iceName == 'x'").range == 19..<29)
    #expect(Self.complete("SigninLogs | where ^DeviceName == 'x'").range == 19..<19)
    #expect(Self.complete("SigninLogs | where strl^(DeviceName) > 1").items.first?.insertion == "strlen")
    #expect(Self.complete("SigninLogs | where strl^").items.first?.insertion == "strlen(")
  }

  @Test("Every offset of every sample has an answer whose range lies in the text")
  func everywhere() {
    for sample in grammarSamples {
      let query = KQLQuery(parsing: sample)
      for offset in stride(from: sample.utf8.count % 3, through: sample.utf8.count, by: 3) {
        let found = Self.assistant.completion(of: query, at: offset)
        #expect(found.range.lowerBound <= offset && offset <= found.range.upperBound && found.range.upperBound <= sample.utf8.count)
        _ = Self.assistant.hover(over: query, at: offset)
        _ = Self.assistant.signatureHelp(in: query, at: offset)
        _ = query.bracketPair(at: offset)
      }
    }
  }
}

extension String {
  /// The query without the first `^`, and the UTF-8 offset where it was.
  var cutAtCaret: (query: KQLQuery, offset: Int) {
    guard let caret = firstIndex(of: "^") else { return (KQLQuery(parsing: self), utf8.count) }
    let offset = self[..<caret].utf8.count
    var text = self
    text.remove(at: caret)
    return (KQLQuery(parsing: text), offset)
  }
}
