import Casefile
import MicrosoftData
import Testing

@Suite struct CellReaderTests {
  private func moment(_ text: String) throws -> Value { .datetime(try #require(DateTime(text))) }

  @Test(
    "text becomes the value its column's type means",
    arguments: [
      ("443.0", ColumnType.int, Value.long(443)), ("0x1610", .string, .string("0x1610")), ("0x3e7", .long, .long(999)),
      ("9223372036854775807", .long, .long(.max)), ("", .int, .null), ("", .string, .string("")), ("  ", .real, .null),
      ("True", .bool, .bool(true)), ("0", .bool, .bool(false)), ("-1.5e3", .real, .real(-1500)), ("Infinity", .real, .real(.infinity)),
      ("79228162514264337593543950335", .decimal, .decimal("79228162514264337593543950335")),
      ("00:00:00.0000001", .timespan, .timespan(TimeSpan(ticks: 1))),
      ("{74BE27DE-1E4E-49D9-B579-FE0B331D3642}", .guid, .guid("74be27de-1e4e-49d9-b579-fe0b331d3642")),
      ("['a', \"it's\", None]", .dynamic, .dynamic(["a", "it's", nil])), ("{'x': True}", .dynamic, .dynamic(["x": true])),
      ("[1,2", .dynamic, .dynamic("[1,2")), ("plain", .dynamic, .dynamic("plain")),
    ])
  func fits(_ text: String, _ type: ColumnType, _ value: Value) { #expect(CellReader.read(text: text, as: type) == .value(value)) }

  @Test(
    "moments are read with any number of decimals, and as portals write them",
    arguments: [
      ("2019-01-11 06:31:40", "2019-01-11T06:31:40Z"), ("2021-04-27T12:19:27.7211305Z", "2021-04-27T12:19:27.7211305Z"),
      ("2023-05-01", "2023-05-01T00:00:00Z"), ("1/15/2026, 3:04:05.123 PM", "2026-01-15T15:04:05.123Z"),
      ("12/1/2025 12:00 AM", "2025-12-01T00:00:00Z"),
    ])
  func moments(_ text: String, _ expected: String) throws {
    #expect(CellReader.read(text: text, as: .datetime) == .value(try moment(expected)))
  }

  @Test(
    "what does not fit is told and kept as it was written",
    arguments: [
      ("443.5", ColumnType.int), ("4294967296", .int), ("yes", .bool), ("0x1p3", .real), ("15/1/2026 3:04", .datetime),
      ("String (timestamp)", .datetime),
      ("1.2.3", .decimal), ("not-a-guid", .guid), ("5 apples", .long), ("", .guid),
    ])
  func misfits(_ text: String, _ type: ColumnType) {
    #expect(CellReader.read(text: text, as: type) == (text.isEmpty ? .value(.null) : .misfit(.string(text))))
  }

  @Test("JSON cells keep their structure or their text")
  func json() {
    #expect(CellReader.read(json: .null, as: .string) == .value(.string("")))
    #expect(CellReader.read(json: .null, as: .int) == .value(.null))
    #expect(CellReader.read(json: ["a": 1], as: .string) == .value(.string(#"{"a":1}"#)))
    #expect(CellReader.read(json: ["a": 1], as: .long) == .misfit(.dynamic(["a": 1])))
    #expect(CellReader.read(json: 600_000_000, as: .timespan) == .value(.timespan(TimeSpan(ticks: 600_000_000))))
    #expect(CellReader.read(json: 72192.0, as: .long) == .value(.long(72192)))
    #expect(CellReader.read(json: .string("[1]"), as: .dynamic) == .value(.dynamic([1])))
    #expect(CellReader.read(json: .string("1"), as: .dynamic) == .value(.dynamic("1")))
    #expect(CellReader.read(json: .string("1"), as: .dynamic, dynamicEncoding: .jsonText) == .value(.dynamic(1)))
  }

  @Test("lists nested too deep are kept as text instead of exhausting the stack")
  func deep() {
    let text = String(repeating: "['x', ", count: 3_000)
    #expect(CellReader.read(text: text, as: .dynamic) == .value(.dynamic(.string(text.trimmed))))
  }
}

extension String {
  fileprivate var trimmed: String { String(reversed().drop { $0 == " " }.reversed()) }
}
