import Casefile
import Detection
import Testing

@Suite struct SigmaRuleTests {
  /// A rule over process rows with this detection, written with two blanks before each line.
  static func rule(_ detection: String, more: String = "") -> String {
    """
    title: Test
    id: test
    logsource: { category: process_creation, product: windows }
    detection:
    \(detection.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
    level: high
    tags: [attack.execution, attack.t1059.001, car.2013-05-002]
    \(more)
    """
  }

  /// True when the rule matches a process row with this command line and image.
  private func matches(_ detection: String, _ row: [String: String]) throws -> Bool {
    let rule = try SigmaRule(parsing: SigmaRuleTests.rule(detection))
    let columns = row.keys.sorted()
    var scanner = RuleScanner(rules: [rule], table: "DeviceProcessEvents", columns: columns)
    #expect(scanner.refused.isEmpty)
    return !scanner.scan(row: 1) { row[columns[$0]] }.isEmpty
  }

  private func line(_ text: String) -> [String: String] { ["ProcessCommandLine": text, "FolderPath": "C:\\Windows\\cmd.exe"] }

  @Test("metadata and tags are read")
  func metadata() throws {
    let rule = try SigmaRule(parsing: Self.rule("s: { CommandLine: x }\ncondition: s", more: "author: Somebody\nlicense: DRL-1.1"))
    #expect(rule.techniques == ["T1059.001"])
    #expect(rule.tactics == ["execution"])
    #expect(rule.level == .high)
    #expect(rule.author == "Somebody" && rule.license == "DRL-1.1")
    #expect(rule.logSource == SigmaRule.LogSource(category: "process_creation", product: "windows"))
  }

  @Test(
    "modifiers compare as Sigma says",
    arguments: [
      ("CommandLine: WHOAMI", "whoami", true), ("CommandLine|cased: WHOAMI", "whoami", false), ("CommandLine: who*mi", "who am mi", true),
      ("CommandLine: wh?ami", "whoami", true), ("CommandLine: wh?ami", "whooami", false), (#"CommandLine: 'a\*b'"#, "a*b", true),
      (#"CommandLine: 'a\*b'"#, "axb", false), ("CommandLine|contains: [x, am]", "whoami", true),
      ("CommandLine|contains|all: [who, zz]", "whoami", false), ("CommandLine|startswith: who", "whoami", true),
      ("CommandLine|endswith: AMI", "whoami", true), (#"CommandLine|re: '^w.*i$'"#, "whoami", true),
      ("CommandLine|re: WHO", "whoami", false),
      ("CommandLine|re|i: WHO", "whoami", true), ("CommandLine|contains|windash: ' -enc'", "p /enc x", true),
      ("CommandLine|contains|windash: ' -enc'", "p \u{2013}enc x", true), ("CommandLine|exists: true", "x", true),
      ("CommandLine|exists: false", "x", false), ("ProcessId|gt: 5", "x", true), ("ProcessId|lte: 5", "x", false),
      ("ProcessId: 10", "x", true), ("CommandLine|base64offset|contains: whoami", "x d2hvYW1p", true),
      ("CommandLine|base64offset|contains: whoami", "x AHdob2FtaQ", true), ("CommandLine|base64|contains: whoami", "d2hvYW1p", true),
      ("CommandLine|wide|base64offset|contains: IEX", "-e SQBFAFgA", true), ("CommandLine|neq: whoami", "whoami", false),
      ("Missing: null", "x", true), ("Missing: ''", "x", true),
      ("CommandLine: null", "x", false), ("CommandLine|fieldref: FolderPath", "same", false), (#"Image|endswith: '\cmd.exe'"#, "x", true),
    ])
  func modifiers(_ test: String, _ text: String, _ expected: Bool) throws {
    var row = line(text)
    row["ProcessId"] = "10"
    #expect(try matches("s:\n  \(test)\ncondition: s", row) == expected, "\(test) on \(text)")
  }

  @Test(
    "addresses fit their block, of both kinds",
    arguments: [
      ("10.0.0.0/8", "10.200.3.4", true), ("10.0.0.0/8", "11.0.0.1", false), ("192.168.1.0/25", "192.168.1.129", false),
      ("fe80::/10", "fe80::1", true), ("2001:db8::/32", "2001:db9::1", false), ("10.0.0.0/8", "::ffff:10.1.1.1", true),
      ("10.0.0.0/8", "no address", false),
    ])
  func blocks(_ block: String, _ address: String, _ expected: Bool) throws {
    #expect(try matches("s:\n  CommandLine|cidr: '\(block)'\ncondition: s", line(address)) == expected)
  }

  @Test(
    "conditions bind as people expect",
    arguments: [
      ("a and b", false), ("a or b", true), ("a and not b", true), ("not a or c", true), ("a and (b or c)", true), ("1 of them", true),
      ("all of them", false), ("all of f_*", true), ("1 of f_* and not 1 of b*", true), ("2 of them", true), ("not (a and c)", false),
      ("b or a and c", true), ("any of them", true),
    ])
  func conditions(_ condition: String, _ expected: Bool) throws {
    let parts =
      "a: { CommandLine|contains: who }\nb: { CommandLine|contains: zz }\nc: { CommandLine|contains: ami }\nf_1: { CommandLine|contains: o }\nf_2: { CommandLine|contains: m }"
    #expect(try matches("\(parts)\ncondition: \(condition)", line("whoami")) == expected)
  }

  @Test("lists of maps are alternatives, keywords are looked for everywhere")
  func shapes() throws {
    #expect(try matches("s:\n  - CommandLine: zz\n  - CommandLine: whoami\ncondition: s", line("whoami")))
    #expect(try matches("k: [mimi, hoam]\ncondition: k", line("whoami")))
    #expect(try !matches("k: [mimi]\ncondition: k", line("whoami")))
    #expect(try matches("k:\n  '|all': [who, ami]\ncondition: k", line("whoami")))
  }

  @Test(
    "a broken rule says what is wrong with it",
    arguments: [
      ("title: x", SigmaReadError.missing(key: "detection")), ("- a", .wrongType(key: "rule", expected: "a map of keys")),
      (rule("s: { CommandLine|sounds: x }\ncondition: s"), .unknownModifier("sounds")),
      (rule("s: { a: x }\ncondition: t"), .unknownSelection("t")),
      (rule("s: { a: x }"), .missing(key: "detection.condition")), (rule("s: { a: x }\ncondition: 1 of zz*"), .unknownSelection("zz*")),
      (rule("s: { a: { b: c } }\ncondition: s"), .wrongType(key: "a", expected: "a value or a list of values")),
      (rule("s: { a: x }\ncondition: s | count() > 5"), .badCondition("s | count() > 5", reason: "'|' was not expected")),
    ])
  func broken(_ text: String, _ error: SigmaReadError) {
    #expect(throws: error) { try SigmaRule(parsing: text) }
  }

  @Test("text that is not YAML names the line")
  func notYAML() {
    let error = #expect(throws: SigmaReadError.self) { try SigmaRule(parsing: "title: x\n  bad: [1\n") }
    guard case .notYAML(_, let line)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(line != nil)
  }

  @Test("aliases that multiply and conditions that nest without end are refused")
  func bombs() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<9 { text += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ") + "]\n" }
    #expect(throws: SigmaReadError.self) { try SigmaRule(parsing: text + Self.rule("s: { a: x }\ncondition: s")) }
    let deep = String(repeating: "(", count: 5_000) + "s" + String(repeating: ")", count: 5_000)
    #expect(throws: SigmaReadError.self) { try SigmaRule(parsing: Self.rule("s: { a: x }\ncondition: \(deep)")) }
  }

  @Test("a pattern that cannot be compiled is refused by the scanner, with the rule")
  func badPattern() throws {
    let rule = try SigmaRule(parsing: Self.rule("s: { CommandLine|re: '(' }\ncondition: s"))
    let scanner = RuleScanner(rules: [rule], table: "DeviceProcessEvents", columns: ["ProcessCommandLine"])
    #expect(scanner.refused.count == 1)
    #expect(scanner.ruleCount == 0)
  }
}
