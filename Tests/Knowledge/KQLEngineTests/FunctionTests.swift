import Casefile
import Testing

struct FunctionTests {
  private func printed(_ expressions: String) async throws -> String {
    readable(try await rows(of: "print \(expressions)")).joined()
  }

  @Test("texts are cut, replaced and searched by characters")
  func texts() async throws {
    #expect(
      try await printed("substring('héllo', 1, 3), substring('abc', -2), strlen('😀a'), string_size('😀a'), reverse('añb')")
        == "éll | bc | 2 | 5 | bña")
    #expect(
      try await printed(
        "split('a,,b', ','), split('a,b', ',', 1), indexof('abcabc', 'c', 3), countof('aaa', 'aa'), replace_string('aXb', 'X', '--')")
        == "[\"a\",\"\",\"b\"] | [\"b\"] | 5 | 2 | a--b")
    #expect(
      try await printed(
        "replace_strings('cat dog', dynamic(['cat','dog']), dynamic(['dog','cow'])), translate('abc', 'x', 'aQb'), strcat('a', 1, true)")
        == "dog cow | xQx | a1True")
  }

  @Test("regular expressions give groups, all matches and rewrites")
  func patterns() async throws {
    #expect(
      try await printed(#"extract(@'(\w+)@(\w+)', 2, 'ann@contoso'), extract('x(.)', 1, 'abc'), extract(@'\d+', 0, 'a12', typeof(long))"#)
        == "contoso |  | 12")
    #expect(
      try await printed(#"extract_all(@'([a-z])(\d)', 'a1 b2'), replace_regex('a1b2', @'(\d)', @'<\1>'), trim('x+', 'xxaxx')"#)
        == "[[\"a\",\"1\"],[\"b\",\"2\"]] | a<1>b<2> | a")
  }

  @Test("a bad pattern is an error with a place, not a crash")
  func badPattern() async throws {
    await #expect(throws: (any Error).self) { try await rows(of: "print extract('(', 1, 'x')") }
  }

  @Test("addresses are read, masked and compared")
  func addresses() async throws {
    #expect(
      try await printed(
        "ipv4_is_private('172.16.3.4'), ipv4_is_private('8.8.8.8'), ipv4_is_in_range('10.1.2.3', '10.0.0.0/8'), parse_ipv4('192.168.1.1/24')"
      ) == "true | false | true | 3232235776")
    #expect(
      try await printed(
        "ipv6_is_match('::ffff:10.0.0.1', '10.0.0.1'), parse_ipv6('fe80::1'), has_ipv4('to 1.2.3.4:80', '1.2.3.4'), ipv4_is_private('x')")
        == "true | fe80:0000:0000:0000:0000:0000:0000:0001 | true | ∅")
  }

  @Test("encodings and digests match their published examples")
  func encodings() async throws {
    #expect(
      try await printed("base64_encode_tostring('Kusto'), base64_decode_tostring('S3VzdG8='), url_decode('a%20b'), url_encode('a b&c')")
        == "S3VzdG8= | Kusto | a b | a+b%26c")
    #expect(try await printed("hash_md5('abc')") == "900150983cd24fb0d6963f7d28e17f72")
    #expect(try await printed("hash_sha1('abc')") == "a9993e364706816aba3e25717850c26c9cd0d89d")
    #expect(try await printed("hash_sha256('abc')") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(try await printed("tostring(parse_url('https://u:p@h.x:8/p/q?a=1#f').Port), tostring(parse_csv('a,\"b,c\"')[1])") == "8 | b,c")
  }

  @Test("now and ago count from the run's own hour")
  func hour() async throws {
    let now = try #require(DateTime("2026-11-23T03:14:07Z"))
    #expect(
      readable(try await rows(of: "print ago(1d), now()", now: now)) == ["2026-11-22T03:14:07.0000000Z | 2026-11-23T03:14:07.0000000Z"])
  }

  @Test("choices take the first that holds and bring their branches to one type")
  func choices() async throws {
    #expect(
      try await printed("iff(1 > 2, 'a', 'b'), case(false, 1, true, 2, 3), coalesce(long(null), 4), coalesce('', 'z'), max_of(1, 5, 3)")
        == "b | 2 | 4 | z | 5")
  }
}
