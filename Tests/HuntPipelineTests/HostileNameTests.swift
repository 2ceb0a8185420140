import Casefile
import Decoding
import Locking
import Testing

@testable import HuntPipeline

@Suite("Names that somebody chose to get past the hiding")
struct HostileNameTests {
  private static let kinds: [String: IdentityKind] = ["AccountName": .user, "AccountUpn": .user, "DeviceName": .host]

  private static func made(_ rows: [[String]], _ columns: [String]) -> Concealment {
    let hiding = Concealment(reader: IdentityReader { kinds[$0] })
    hiding.note(rows.map { $0.map(Value.string) }, columns: columns.map { Column($0, .string) })
    return hiding
  }

  private static func codes(_ text: String, _ write: (UInt8) -> String) -> String { text.utf8.map(write).joined() }

  private static func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

  private static func octal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 8)
    return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
  }

  @Test(
    "A row that writes somebody's name in escapes does not say how it is turned back",
    arguments: [
      #"\x61\x6d\x79\x2e\x73\x74\x6f\x6e\x65"#, "%61%6d%79%2e%73%74%6f%6e%65", "&#97;&#109;&#121;&#46;&#115;&#116;&#111;&#110;&#101;",
    ])
  func spellings(_ escaped: String) async throws {
    let rows: [[Value]] = [[.string("amy.stone@contoso.com"), .string(escaped)]]
    let columns = [Column("AccountUpn", .string), Column("UserAgent", .string)]
    let hiding = Concealment(reader: IdentityReader { Self.kinds[$0] })
    hiding.note(rows, columns: columns)
    let sent = hiding.concealed(rows, columns: columns)
    #expect(sent == [[.string("user-01@domain-01"), .string("user-01")]])
    #expect(hiding.revealed("user-01@domain-01") == "amy.stone@contoso.com")
  }

  @Test(
    "What a name holds breaks no answer: its text stays JSON, and says the name",
    arguments: [#"a"b"#, #"x","findings":[]"#, "bo\nb", "kim\u{7}lee", #"b"],"confidence":"low","notes":"harmless"#])
  func answersStayJSON(_ name: String) async throws {
    let hiding = Self.made([[name, "ws-1"]], ["AccountName", "DeviceName"])
    let cell = hiding.concealed([[.string(name)]], columns: [Column("AccountName", .string)])[0][0].text
    let standIn = String(cell.prefix { $0 != "\"" })
    let text = #"{"answer":"by \#(standIn)","x":["\#(standIn)"]}"#
    for size in [1, 7, 400] {
      let model = ConcealingModel(PiecewiseModel(text: text, size: size), hiding)
      let got = Locked("")
      let call = ModelCall(model: "m", messages: [.init(.user, "who?")], maxOutput: 10)
      var formed = call
      formed.answerSchema = ModelCall.AnswerSchema(name: "answer", schema: [:])
      let answer = try await model.answer(formed) { delta in
        if case .text(let piece) = delta { got.withLock { $0 += piece } }
      }
      let said = try JSONValue(parsing: got.withLock { $0 })
      #expect(said["answer"]?.string == "by \(name.bareName)" && said["x"]?.array?.count == 1)
      #expect(answer.text == got.withLock { $0 })
    }
  }

  @Test(
    "No name keeps its rows from being asked about",
    arguments: [
      #"a"b"#, #"ab""#, #""ab"#, #"x","findings":[]"#, #"x":"y"#, #"{"a":"b"}"#, #"a b"c"#, #"he said "hi""#, "12345", "a'b", #"eve\"#,
      #"ev\x41e@contoso.com"#, #"ev"e@contoso.com"#, #"CONTOSO\jd"#, "bo\nb", #"a\"b"#,
    ])
  func nothingIsBlocked(_ name: String) throws {
    let columns = [Column("AccountName", .string), Column("Text", .string)]
    let rows: [[Value]] = [[.string(name), .string("seen: \(name)!")]]
    let hiding = Concealment(reader: IdentityReader { Self.kinds[$0] })
    hiding.note(rows, columns: columns)
    let cells = hiding.concealed(rows, columns: columns)[0].map(\.text)
    let quoted = JSONValue.string(name).text
    let message = ModelCall.Message(.user, cells.map { SafeCell.written($0) }.joined(separator: "|") + "\n\(name)\n\(quoted)")
    let sent = try hiding.concealed(ModelCall(model: "m", messages: [message], maxOutput: 1)).messages[0].text
    #expect(hiding.residue(in: sent).isEmpty)
    // An object is looked into for the members that name somebody; it is no name itself.
    if name.hasPrefix("{") { return }
    #expect(!cells[0].contains(name))
    if Identity(.user, name.bareName).isFreeWord { #expect(!sent.contains(name) && !sent.contains(quoted)) }
  }

  @Test("An address with a name of one or two letters is one name, and a name of any length is hidden in its column")
  func shortAndLong() {
    let long = String(repeating: "n", count: 5000)
    let hiding = Self.made([["ab@contoso.com"], ["eve,x@contoso.com"], ["CONTOSO\\jd"], [long]], ["AccountUpn"])
    let sent = hiding.concealed("from ab@contoso.com and zz@contoso.com, CONTOSO\\jd, eve,x@contoso.com")
    #expect(sent == "from user-01 and zz@domain-01, user-02, user-03,user-04")
    #expect(hiding.concealed([[.string(long)]], columns: [Column("AccountUpn", .string)]) == [[.string("user-05")]])
    let quoted = hiding.concealed([[.string("\"\(long)\"")]], columns: [Column("AccountUpn", .string)])
    #expect(quoted == [[.string("user-05")]])
    let free = Self.made([], [])
    free.note(text: "mail to ab@contoso.com")
    #expect(free.concealed("mail to ab@contoso.com") == "mail to user-01")
  }

  @Test("A known name is found in odd letters, between signs that do not show, and in the writings of shells, mail and code")
  func disguises() throws {
    let name = "zebulon.quark"
    let hiding = Self.made([[name], ["Zoë Krüger"]], ["AccountName"])
    let plain = hiding.concealed(name)
    let ways = [
      "zebu\u{200B}lon.quark", "zebu\u{AD}lon.qu\u{AD}ark", "zebulon\u{202E}.quark", "zebulon.quar\u{212A}", "zebu\u{200D}lon.quark",
      "zebu\u{7}lon.quark", "ｚｅｂｕｌｏｎ.ｑｕａｒｋ", "𝐳𝐞𝐛𝐮𝐥𝐨𝐧.𝐪𝐮𝐚𝐫𝐤", "ⓩebulon.quark", "zeb^ulon.qu^ark", "zeb`ulon.quark", "zebulon=2Equark",
      "zebu=\r\nlon.quark", "zebu¬u200blon.quark", #"zeb\u200bulon.quark"#, "zeb&shy;ulon.quark", "zebulon.q\u{FE00}uark",
      Self.codes(name, Self.octal), "zeb^ulon\u{200B}.q\\x75ark",
    ]
    for way in ways {
      #expect(!hiding.residue(in: "x \(way) y").isEmpty, "\(way)")
      #expect(hiding.concealed("x \(way) y") == "x \(plain) y", "\(way)")
    }
    let numbers = [
      name.utf8.map(Self.hex).joined(separator: " "), name.utf8.map(Self.hex).joined(separator: ":"),
      name.utf8.map { "0x" + Self.hex($0) }.joined(separator: ","), name.utf8.map { String($0) }.joined(separator: ", "),
      name.utf8.map { Self.hex($0) + " 00" }.joined(separator: " "),
    ]
    for row in numbers {
      #expect(!hiding.residue(in: "x \(row) y").isEmpty, "\(row)")
      let sent = hiding.concealed("x \(row) y")
      #expect(!sent.contains(row) && hiding.residue(in: sent).isEmpty, "\(row)")
    }
    for way in [#"Zo\xc3\xab Kr\xfcger"#, "Zo%C3%AB Kr%c3%bcger", "Zo=C3=AB Kr=C3=BCger", #"Zo\303\253 Kr\303\274ger"#] {
      #expect(hiding.concealed("x \(way) y") == "x \(hiding.concealed("Zoë Krüger")) y", "\(way)")
    }
    for way in ["Zoe\u{308} Kru\u{308}ger", "ZOE\u{308} KRU\u{308}GER", "Zo\u{EB} Kr\u{FC}ger"] {
      #expect(hiding.concealed(way) == hiding.concealed("Zoë Krüger"), "\(way)")
    }
  }

  @Test("Signs that hide one name do not show another, and plain texts stay as they are")
  func harmless() {
    let hiding = Self.made([["amy.stone"]], ["AccountName"])
    #expect(hiding.concealed("x^amy.stone") == "x^user-01" && hiding.concealed("x\u{200B}\\x61my.stone") == "x\u{200B}user-01")
    for text in ["10:22:33 2026-11-25 00-1A-2B-3C-4D-5E", "a=20 b=3D ½ ﬁle №5", #"C:\123\x^2"#, "…—«»"] {
      #expect(hiding.concealed(text) == text)
    }
  }

  @Test("Odd letters and numbers without end are read in time that grows with them")
  func endless() {
    let hiding = Self.made([["amy.stone"]], ["AccountName"])
    for text in [
      String(repeating: "7a ", count: 200_000), String(repeating: "\u{200B}", count: 100_000), String(repeating: "^", count: 200_000),
      String(repeating: "\\\\", count: 100_000), String(repeating: "=\n", count: 100_000), String(repeating: "¬_", count: 100_000),
    ] {
      #expect(hiding.concealed(text + " amy.stone").hasSuffix(" user-01"))
    }
  }
}

/// Answers in pieces of a size.
private struct PiecewiseModel: LanguageModel {
  var text: String
  var size: Int

  func answer(_ call: ModelCall, deliver: @Sendable (ModelDelta) async throws -> Void) async throws -> ModelAnswer {
    var rest = Substring(text)
    while !rest.isEmpty {
      try await deliver(.text(String(rest.prefix(size))))
      rest = rest.dropFirst(size)
    }
    return ModelAnswer(text: text, finish: .complete)
  }
}
