import Casefile
import Testing

struct DynamicTests {
  private func printed(_ expressions: String) async throws -> String {
    readable(try await rows(of: "print d = dynamic({'a':{'b':[1,'two',{'c':null}]},'n':5}) | project \(expressions)")).joined()
  }

  @Test("members and elements are reached, and what is not there is null")
  func access() async throws {
    #expect(try await printed("d.a.b[0], d['a'].b[-2], d.a.b[9], d.x.y, d.a.b[2].c") == "1 | two | ∅ | ∅ | ∅")
  }

  @Test("a dynamic number compares with a number, a dynamic text with a text")
  func comparison() async throws {
    #expect(try await printed("d.n == 5, d.n > 4, tostring(d.a.b[1]) == 'two', toint(d.n) + 1") == "true | true | true | 6")
  }

  @Test("arrays are cut, sorted, joined and searched")
  func arrays() async throws {
    #expect(
      try await printed("array_length(d.a.b), array_slice(dynamic([1,2,3,4]), -2, -1), array_sort_desc(dynamic([3,null,1]))")
        == "3 | [3,4] | [3,1,null]")
    #expect(
      try await printed(
        "set_union(dynamic([1,2]), dynamic([2,3])), set_difference(dynamic([1,2]), dynamic([2])), strcat_array(dynamic([1,'a']), '-')")
        == "[1,2,3] | [1] | 1-a")
    #expect(
      try await printed("array_concat(dynamic([1]), dynamic([2])), pack_array(1, 'x'), range(1, 5, 2)") == "[1,2] | [1,\"x\"] | [1,3,5]")
  }

  @Test("bags are packed, merged and their keys taken out by path")
  func bags() async throws {
    #expect(
      try await printed("bag_keys(d), bag_merge(dynamic({'x':1}), dynamic({'x':2,'y':3})), bag_remove_keys(d, dynamic(['$.a.b']))")
        == "[\"a\",\"n\"] | {\"x\":1,\"y\":3} | {\"a\":{},\"n\":5}")
    #expect(
      try await printed("bag_pack('k', 1, 'l', 'm'), bag_has_key(d, '$.a.b'), extract_json('$.a[1]', '{\"a\":[1,2]}')")
        == "{\"k\":1,\"l\":\"m\"} | true | 2")
  }

  @Test("text is parsed as JSON where it is JSON")
  func parsing() async throws {
    #expect(
      try await printed("parse_json('{\"u\":[7]}').u[0], parse_json('not json'), gettype(parse_json('null')), gettype(d.a), gettype(d.n)")
        == "7 | not json | null | dictionary | long")
  }
}
