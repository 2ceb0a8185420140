import Casefile
import Testing

struct TextOperatorTests {
  private func matches(_ condition: String, _ texts: String...) async throws -> [String] {
    let list = texts.map { "\"\($0)\"" }.joined(separator: ", ")
    return readable(try await rows(of: "datatable(s:string)[\(list)] | where s \(condition)"))
  }

  @Test("has finds whole terms in any case, and a needle's punctuation is part of it")
  func terms() async throws {
    #expect(try await matches("has 'enc'", "-enc AAA", "encoded", "x-ENC", "a_enc_b", "9enc") == ["-enc AAA", "x-ENC", "a_enc_b"])
    #expect(try await matches("has '.exe'", "cmd.exe", "cmd.exec", "exe") == ["cmd.exe"])
    #expect(try await matches("has '10.0.0.1'", "to 10.0.0.1:80", "110.0.0.1", "10.0.0.11") == ["to 10.0.0.1:80"])
    #expect(try await matches("!has 'enc'", "-enc AAA", "encoded") == ["encoded"])
    #expect(try await matches("has_cs 'ENC'", "-enc", "-ENC") == ["-ENC"])
  }

  @Test("a needle in the middle of a term does not hide a whole one behind it")
  func laterTerm() async throws {
    #expect(try await matches("has 'cat'", "concat cat", "catcat") == ["concat cat"])
    #expect(try await matches("hasprefix 'cat'", "concat category", "concat") == ["concat category"])
    #expect(try await matches("hassuffix 'cat'", "cats concat", "cats") == ["cats concat"])
  }

  @Test("case is ignored beyond ASCII too, but letters keep their marks")
  func unicode() async throws {
    #expect(try await matches("=~ 'café'", "CAFÉ", "cafe", "Café") == ["CAFÉ", "Café"])
    #expect(try await matches("has 'привет'", "ПРИВЕТ мир", "приветик") == ["ПРИВЕТ мир"])
    #expect(try await matches("contains 'É'", "caféx", "cafex") == ["caféx"])
    #expect(try await matches("has 'caf'", "café", "caf e") == ["caf e"])
  }

  @Test("startswith, endswith and contains with their cased and negated forms")
  func pieces() async throws {
    #expect(try await matches("startswith 'PO'", "powershell", "pwsh") == ["powershell"])
    #expect(try await matches("startswith_cs 'PO'", "powershell", "POWER") == ["POWER"])
    #expect(try await matches("endswith '.EXE'", "a.exe", "exe") == ["a.exe"])
    #expect(try await matches("!contains_cs 'X'", "x", "X") == ["x"])
    #expect(try await matches("contains ''", "", "a") == ["", "a"])
  }

  @Test("membership: in is ordinal, in~ is not, has_any and has_all look for terms")
  func membership() async throws {
    #expect(try await matches("in ('a', 'B')", "a", "A", "b") == ["a"])
    #expect(try await matches("in~ ('a', 'É')", "A", "é", "e") == ["A", "é"])
    #expect(try await matches("!in~ ('a')", "A", "b") == ["b"])
    #expect(try await matches("has_any ('whoami', 'nltest')", "run WHOAMI now", "whoamix") == ["run WHOAMI now"])
    #expect(try await matches("has_all ('net', 'user')", "net user /add", "net view") == ["net user /add"])
    #expect(try await matches("in (dynamic(['x', 'y']))", "x", "z") == ["x"])
  }

  @Test("regular expressions know Unicode's digits and blanks")
  func patterns() async throws {
    #expect(try await matches("matches regex @'^\\d+$'", "12", "１２", "1a") == ["12", "１２"])
    #expect(try await matches("matches regex @'[^\\s]x'", " x", "ax") == ["ax"])
    #expect(try await matches("matches regex @'[[:alpha:]]{3}'", "ab1", "abc") == ["abc"])
  }
}
