import Casefile
import Testing
import Workbench

@Suite struct FoldedRecordTests {
  private func shown(_ record: FoldedRecord) -> [String] {
    record.visible.map { place in
      let node = record.nodes[Int(place)]
      return String(repeating: " ", count: Int(node.depth)) + [node.key, node.value].filter { !$0.isEmpty }.joined(separator: " ")
    }
  }

  @Test("A record unfolds to one line for each member and folds away what is within one")
  func folds() {
    var record = FoldedRecord(#"{"a": {"b": [1, "x"]}, "c": null, "e": {}}"#)
    #expect(shown(record) == ["{3}", " a {1}", "  b [2]", "   [0] 1", "   [1] \"x\"", " c null", " e {0}"])
    #expect(record.fold(line: 4) == 2, "a value leads to what it is in")
    #expect(record.fold(line: 1) == 1)
    #expect(shown(record) == ["{3}", " a {1}", " c null", " e {0}"])
    #expect(record.unfold(line: 1) == 1)
    #expect(record.unfold(line: 1) == 2, "what is open is gone into")
    #expect(record.toggle(line: 6) == 6, "an empty one does not fold")
    #expect(record.visible.count == 7)
  }

  @Test("A search finds names and values in any case and opens what they are in")
  func searches() {
    var record = FoldedRecord(#"{"Outer": {"inner": "NEEDLE"}, "needles": 1}"#)
    _ = record.fold(line: 1)
    let found = record.matches("needle")
    #expect(found.count == 2)
    #expect(record.reveal(found[0]) == 2)
    #expect(record.visible.count == 4)
    #expect(record.matches("").isEmpty)
    #expect(record.matches("nothing").isEmpty)
  }

  @Test("What is no JSON is shown line by line, and a long value is cut")
  func hostile() {
    #expect(shown(FoldedRecord("{broken\nline")) == ["{broken", "line"])
    #expect(FoldedRecord("").visible.count == 1)
    let long = FoldedRecord("\"" + String(repeating: "x", count: 1_000_000) + "\"")
    #expect(long.nodes[0].value.utf8.count < 25_000)
  }

  @Test("A record of 10 MB begins folded, and folding and searching it take no noticeable time")
  func large() {
    let item = #"{"name": "process", "values": [1, 2, 3, "some text that is a little longer"], "flag": true},"#
    let text = "{\"items\": [" + String(repeating: item, count: 110_000).dropLast() + "]}"
    #expect(text.utf8.count > 9_000_000)
    var record = FoldedRecord(text)
    #expect(record.visible.count < 10)
    let clock = ContinuousClock()
    // Unoptimised and beside other tests: what matters is that nothing grows with the square.
    let spent = clock.measure {
      _ = record.unfold(line: 1)
      _ = record.matches("no such text")
    }
    #expect(spent < .seconds(20))
    #expect(record.visible.count > 100_000)
  }
}
