import Casefile
import Decoding
import Locking
import Testing

@testable import HuntPipeline

@Suite("Concealing names")
struct ConcealmentTests {
  private static let kinds: [String: IdentityKind] = [
    "DeviceName": .host, "AccountName": .user, "AccountUpn": .user, "AccountDomain": .tenant, "LocalIP": .address, "RemoteIP": .address,
    "TenantId": .tenant, "InitiatedBy": .user, "userPrincipalName": .user, "ipAddress": .address, "SenderFromAddress": .user,
    "RecipientEmailAddress": .user, "AccountSid": .user, "AccountObjectId": .user, "ResourceId": .tenant,
  ]

  private static func reader() -> IdentityReader { IdentityReader { kinds[$0] } }

  private static func made(_ rows: [[String]], _ columns: [String], frame: Set<String> = []) -> Concealment {
    let hiding = Concealment(reader: reader(), frame: frame)
    hiding.note(rows.map { $0.map(Value.string) }, columns: columns.map { Column($0, .string) })
    return hiding
  }

  @Test(
    "A value is taken apart into what names somebody",
    arguments: [
      (#"CONTOSO\jdoe"#, "user", ["domain CONTOSO", "user jdoe"]),
      ("jane.doe@contoso.com", "user", ["user jane.doe", "domain contoso.com"]),
      ("jane.doe@gmail.com", "user", ["user jane.doe"]),
      ("ws-12.corp.contoso.com", "host", ["host ws-12", "domain corp.contoso.com"]),
      ("WS-12$", "user", ["host WS-12"]),
      ("NT AUTHORITY\\SYSTEM", "user", []),
      ("S-1-5-18", "user", []),
      ("S-1-5-21-1-2-3-1104", "user", ["object S-1-5-21-1-2-3-1104"]),
      ("10.1.2.3", "address", ["address 10.1.2.3"]),
      ("203.0.113.9", "address", []),
      ("fe80::1", "address", ["address fe80::1"]),
      ("5f0c1a7e-0000-4000-8000-000000000001", "tenant", ["tenant 5f0c1a7e-0000-4000-8000-000000000001"]),
      ("CN=Jane Doe,OU=Staff,DC=contoso,DC=com", "user", ["user Jane Doe", "domain contoso.com", "domain contoso"]),
      ("a.b@contoso.com; c.d@contoso.com", "user", ["user a.b", "domain contoso.com", "user c.d", "domain contoso.com"]),
      ("Administrator", "user", []), ("-", "user", []), ("", "host", []),
      (
        "/subscriptions/5f0c1a7e-0000-4000-8000-000000000002/resourceGroups/rg-pay/providers/x/virtualMachines/pay-01", "host",
        ["tenant 5f0c1a7e-0000-4000-8000-000000000002", "tenant rg-pay", "host pay-01"]
      ),
    ])
  func parts(_ value: String, _ kind: String, _ expected: [String]) {
    let found = Self.reader().identities(of: value, as: IdentityKind(rawValue: kind) ?? .user)
    #expect(found.map { "\($0.kind.rawValue) \($0.text)" } == expected)
  }

  @Test("Members of an object name whom their keys say")
  func objects() {
    let text = #"{"user":{"id":"5f0c1a7e-0000-4000-8000-000000000003","userPrincipalName":"kim@contoso.com","ipAddress":"10.0.0.7"}}"#
    let found = Self.reader().identities(in: .string(text), column: "InitiatedBy")
    #expect(Set(found.map(\.text)) == ["5f0c1a7e-0000-4000-8000-000000000003", "kim", "contoso.com", "10.0.0.7"])
  }

  @Test("A sender's domain is an indicator and stays; the name before it does not")
  func senders() {
    let hiding = Self.made([["billing@evil-invoices.example", "kim@contoso.com"]], ["SenderFromAddress", "RecipientEmailAddress"])
    #expect(
      hiding.concealed("billing@evil-invoices.example wrote to kim@contoso.com")
        == "user-01@evil-invoices.example wrote to user-02@domain-01")
  }

  @Test("Names are hidden wherever they stand as whole terms, and come back as they were")
  func everywhere() {
    let hiding = Self.made([["ws-12.contoso.com", #"CONTOSO\jdoe"#, "10.1.2.3"]], ["DeviceName", "AccountName", "LocalIP"])
    let text = #"copy C:\Users\jdoe\report_jdoe.txt \\WS-12\c$ from 10.1.2.3:445 as jdoe%40contoso.com, not jdoes, ws-123 or 10.1.2.30"#
    let sent = hiding.concealed(text)
    #expect(
      sent
        == #"copy C:\Users\user-01\report_user-01.txt \\host-01\c$ from address-01:445 as user-01%40domain-01, not jdoes, ws-123 or 10.1.2.30"#
    )
    #expect(hiding.residue(in: sent).isEmpty)
    #expect(hiding.revealed(sent) == text)
  }

  @Test("Public addresses, hashes and links stay")
  func publicIndicators() {
    let hiding = Self.made([["203.0.113.9", "ws-1"]], ["RemoteIP", "DeviceName"])
    let text = "http://203.0.113.9/a.ps1 d41d8cd98f00b204e9800998ecf8427e bad.example"
    #expect(hiding.concealed(text) == text)
  }

  @Test("What a free text shows by its shape is hidden too")
  func shapes() {
    let hiding = Self.made([], [])
    hiding.note(text: #"mail ann.lee@corp.test, C:\Users\mlopez\x, /home/kim/y, 192.168.7.7, fd00::9, S-1-5-21-9-8-7-500"#)
    hiding.note(
      text: "AzureID=/subscriptions/5f0c1a7e-0000-4000-8000-000000000009/resourceGroups/rg-Pay/virtualMachines/PAY-7, C:\\Users\\bob")
    for name in ["5f0c1a7e-0000-4000-8000-000000000009", "rg-Pay", "PAY-7", "bob"] {
      #expect(hiding.concealed("x \(name) y") != "x \(name) y", "\(name)")
    }
    for name in ["ann.lee", "mlopez", "kim", "192.168.7.7", "fd00::9", "S-1-5-21-9-8-7-500"] {
      #expect(hiding.concealed("x \(name) y") != "x \(name) y", "\(name)")
    }
  }

  @Test("A word of the rows that looks like a stand-in gets one of its own, and nothing turns into a name that was none")
  func lookalikes() {
    let hiding = Self.made([["jdoe", "user-01 and host-01"]], ["AccountName", "Text"])
    let sent = hiding.concealed("jdoe user-01 host-01")
    #expect(Set(sent.split(separator: " ")).count == 3)
    #expect(hiding.revealed(sent) == "jdoe user-01 host-01")
    #expect(!sent.contains("user-01") && !sent.contains("host-01"))
  }

  @Test("A kept stand-in goes to the same name again, unless the rows now hold that very word")
  func kept() {
    let kept = [StandIn(identity: "jdoe", kind: "user", standIn: "user-07")]
    let hiding = Concealment(reader: Self.reader(), kept: kept)
    #expect(hiding.concealed("jdoe") == "user-07")
    #expect(hiding.takeNew().isEmpty)
    let other = Concealment(reader: Self.reader(), kept: kept)
    other.note(text: "a machine called user-07")
    let sent = other.concealed("jdoe on user-07")
    #expect(!sent.contains("user-07") && other.revealed(sent) == "jdoe on user-07")
  }

  @Test("Names inside base64 are hidden inside it")
  func encoded() {
    let hiding = Self.made([["jdoe"]], ["AccountName"])
    let code = String(decoding: DecodedWriting.base64(Array("net user jdoe /add /domain".utf8)), as: UTF8.self)
    let rows = hiding.concealed([[.string("cmd /c echo \(code)")]], columns: [Column("CommandLine", .string)])
    let text = rows[0][0].text
    #expect(!text.contains(code))
    let decoded = Value.string(text).decoded.map(\.text).joined()
    #expect(decoded == "net user user-01 /add /domain")
  }

  @Test("Short names and numbers are hidden in their own column only")
  func shortNames() {
    let columns = [Column("AccountName", .string), Column("Text", .string)]
    let rows: [[Value]] = [[.string("jd"), .string("jd and 443")], [.string("443"), .string("port 443")]]
    let hiding = Concealment(reader: Self.reader())
    hiding.note(rows, columns: columns)
    let sent = hiding.concealed(rows, columns: columns)
    #expect(sent[0][0] != .string("jd") && sent[1][0] != .string("443"))
    #expect(sent[0][1] == .string("jd and 443") && sent[1][1] == .string("port 443"))
  }

  @Test("Words of our own prompt are hidden in their column and leave the prompt alone")
  func frame() {
    let hiding = Self.made([["question"]], ["DeviceName"], frame: PromptFrame.words)
    #expect(PromptFrame.words.contains("question"))
    #expect(hiding.concealed("Question: who?") == "Question: who?")
    #expect(hiding.residue(in: "Question: who?").isEmpty)
    #expect(hiding.concealed([[.string("question")]], columns: [Column("DeviceName", .string)]) == [[.string("host-01")]])
  }

  @Test("Letters beyond ASCII match in either case")
  func otherLetters() {
    let hiding = Self.made([["Jörg Müller"]], ["AccountName"])
    #expect(hiding.concealed("JÖRG MÜLLER and jörg müller") == "user-01 and user-01")
  }

  @Test("A hostile text is read in time that grows with it")
  func hostile() {
    let names = (0..<2000).map { "a.b.c.\($0)" }
    let hiding = Self.made(names.map { [$0] }, ["AccountName"])
    let text = String(repeating: "a.b.c.", count: 20_000) + "a.b.c.7"
    #expect(hiding.concealed(text).hasSuffix("user-01"))
  }

  @Test("A name behind an escape is a term of its own, whichever way the escape is read")
  func escapes() {
    let hiding = Self.made([["jdoe", "nancy"], ["x", "nancy"]], ["AccountName", "AccountUpn"])
    for text in [
      #"{"a":"line\njdoe"}"#, "a%40jdoe%2F", #"\u0040jdoe"#, "¬njdoe", "¬Bjdoe¬E", "“jdoe”", "—jdoe…", "«jdoe»", #"C:\Users\nancy\x"#,
    ] {
      let sent = hiding.concealed(text)
      #expect(sent.contains("user-0"), "\(text)")
      #expect(!sent.contains("jdoe") && !sent.contains("nancy"))
      #expect(hiding.revealed(sent) == text)
    }
    #expect(hiding.concealed("äjdoe jdoeß 中jdoe") == "äjdoe jdoeß 中jdoe")
  }

  @Test("An answer cut anywhere is turned back whole")
  func streams() async throws {
    let hiding = Self.made([["jdoe", "ws-12.contoso.com"]], ["AccountName", "DeviceName"])
    let asked = hiding.concealed("jdoe ws-12.contoso.com")
    #expect(asked == "user-01 host-01.domain-01")
    let text = #"{"answer":"first\nuser-01 on HOST-1.domain-01, superuser-01, user-99, user-012, use","x":"host-"}"#
    let expected = #"{"answer":"first\njdoe on ws-12.contoso.com, superuser-01, user-99, user-012, use","x":"host-"}"#
    for size in [1, 2, 3, 5, 8, 13, 17, 400] {
      let model = ConcealingModel(PiecesModel(text: text, size: size), hiding)
      let got = Locked("")
      let answer = try await model.answer(ModelCall(model: "m", messages: [.init(.user, "who is jdoe?")], maxOutput: 10)) { delta in
        if case .text(let piece) = delta { got.withLock { $0 += piece } }
      }
      #expect(got.withLock { $0 } == expected)
      #expect(answer.text == expected)
    }
  }

  @Test("The form of a call is hidden as its words are: a table may bear a company's name")
  func forms() throws {
    let hiding = Self.made([["CONTOSO"]], ["AccountDomain"])
    let tool = ModelCall.Tool(name: "plan", description: "Ask", parameters: ["enum": ["Contoso_CL", "SigninLogs"]])
    let call = try hiding.concealed(ModelCall(model: "m", messages: [.init(.user, "Contoso_CL")], tool: tool, maxOutput: 1))
    #expect(call.tool?.parameters == ["enum": ["tenant-01_CL", "SigninLogs"]])
    #expect(call.messages[0].text == "tenant-01_CL")
  }

  @Test("A name that was first read from a list is found in every spelling of the rows")
  func spellings() {
    let hiding = Concealment(reader: Self.reader())
    hiding.note([[.string("jürgen.öztürk")], [.string("jos\u{E9}")]], columns: [Column("AccountName", .string)])
    hiding.note(text: "/home/jose\u{301}/x")
    for text in ["Jürgen.Öztürk failed", "JÜRGEN.ÖZTÜRK", "jos\u{E9} x", "jose\u{301} x"] {
      #expect(hiding.concealed(text).hasPrefix("user-"), "\(text)")
    }
  }

  @Test("Signs at the ends of folder names, and escapes of JSON, hide nothing")
  func oddNames() {
    let hiding = Self.made([[#"{"user":{"userPrincipalName":"O\u0027Brien"}}"#]], ["InitiatedBy"])
    hiding.note(text: #"C:\Users\_svcpay\x /home/.mlopez/y"#)
    #expect(hiding.concealed(#"C:\Users\_svcpay\x"#) == #"C:\Users\_user-01\x"#)
    #expect(!hiding.concealed("/home/.mlopez/y").contains("mlopez"))
    let cell = hiding.concealed([[.string(#"{"a":"O\u0027Brien"}"#)]], columns: [Column("Text", .string)])[0][0].text
    #expect(!cell.contains("Brien"))
  }

  @Test("More encoded texts than are decoded at once, and longer ones, are hidden all the same")
  func manyCodes() {
    let hiding = Self.made([["jdoe"]], ["AccountName"])
    func code(_ text: String) -> String { String(decoding: DecodedWriting.base64(Array(text.utf8)), as: UTF8.self) }
    let codes = (0..<40).map { code("net user somebody number \($0)") } + [code("net user jdoe /add /domain")]
    let long = String(repeating: "word ", count: 60_000) + codes.joined(separator: " ")
    for text in [codes.joined(separator: " "), long] {
      let sent = hiding.concealed([[.string(text)]], columns: [Column("CommandLine", .string)])[0][0].text
      #expect(!sent.contains(codes[40]))
    }
  }

  @Test("Where no part of a value can be hidden in free text, the value is hidden as one and nothing is blocked")
  func wholeValues() throws {
    let hiding = Self.made([["123456789@qq.com"], ["report@gmail.com"]], ["SenderFromAddress"], frame: ["report"])
    let call = ModelCall(model: "m", messages: [.init(.user, "mail of 123456789@qq.com and report@gmail.com")], maxOutput: 1)
    let text = try hiding.concealed(call).messages[0].text
    #expect(!text.contains("123456789") && !text.contains("report@gmail"))
    #expect(hiding.revealed(text) == "mail of 123456789@qq.com and report@gmail.com")
  }

  @Test("A stand-in comes back whichever way a model writes it, and as the request spells the name")
  func writings() async throws {
    let hiding = Concealment(reader: Self.reader())
    hiding.note([[.string("jdoe"), .string("ws-9")]], columns: [Column("AccountName", .string), Column("DeviceName", .string)])
    #expect(hiding.concealed("JDoe on ws-9") == "user-01 on host-01")
    #expect(hiding.revealed("user\u{2011}01, User-1") == "JDoe, JDoe")
    let answer = ModelAnswer(toolCalls: [.init(id: "1", name: "plan", arguments: #"{"value":"user\u002d01"}"#)], finish: .complete)
    #expect(hiding.revealed(answer).toolCalls[0].arguments == #"{"value":"JDoe"}"#)
    let claim = Finding(rows: [], title: "user-01", description: "", logLines: ["host-01"], source: "model:m", indicators: ["user-01"])
    #expect(hiding.revealed(claim).title == "JDoe" && hiding.revealed(claim).logLines == ["ws-9"])
  }

  @Test("Own addresses behind a colon, and terms behind the escapes of mail, syslog, PowerShell and code, are hidden")
  func behindSigns() {
    let hiding = Self.made([["jqwert", "4471923"], ["x", "4471923"]], ["AccountName", "AccountUpn"])
    hiding.note(text: "src:10.77.66.55 dst=::ffff:10.77.66.56")
    for text in [
      "src:10.77.66.55", "::ffff:10.77.66.56", "user=3Djqwert", #"\x20jqwert"#, "#012jqwert", "%u0040jqwert", "`njqwert", #"\vjqwert"#,
      "user 4471923",
    ] {
      let sent = hiding.concealed(text)
      #expect(!sent.contains("jqwert") && !sent.contains("10.77") && !sent.contains("4471923"), "\(text)")
      #expect(hiding.revealed(sent) == text)
    }
  }

  @Test("A hostile run of colons is read once")
  func colons() {
    let hiding = Self.made([], [])
    hiding.note(text: String(repeating: "f:", count: 500_000))
    #expect(hiding.concealed("f:f") == "f:f")
  }

  @Test("A call that would name somebody all the same is not sent")
  func refusal() async throws {
    let hiding = Self.made([["jdoe"]], ["AccountName"])
    let seen = Locked<[ModelCall]>([])
    let model = ConcealingModel(PiecesModel(text: "", size: 1, seen: seen), hiding)
    _ = try await model.answer(ModelCall(model: "m", messages: [.init(.user, "jdoe")], maxOutput: 1)) { _ in }
    #expect(seen.withLock { $0.map(\.messages) } == [[.init(.user, "user-01")]])
    #expect(hiding.residue(in: "a jdoe b") == ["jdoe"])
  }
}

/// Answers in pieces of a size.
private struct PiecesModel: LanguageModel {
  var text: String
  var size: Int
  var seen = Locked<[ModelCall]>([])

  func answer(_ call: ModelCall, deliver: @Sendable (ModelDelta) async throws -> Void) async throws -> ModelAnswer {
    seen.withLock { $0.append(call) }
    var rest = Substring(text)
    while !rest.isEmpty {
      try await deliver(.text(String(rest.prefix(size))))
      rest = rest.dropFirst(size)
    }
    return ModelAnswer(text: text, finish: .complete)
  }
}
