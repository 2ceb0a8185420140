import Patterns
import Testing

@Suite struct PatternTests {
  @Test("a match and its groups come as byte offsets and as text")
  func groups() throws {
    let pattern = try Pattern(#"user=(?P<name>\w+)(;admin)? id=(\d+)"#)
    let text = "é user=bob id=42"
    let match = try #require(pattern.firstMatch(in: text))
    #expect(match.range == 3..<17)
    #expect(match.text(in: text) == "user=bob id=42")
    #expect(match.text(of: 1, in: text) == "bob")
    #expect(match.text(of: 2, in: text) == nil)
    #expect(match.text(of: 3, in: text) == "42")
    #expect(match.text(of: 4, in: text) == nil)
    #expect(pattern.groupCount == 3)
    #expect(pattern.groupNumber(named: "name") == 1)
    #expect(pattern.groupNumber(named: "nobody") == nil)
  }

  @Test("case counts unless told otherwise")
  func letterCase() throws {
    #expect(try !Pattern("mimikatz").matches("MimiKatz"))
    #expect(try Pattern("mimikatz", isCaseInsensitive: true).matches("invoke-MimiKatz -x"))
  }

  @Test("whole matches are told from matches anywhere, on empty text too")
  func whole() throws {
    #expect(try Pattern("a+").matchesWhole("aaa"))
    #expect(try !Pattern("a+").matchesWhole("aab"))
    #expect(try Pattern("a*").matchesWhole(""))
    #expect(try Pattern("").matches(""))
    #expect(try !Pattern("x").matches(""))
  }

  @Test("all matches go on after empty ones by a whole character")
  func allMatches() throws {
    #expect(try Pattern(#"\d+"#).allMatches(in: "a1b22c333").map(\.range) == [1..<2, 3..<5, 6..<9])
    #expect(try Pattern("x*").allMatches(in: "éx").map(\.range) == [0..<0, 2..<3, 3..<3])
  }

  @Test("a bad pattern says what is wrong with it", arguments: ["(abc", "[z-a]", #"(?<=x)y"#, #"(a)\1"#, "a{1001}{1001}"])
  func badPattern(_ text: String) throws {
    let error = #expect(throws: Pattern.SyntaxError.self) { try Pattern(text) }
    #expect(error?.pattern == text)
    #expect(error?.reason.isEmpty == false)
  }

  @Test("a pattern larger than its memory cap is refused")
  func memoryCap() {
    #expect(throws: Pattern.SyntaxError.self) { try Pattern("((a{100}){100})", memory: 1 << 14) }
  }

  @Test("a pattern that makes backtracking engines hang ends at once")
  func linearTime() throws {
    let text = String(repeating: "a", count: 50_000) + "!"
    #expect(try !Pattern("^(a+)+$").matches(text))
  }
}
