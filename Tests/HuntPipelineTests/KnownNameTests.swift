import Casefile
import Decoding
import TestSupport
import Testing

@testable import HuntPipeline

@Suite("Names that only the store knows") struct KnownNameTests {
  private static func hiding(_ names: [KnownIdentity], kept: [StandIn] = []) -> Concealment {
    Concealment(
      reader: IdentityReader { ["DeviceName": .host, "AccountName": .user][$0] }, kept: kept, frame: PromptFrame.words,
      known: MemoryIdentities(names))
  }

  private static func sent(_ text: String, _ hiding: Concealment) async throws -> String {
    try await hiding.safelyConcealed(ModelCall(model: "m", messages: [.init(.user, text)], maxOutput: 1)).messages[0].text
  }

  private static func code(_ text: String, isPadded: Bool = true, isOfAddresses: Bool = false) -> String {
    var code = String(decoding: DecodedWriting.base64(Array(text.utf8)), as: UTF8.self)
    if !isPadded { code = String(code.prefix { $0 != "=" }) }
    return isOfAddresses ? code.replacing("+", with: "-").replacing("/", with: "_") : code
  }

  @Test(
    "A name in a call is looked up, whatever stands round it, however many words it has",
    arguments: [
      ("who is jqwert?", "jqwert"), (#"C:\Temp\jqwert.log"#, "jqwert"), ("mail a%40JQWERT", "JQWERT"),
      ("by Jane Q. Doe today", "Jane Q. Doe"),
      ("on ws-00017.", "ws-00017"), ("JÖRG ÖZTÜRK", "JÖRG"), ("Jose\u{301} came", "Jose\u{301}"), (#"line\njqwert"#, "jqwert"),
    ])
  func lookedUp(_ text: String, _ name: String) async throws {
    let hiding = Self.hiding([
      KnownIdentity(.user, "jqwert"), KnownIdentity(.user, "Jane Q. Doe"), KnownIdentity(.host, "ws-00017"),
      KnownIdentity(.user, "Jörg Öztürk"), KnownIdentity(.user, "jos\u{E9}"),
    ])
    let out = try await Self.sent(text, hiding)
    #expect(!out.unicodeScalars.elementsEqual(text.unicodeScalars), "\(out)")
    #expect(!out.lowercased().contains(name.lowercased()), "\(out)")
    #expect(out.contains("-01"))
  }

  @Test("What is no whole term, and what no store holds, stays")
  func others() async throws {
    let hiding = Self.hiding([KnownIdentity(.user, "jqwert"), KnownIdentity(.host, "ws-00017")])
    let text = "jqwerts xjqwert ws-000171 ws-00018 ws 00017"
    #expect(try await Self.sent(text, hiding) == text)
  }

  @Test(
    "Letters written as escapes hide no name",
    arguments: [
      #"\u006aqwert"#, #"jq\u0077ert"#, #"\x6aqwert"#, "&#106;qwert", "&#x6a;qwert", "jq&#119;ert", "%6Aqwert", "%u006aqwert", "%256aqwert",
      "a&nbsp;jqwert", "x&commat;jqwert",
    ])
  func escapes(_ text: String) async throws {
    let out = try await Self.sent("see \(text) there", Self.hiding([KnownIdentity(.user, "jqwert")]))
    #expect(out.contains("user-01") && out.hasPrefix("see ") && out.hasSuffix(" there"), "\(out)")
    #expect(Concealment.readings(out).allSatisfy { !$0.lowercased().contains("jqwert") }, "\(out)")
  }

  @Test("Codes hide no name, however short, padded or not, in either alphabet, and come back as they stood in the rows")
  func codes() async throws {
    let texts = [
      "Authorization: Basic \(Self.code("jqwert:secret"))", "x=\(Self.code("jqwert", isPadded: false))&y=1",
      "/\(Self.code("jqwert>>?", isPadded: false, isOfAddresses: true))/z", "t \(Self.code("jqwert")).", "hex 6a7177657274 end",
    ]
    for text in texts {
      let hiding = Self.hiding([KnownIdentity(.user, "jqwert")])
      let out = try await Self.sent(text, hiding)
      #expect(out != text)
      #expect(Concealment.readings(out).contains { $0.contains("user-01") }, "\(out)")
      #expect(Concealment.readings(out).allSatisfy { !$0.contains("jqwert") }, "\(out)")
      #expect(hiding.revealed(out) == text)
    }
  }

  @Test("A finding that quotes a code as it was sent quotes it as it stood in the rows")
  func quotes() async throws {
    let hiding = Self.hiding([KnownIdentity(.user, "jqwert")])
    let code = Self.code("net user jqwert /add /domain")
    let columns = [Column("CommandLine", .string)]
    hiding.note([[.string("cmd /c echo \(code)")]], columns: columns)
    try await hiding.learnNoted()
    let line = try await hiding.safelyConcealed([[.string("cmd /c echo \(code)")]], columns: columns)[0][0].text
    #expect(!line.contains(code))
    let claim = Finding(rows: [1], title: "t", description: "", logLines: [line], source: "model:m", indicators: [])
    #expect(hiding.revealed(claim).logLines == ["cmd /c echo \(code)"])
  }

  @Test("No stand-in is the name of somebody in the store, however many look like one, and a kept one that is gets another")
  func lookalikes() async throws {
    let taken = (1...300).map { KnownIdentity(.host, StandInText.written(.host, $0)) }
    let kept = [StandIn(identity: "old", kind: "host", standIn: "host-07")]
    let hiding = Self.hiding(taken + [KnownIdentity(.host, "ws-1"), KnownIdentity(.host, "old")], kept: kept)
    try await hiding.learnStandIns()
    let out = try await Self.sent("ws-1 and old and host-03", hiding)
    #expect(!out.contains("ws-1") && !out.contains("old"))
    for name in taken { #expect(!out.split(separator: " ").contains(Substring(name.text)), "\(out)") }
    #expect(hiding.revealed(out) == "ws-1 and old and host-03")
  }

  @Test("A whole value whose parts are words of ours is hidden as one, and a stranger's domain stays")
  func wholes() async throws {
    let reader = IdentityReader { ["SenderFromAddress": .user, "AccountUpn": .user][$0] }
    let own = reader.known(in: .string("report@contoso"), column: "AccountUpn")
    #expect(own.contains(KnownIdentity(.user, "report@contoso", form: .whole)))
    let foreign = reader.known(in: .string("report@evil"), column: "SenderFromAddress")
    #expect(foreign == [KnownIdentity(.user, "report"), KnownIdentity(.user, "report@evil", form: .wholeOfStranger)])
    #expect(PromptFrame.words.contains("report"))
    let out = try await Self.sent("mail of report@evil; a report; evil", Self.hiding(foreign))
    #expect(out == "mail of user-01; a report; evil")
  }

  @Test("A hostile text of many beginnings is read in time that grows with it")
  func hostile() async throws {
    let long = (0..<70).map { "w\($0)" }.joined(separator: ".")
    let hiding = Self.hiding([KnownIdentity(.user, "a.b"), KnownIdentity(.user, long)])
    let out = try await Self.sent(String(repeating: "a.", count: 50_000) + "a.b and " + long, hiding)
    #expect(out.hasSuffix("user-01 and user-02") || out.hasSuffix("user-02 and user-01"))
  }

  @Test("Plain names are read quickly as they are read slowly")
  func plainNames() {
    let reader = IdentityReader { _ in .user }
    var generator = SeededGenerator(seed: 7)
    let pieces = [
      "maria", "k12", "ws", "-", "-", ".", "_", " ", "7", "10.0.0.1", "user", "User", "host", "07", "S-1-5-21-4", "s", "1", "deadbeef",
      "root", "x",
      "Z", "admin", "dXNlcm5hbWU", "account", "é", "@", "/", "n",
    ]
    var plain = 0
    for _ in 0..<20_000 {
      let count = 1 + Int(generator.next() % 5)
      let text = (0..<count).map { _ in pieces[Int(generator.next() % UInt64(pieces.count))] }.joined()
      guard text.utf8.count > 1 else { continue }
      for kind in IdentityKind.allCases {
        let reader = kind == .user ? reader : IdentityReader { _ in kind }
        if PlainName.isOne(text, kind) { plain += 1 }
        #expect(
          reader.known(in: .string(text), column: "Name") == reader.knownInParts(.string(text), text, kind, "Name"), "\(kind) \(text)")
      }
    }
    #expect(plain > 5000)
    #expect(PlainName.isOne("Person7 of Branch4", .user))
    #expect(PlainName.isOne("DESKTOP-1AB23XY", .host))
    for text in ["user-07", "S-1-5-21-1", "ws.corp.example", "10.0.0.1", "deadbeef", "a@b.c", "-ws", "ab", "x/y"] {
      #expect(!PlainName.isOne(text, .host), "\(text)")
    }
  }
}
