import Testing

@testable import IncrementalJSON

private let answer = #"""
  Sure, here {as asked} is the JSON:
  ```json
  {"summary":"Wörd \u00e9 \ud83d\ude00 \"q\" \n end","n":[1,-2.5e+3,true],"findings":[ {"title":"A","rows":[1,2],"deep":{"x":[{}]}} ,{"title":"B \\"},
  "text", 12.5, null],"other":{"findings":[{"title":"no"}]},"tail":0}
  ```
  Anything else?
  """#

/// Everything one run makes known, with neighbouring deltas joined.
private struct Reading: Equatable {
  var elements: [String] = []
  var text = ""
  var textsEnded = 0
  var tooLarge = 0
  var ending: JSONReader.Ending?

  init(_ reader: JSONReader, _ chunks: [ArraySlice<UInt8>]) {
    var reader = reader
    for chunk in chunks { take(reader.push(chunk)) }
    let last = reader.finish()
    take(last.events)
    ending = last.ending
  }

  mutating func take(_ events: [JSONReader.Event]) {
    for event in events {
      switch event {
      case .element(let place, let bytes):
        elements.append("\(place.watch) \(place.key ?? "-") \(place.index ?? -1) \(String(decoding: bytes, as: UTF8.self))")
      case .text(_, let delta): text += delta
      case .textEnded: textsEnded += 1
      case .tooLarge: tooLarge += 1
      case .failed: break
      }
    }
  }
}

private func reading(
  _ text: String, elements: [ElementPath], texts: [ElementPath] = [], surroundings: JSONReader.Surroundings = .tolerant,
  limits: JSONReader.Limits = .init(), cutAt cuts: [Int] = []
) -> Reading {
  let bytes = Array(text.utf8)
  let edges = [0] + cuts + [bytes.count]
  let chunks = zip(edges, edges.dropFirst()).map { bytes[$0..<$1] }
  return Reading(JSONReader(elements: elements, texts: texts, surroundings: surroundings, limits: limits), chunks)
}

@Suite("Reading JSON that is still arriving")
struct JSONReaderTests {
  @Test("Elements come out whole, in order, with their exact bytes; prose and fences are passed over")
  func elementsAreExact() {
    let seen = reading(answer, elements: ["findings[*]"], texts: ["summary"])
    #expect(
      seen.elements == [
        #"0 - 0 {"title":"A","rows":[1,2],"deep":{"x":[{}]}}"#, #"0 - 1 {"title":"B \\"}"#, #"0 - 2 "text""#, "0 - 3 12.5", "0 - 4 null",
      ])
    #expect(seen.text == "Wörd é 😀 \"q\" \n end")
    #expect(seen.textsEnded == 1)
    #expect(seen.ending?.isComplete == true)
    #expect(seen.ending?.cut == [])
  }

  @Test("Cut at any two byte positions, the same becomes known")
  func cutsDoNotMatter() {
    let whole = reading(answer, elements: ["findings[*]", "*", "other.findings[0].title"], texts: ["summary"])
    #expect(whole.elements.count == 11)
    let length = answer.utf8.count
    for cut in 0...length {
      let other = (cut * 7919) % (length + 1)
      let seen = reading(
        answer, elements: ["findings[*]", "*", "other.findings[0].title"], texts: ["summary"],
        cutAt: [min(cut, other), max(cut, other)])
      #expect(seen == whole, "cut at \(cut) and \(other)")
    }
    let single = reading(
      answer, elements: ["findings[*]", "*", "other.findings[0].title"], texts: ["summary"], cutAt: Array(1..<length))
    #expect(single == whole)
  }

  @Test("An element is handed out with the byte that closes it, not later")
  func elementsComeAtOnce() {
    var reader = JSONReader(elements: ["findings[*]"])
    #expect(reader.push(Array(#"{"findings":[{"a":1"#.utf8)).isEmpty)
    let place = JSONReader.Place(watch: 0, key: nil, index: 0, offset: 13)
    #expect(reader.push(Array("}".utf8)) == [.element(place, bytes: Array(#"{"a":1}"#.utf8))])
  }

  @Test("Text grows with every chunk and never shows half a character")
  func textGrows() {
    var reader = JSONReader(texts: ["summary"])
    var deltas: [String] = []
    for piece in [#"{"summary":"a"#, "b\\", "n\u{e9}", #"\ud83d"#, #"\ude00"#, #"\ud83d!""#] {
      for event in reader.push(Array(piece.utf8)) {
        if case .text(_, let delta) = event { deltas.append(delta) }
      }
    }
    #expect(deltas == ["a", "b", "\né", "😀", "\u{FFFD}!"])
    var split = JSONReader(texts: ["s"])
    #expect(split.push(Array(#"{"s":""#.utf8) + [0xF0, 0x9F]).isEmpty)
    #expect(split.push([0x98, 0x80]) == [.text(watch: 0, delta: "😀")])
  }

  @Test("A cut answer tells what was whole and gives the cut element twice: as it came and closed")
  func cutElement() throws {
    let seen = reading(
      #"{"summary":"so far \u00"#, elements: ["findings[*]"], texts: ["summary"])
    #expect(seen.text == "so far ")
    #expect(seen.ending?.cutText == 0)
    let cut = reading(#"{"findings":[{"t":"A"},{"t":"B","rows":[1,2"#, elements: ["findings[*]"])
    #expect(cut.elements == [#"0 - 0 {"t":"A"}"#])
    let element = try #require(cut.ending?.cut.first)
    #expect(element.place.index == 1)
    #expect(String(decoding: element.bytes, as: UTF8.self) == #"{"t":"B","rows":[1,2"#)
    #expect(element.repaired.map { String(decoding: $0, as: UTF8.self) } == #"{"t":"B","rows":[1]}"#)
    #expect(cut.ending?.isComplete == false)
  }

  @Test(
    "A cut prefix is closed at its last whole part",
    arguments: [
      (#"{"#, "{}"), (#"{"a"#, "{}"), (#"{"a":"#, "{}"), (#"{"a":"x"#, #"{"a":"x"}"#), (#"{"a":"x\"#, #"{"a":"x"}"#),
      (#"{"a":"x\u00"#, #"{"a":"x"}"#), (#"{"a":"\ud83d\ude"#, #"{"a":""}"#), (#"{"a":tru"#, "{}"), (#"{"a":true"#, #"{"a":true}"#),
      (#"{"a":1,"b":[{"c":null},{"d":2"#, #"{"a":1,"b":[{"c":null},{}]}"#), (#"[1 "#, "[1]"), (#"[1,"#, "[1]"), (#""ab"#, #""ab""#),
    ])
  func repairs(cut: String, closed: String) {
    #expect(RepairedJSON.closing(Array(cut.utf8)).map { String(decoding: $0, as: UTF8.self) } == closed)
  }

  @Test("Nothing whole is nothing to repair", arguments: ["", "12", "nul"])
  func nothingToRepair(cut: String) {
    #expect(RepairedJSON.closing(Array(cut.utf8)) == nil)
  }

  @Test(
    "What is not JSON is refused at its byte, and what was whole stays",
    arguments: [
      (#"{"a":[1,{"x":2},]}"#, 16, ["1", #"{"x":2}"#]), (#"{"a":[01]}"#, 7, ["0"]), (#"{"a":[1.]}"#, 8, []), (#"{"a":["\q"]}"#, 8, []),
      (#"{"a":[nulL]}"#, 9, []), (#"{"a":[1}"#, 7, ["1"]), (#"{"a" 1}"#, 5, []), ("{\"a\":[\"x\ny\"]}", 8, []), (#"{"a":[1 2]}"#, 8, ["1"]),
    ] as [(String, Int, [String])])
  func failures(text: String, offset: Int, whole: [String]) {
    for cuts in [[], Array(1..<text.utf8.count)] {
      let seen = reading(text, elements: ["a[*]"], cutAt: cuts)
      #expect(seen.ending?.failure?.offset == offset)
      #expect(seen.ending?.isComplete == false)
      #expect(seen.elements.map { String($0.drop { $0 != " " }.dropFirst(3).drop { $0 != " " }.dropFirst()) } == whole)
    }
  }

  @Test("Strict surroundings take a byte order mark and blanks, and nothing else")
  func strictSurroundings() {
    #expect(reading("\u{FEFF} [1, 2]\n", elements: ["[*]"], surroundings: .strict).elements == ["0 - 0 1", "0 - 1 2"])
    #expect(reading("x {}", elements: ["*"], surroundings: .strict).ending?.failure?.offset == 0)
    #expect(reading("{} {}", elements: ["*"], surroundings: .strict).ending?.failure?.offset == 3)
    #expect(reading("42", elements: [""], surroundings: .strict).elements == ["0 - -1 42"])
    #expect(reading("no json here", elements: ["*"]).ending?.hasBegun == false)
  }

  @Test("An element over the limit is passed over, and the next one still comes")
  func elementLimit() {
    let long = String(repeating: "x", count: 100)
    let text = #"{"a":[{"big":""# + long + #""},{"ok":1}]}"#
    for cuts in [[], Array(1..<text.utf8.count)] {
      let seen = reading(text, elements: ["a[*]"], limits: .init(elementBytes: 20), cutAt: cuts)
      #expect(seen.elements == [#"0 - 1 {"ok":1}"#])
      #expect(seen.tooLarge == 1)
    }
  }

  @Test("Depth is limited, so hostile nesting ends as a failure")
  func depthLimit() {
    let seen = reading(String(repeating: "[", count: 100_000), elements: ["[*]"], limits: .init(depth: 50))
    #expect(seen.ending?.failure == JSONReader.Failure(reason: .tooDeep, offset: 50))
  }

  @Test("A name longer than the limit is a failure, not a growing buffer")
  func keyLimit() {
    let text = "{\"" + String(repeating: "k", count: 200)
    for cuts in [[], Array(1..<text.utf8.count)] {
      let seen = reading(text, elements: ["*"], limits: .init(keyBytes: 64), cutAt: cuts)
      #expect(seen.ending?.failure?.reason == .keyTooLong)
    }
  }

  @Test("Member names are compared as text, whatever escapes spell them")
  func escapedNames() {
    #expect(reading(#"{"f\u0069nd\/":[7]}"#, elements: ["find/[*]"]).elements == ["0 - 0 7"])
  }

  @Test("Paths read back as they were written", arguments: ["findings[*]", "tables[0].rows[*]", "*", "[*]", "a.*.b", "", "[2][*].x"])
  func pathsRoundTrip(text: String) {
    #expect(ElementPath(parsing: text)?.description == text)
  }

  @Test("Malformed paths are refused", arguments: ["a[", "a[x]", ".a", "a..b", "a[-1]", "a]", "[*]b"])
  func badPaths(text: String) {
    #expect(ElementPath(parsing: text) == nil)
  }

  @Test("Any bytes at all end in an ending, never in a trap")
  func rubbish() {
    var seed: UInt64 = 0x9E37_79B9_7F4A_7C15
    let alphabet = Array(#"{}[]",:\u0d8e-1.ntf x"#.utf8) + [0x00, 0xFF, 0xC3, 0xF0]
    for _ in 0..<3000 {
      var bytes: [UInt8] = []
      for _ in 0..<40 {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes.append(alphabet[Int(seed >> 33) % alphabet.count])
      }
      let reader = JSONReader(elements: ["*", "[*]", "*[*]"], texts: ["n"])
      let whole = Reading(reader, [bytes[...]])
      let pieces = Reading(reader, bytes.map { [$0] })
      #expect(whole == pieces)
    }
  }
}
