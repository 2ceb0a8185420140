import Casefile
import Testing

struct JoinTests {
  private func joined(_ kind: String) async throws -> [String] {
    let text = """
      let L = datatable(k:long, l:string)[1, 'a', 1, 'b', 2, 'c', long(null), 'n'];
      let R = datatable(k:long, r:string)[1, 'x', 1, 'y', 3, 'z', long(null), 'm'];
      L | join kind=\(kind) R on k | sort by k asc
      """
    return readable(try await rows(of: text)).sorted()
  }

  @Test("each flavour pairs what it should; null keys meet null keys")
  func flavours() async throws {
    #expect(try await joined("inner") == ["1 | a | 1 | x", "1 | a | 1 | y", "1 | b | 1 | x", "1 | b | 1 | y", "∅ | n | ∅ | m"])
    #expect(try await joined("innerunique") == ["1 | a | 1 | x", "1 | a | 1 | y", "∅ | n | ∅ | m"])
    #expect(try await joined("leftouter").contains("2 | c | ∅ | "))
    #expect(try await joined("rightouter").contains("∅ |  | 3 | z"))
    #expect(try await joined("fullouter").count == 7)
    #expect(try await joined("leftanti") == ["2 | c"])
    #expect(try await joined("leftsemi") == ["1 | a", "1 | b", "∅ | n"])
    #expect(try await joined("rightanti") == ["3 | z"])
    #expect(try await joined("rightsemi") == ["1 | x", "1 | y", "∅ | m"])
  }

  @Test("lookup adds columns and keeps every row of the left side")
  func lookup() async throws {
    let text = "let R = datatable(k:long, name:string)[1, 'one']; range k from 1 to 2 step 1 | lookup R on k"
    #expect(readable(try await rows(of: text)) == ["1 | one", "2 | "])
  }

  @Test("many partners of one key do not fit one batch and all arrive")
  func manyPairs() async throws {
    let text =
      "range x from 1 to 300 step 1 | extend k = 1 | join kind=inner (range y from 1 to 300 step 1 | extend k = 1) on k | summarize count(), sum(x * y)"
    #expect(readable(try await rows(of: text)) == ["90000 | 2038522500"])
  }
}
