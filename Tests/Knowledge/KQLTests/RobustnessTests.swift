import Casefile
import KQL
import Testing

@Suite("Hostile query text")
struct RobustnessTests {
  @Test("A tree prints exactly the text it was read from, whatever was done to the text")
  func losslessUnderMutation() {
    var random = SeededGenerator(seed: 7)
    let pool: [Unicode.Scalar] = [
      "|", "(", ")", "'", "\"", "\\", "@", "`", "\0", ";", "{", "[", "é", "\u{1F600}", "\u{202E}", "-", "!", "h",
    ]
    let binder = KQLBinder(catalogue: TableList([]), now: DateTime(ticks: 638_000_000_000_000_000))
    for sample in grammarSamples {
      let scalars = Array(sample.unicodeScalars)
      for _ in 0..<30 {
        var changed = scalars
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          let place = Int.random(in: 0..<changed.count, using: &random)
          switch Int.random(in: 0..<3, using: &random) {
          case 0: changed[place] = pool.randomElement(using: &random) ?? "|"
          case 1: changed.insert(pool.randomElement(using: &random) ?? "|", at: place)
          default: if changed.count > 1 { changed.remove(at: place) }
          }
        }
        var text = ""
        text.unicodeScalars.append(contentsOf: changed)
        let query = KQLQuery(parsing: text)
        #expect(query.tree.printed == text)
        #expect(query.highlights.allSatisfy { !$0.range.isEmpty })
        _ = binder.bind(query)
        _ = query.references
      }
    }
  }

  @Test("Every prefix of a query parses, binds and prints")
  func prefixes() {
    let binder = KQLBinder(catalogue: nil, now: DateTime(ticks: 638_000_000_000_000_000))
    for sample in grammarSamples {
      for end in sample.indices {
        let query = KQLQuery(parsing: String(sample[..<end]))
        #expect(query.tree.printed == sample[..<end])
        _ = binder.bind(query)
        _ = query.references
      }
    }
  }

  @Test(
    "Deep nesting gives a diagnostic and never exhausts the stack",
    arguments: [
      ("", "(", 100_000), ("", "T | where a in ((", 10_000), ("T | where ", "-", 100_000), ("T | where ", "f(", 100_000),
      ("T | where x == dynamic(", "[", 100_000), ("T | where a", "[0", 100_000), ("", "let f = () {", 50_000),
      ("T | where ", "a == b == ", 50_000), ("", "T | join (", 50_000), ("T | mv-apply x on (", "mv-apply x on (", 30_000),
    ])
  func deepNesting(start: String, step: String, count: Int) {
    let text = start + String(repeating: step, count: count)
    let query = KQLQuery(parsing: text)
    #expect(!query.isWellFormed)
    #expect(query.tree.printed == text)
    let bound = KQLBinder(catalogue: nil, now: DateTime(ticks: 0)).bind(query)
    #expect(bound.pipeline == nil)
    _ = query.references
  }

  @Test("Long chains are read flat: a hundred thousand terms or steps are no nesting")
  func longChains() {
    let catalogue = TableList([TableSchema(name: "T", columns: [Column("a", .long)])])
    let binder = KQLBinder(catalogue: catalogue, now: DateTime(ticks: 0))
    let disjunction = KQLQuery(parsing: "T | where " + String(repeating: "a == 1 or ", count: 20_000) + "a == 2")
    #expect(disjunction.isWellFormed)
    #expect(binder.bind(disjunction).isRunnable)
    let steps = KQLQuery(parsing: "T" + String(repeating: " | take 5", count: 20_000))
    #expect(binder.bind(steps).isRunnable)
    let sum = KQLQuery(parsing: "T | where a > " + String(repeating: "1 + ", count: 100_000) + "1")
    #expect(sum.isWellFormed)
    #expect(binder.bind(sum).diagnostics.contains { $0.severity == .error })
  }

  @Test("Functions that call functions twice are stopped before they explode")
  func explosion() {
    var text = "let f0 = (x: long) { x + x };"
    for level in 1..<40 { text += "let f\(level) = (x: long) { f\(level - 1)(x) + f\(level - 1)(x) };" }
    let query = KQLQuery(parsing: text + "T | extend y = f38(a)")
    let catalogue = TableList([TableSchema(name: "T", columns: [Column("a", .long)])])
    let bound = KQLBinder(catalogue: catalogue, now: DateTime(ticks: 0)).bind(query)
    #expect(!bound.isRunnable)
    var tabular = "let f0 = () { T };"
    for level in 1..<40 { tabular += "let f\(level) = () { let a = f\(level - 1)(); let b = f\(level - 1)(); union a, b };" }
    let doubled = KQLBinder(catalogue: catalogue, now: DateTime(ticks: 0)).bind(KQLQuery(parsing: tabular + "f38()"))
    #expect(!doubled.isRunnable)
  }

  @Test("Every one-byte change of a query parses, binds, prints and formats, invalid UTF-8 and lone surrogates too")
  func oneByteChanges() {
    let binder = KQLBinder(catalogue: TableList([]), now: DateTime(ticks: 638_000_000_000_000_000))
    for sample in grammarSamples {
      let bytes = Array(sample.utf8)
      for (place, changes) in zip(bytes.indices, (0...).lazy.map { [$0 % 2 == 0 ? UInt8(0) : 0xFF, UInt8(truncatingIfNeeded: $0 * 37)] }) {
        for change in changes {
          var changed = bytes
          changed[place] = change
          let text = String(decoding: changed, as: UTF8.self)
          let query = KQLQuery(parsing: text)
          if query.tree.printed != text { Issue.record("not lossless: \(text.debugDescription)") }
          _ = binder.bind(query)
          if place % 7 == 0 { FormatterTests.check(text) }
        }
      }
    }
    for bytes: [UInt8] in [
      [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xEF, 0xBB, 0xBF], [0x27, 0xED, 0xB0, 0x80, 0x27],
    ] {
      let text = String(decoding: Array("T | where a == ".utf8) + bytes + Array(" | take 5".utf8), as: UTF8.self)
      #expect(KQLQuery(parsing: text).tree.printed == text)
    }
  }

  @Test("Ten megabytes in one line are read")
  func tenMegabytes() {
    let text = "T | where a == '" + String(repeating: "x", count: 10 << 20) + "' // " + String(repeating: "y", count: 1 << 20)
    let query = KQLQuery(parsing: text)
    #expect(query.isWellFormed)
    #expect(query.tree.printed.utf8.count == text.utf8.count)
  }

  @Test("A long line of half-made steps is read once, not again and again")
  func longLine() {
    let unit = "T|where a=='b'|"
    let query = KQLQuery(parsing: String(repeating: unit, count: 1 << 14))
    #expect(query.tree.printed.utf8.count == unit.utf8.count << 14)
  }
}
