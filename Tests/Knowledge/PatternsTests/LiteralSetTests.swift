import Patterns
import Testing

@Suite struct LiteralSetTests {
  @Test("overlapping literals are all found, in the order of their ends")
  func overlapping() {
    let set = LiteralSet(["he", "she", "his", "hers"])
    let found = set.allMatches(in: "ushers")
    #expect(found.map(\.literal) == [1, 0, 3])
    #expect(found.map(\.range) == [1..<4, 2..<4, 2..<6])
  }

  @Test("a walk passes over bytes that are nothing, and goes on over the border of two pieces")
  func walking() {
    let set = LiteralSet(["ignore", "all"]) { byte in (0x61...0x7A).contains(byte | 0x20) ? byte | 0x20 : nil }
    var found: [(Int, Int)] = []
    func walk(_ text: String, from state: Int) -> (state: Int, counted: Int) {
      var text = text
      return text.withUTF8 { bytes in set.walk(bytes, from: state) { found.append(($0, $1)) } }
    }
    let first = walk("I-g.n o", from: 0)
    #expect(first.counted == 4 && found.isEmpty)
    _ = walk("RE a l l", from: first.state)
    #expect(found.map(\.0) == [0, 1] && found.map(\.1) == [2, 5])
  }

  @Test("letters of either case are the same only when asked, and only in ASCII")
  func letterCase() {
    #expect(LiteralSet(["LSASS"], isCaseInsensitive: true).matches("c:\\lsass.DMP"))
    #expect(!LiteralSet(["LSASS"]).matches("c:\\lsass.dmp"))
    #expect(!LiteralSet(["É"], isCaseInsensitive: true).matches("é"))
  }

  @Test("it agrees with looking for each literal by itself", arguments: [1, 7, 42, 1234])
  func agreesWithSimpleSearch(seed: UInt64) {
    var state = seed
    func random(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    func word(_ length: Int) -> String { String((0..<length).map { _ in "abcX/".randomElementAt(random(5)) }) }
    let literals = (0..<40).map { _ in word(1 + random(4)) }
    let set = LiteralSet(literals, isCaseInsensitive: true)
    for _ in 0..<50 {
      let text = word(random(30))
      let expected = Set(literals.indices.filter { text.lowercased().contains(literals[$0].lowercased()) })
      #expect(set.literals(in: text) == expected)
    }
  }

  @Test("nothing is found in nothing, and the empty literal never")
  func empty() {
    #expect(!LiteralSet([]).matches("abc"))
    #expect(!LiteralSet([""]).matches("abc"))
    #expect(!LiteralSet(["a"]).matches(""))
    #expect(LiteralSet(["a", "a"]).literals(in: "a") == [0, 1])
  }
}

extension String {
  fileprivate func randomElementAt(_ place: Int) -> Character { self[index(startIndex, offsetBy: place)] }
}
