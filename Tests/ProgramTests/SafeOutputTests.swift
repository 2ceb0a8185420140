import Casefile
import Foundation
import TestSupport
import Testing

@testable import logspotlight

/// Text from logs cannot forge rows, columns or words on a terminal.
@Suite(.serialized) @BlockingTests struct SafeOutputTests {
  private static let hostile = "a\nb\u{1B}[31m\u{85}\u{202E}\u{200B}\u{2028}\u{E0041}é🙂"

  @Test("A cell of a table is one line of marks, header cells too")
  func cells() {
    let table = TextTable(header: [Output.shown("h\ne"), "n"], rows: [[Output.shown(Self.hostile), "1"]]).text
    #expect(table.split(separator: "\n", omittingEmptySubsequences: false).count == 4)
    for scalar in table.unicodeScalars where scalar != "\n" {
      #expect(scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && !(0x200B...0x202E).contains(scalar.value))
    }
    #expect(table.contains("␊b␛[31m‹U+0085›‹U+202E›‹U+200B›‹U+2028›‹U+E0041›é🙂"))
  }

  @Test("No line is wider than the terminal; the widest columns give way")
  func widths() {
    #expect(TextTable.fitted([50, 5, 30], 60) == [25, 5, 26] || TextTable.fitted([50, 5, 30], 60).reduce(0, +) <= 56)
    #expect(TextTable.fitted([3, 5], 60) == [3, 5])
    #expect(TextTable.fitted([9, 9, 9], 5) == [4, 4, 4])
    let long = String(repeating: "x", count: 70)
    let table = TextTable(header: ["a", "b"], rows: [[long, "kept"]], room: 40).text
    #expect(table.split(separator: "\n").allSatisfy { $0.count <= 40 })
    #expect(table.contains("kept"))
  }

  @Test("JSON on standard output is plain to look at and the same when it is read back; CSV in a pipe is exact")
  func streams() throws {
    let program = BuiltProgram()
    let path = program.home + "/in.jsonl"
    let row: JSONValue = ["Text": .string(Self.hostile), "Bag": ["\u{202E}k": .string("\u{FEFF}v")]]
    try (row.text + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    let store = ["--store", program.home + "/s.db"]
    #expect(try program.run(["import", path, "--table", "Odd_CL"] + store).code == 0)
    let outcome = try program.run(["query", "Odd_CL | project Text, Bag", "--format", "jsonl"] + store)
    #expect(outcome.code == 0, "\(outcome.errors)")
    for scalar in outcome.output.unicodeScalars {
      #expect(scalar == "\n" || scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && !(0x200B...0x202E).contains(scalar.value))
    }
    #expect(try JSONValue(parsing: outcome.output.trimmingCharacters(in: .newlines)) == row)
    #expect(try program.run(["query", "Odd_CL | project Text", "--format", "csv"] + store).output == "Text\r\n\"\(Self.hostile)\"\r\n")
    #expect(try program.run(["query", "Odd_CL | project Text", "--format", "table"] + store).output.contains("a␊b␛"))
  }

  @Test("An import of the same file says so, and the store tells rows by table")
  func again() throws {
    let program = BuiltProgram()
    let path = program.home + "/in.csv"
    try "a,b\n1,2\n3,4\n".write(toFile: path, atomically: true, encoding: .utf8)
    let store = ["--store", program.home + "/s.db"]
    #expect(try program.run(["import", path] + store).code == 0)
    let second = try program.run(["import", path] + store)
    #expect(second.code == 0)
    #expect(second.output.contains("imported before") && second.output.contains("--again"))
    let info = try program.run(["store", "info", "--format", "jsonl"] + store).output
    #expect(info.contains("{\"table\":\"in_CL\",\"rows\":2,\"sample\":0,\"columns\":2}"))
    #expect(try program.run(["import", path, "--again"] + store).output.contains("2 rows"))
  }
}
