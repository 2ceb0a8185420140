import Casefile
import MicrosoftData
import Testing

@testable import QueryBackends

/// The quick reader of cells against the careful one.
@Suite("Cells read from bytes") struct CellScannerTests {
  /// Spellings that are usual, odd, at an edge, or wrong.
  static let spellings: [String] =
    [
      "null", "true", "false", "0", "1", "-1", "-0", "7", "12", "007", "1.0", "0.0", "-0.0", "1.5", "-2.25", "1e3", "1E-3", "1.10", "0.1",
      "0.30",
      "123456789012345.6", "12345678901234.5", "0.000000000000001", "9007199254740993", "2147483647", "2147483648", "-2147483648",
      "-2147483649", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "999999999999999999", "1000000000000000000",
      "1.7976931348623157e+308", "1e400", "3.14159265358979323846", "79228162514264337593543950335", "4.9e-324", "72192.0", "600000000",
      #""""#, #"" ""#, #""0""#, #""1""#, #""true""#, #""TRUE""#, #""False""#, #""NaN""#, #""Infinity""#, #""-Infinity""#, #""inf""#,
      #""79228162514264337593543950335""#, #""-1.50""#, #""1.2.3""#, #""0x1610""#, #""12""#, #""12.0""#, #""12.5""#,
      #""9223372036854775808""#,
      #""2006-01-02T22:04:05.1Z""#, #""2006-01-02T22:04:05Z""#, #""2006-01-02T22:04:05.1234567Z""#, #""2006-01-02T22:04:05.12345678Z""#,
      #""2006-01-02T22:04:05.Z""#, #""2006-13-02T22:04:05Z""#, #""2006-02-30T22:04:05Z""#, #""2006-01-02T24:00:00Z""#,
      #""2006-01-02 22:04:05""#, #""2006-01-02T22:04:05+02:00""#, #""2006-01-02T22:04:05.1z""#, #""0001-01-01T00:00:00Z""#,
      #""2006-01-02""#,
      #""9999-12-31T23:59:59.9999999Z""#, #""0000-01-01T00:00:00Z""#, #""2006-01-02T22:04:60Z""#, #""1/15/2026, 3:04:05.123 PM""#,
      #""00:00:00.0000001""#, #""-1.02:03:04.5""#, #""1.00:00:00""#, #""25:00:00""#, #""5""#,
      #""74be27de-1e4e-49d9-b579-fe0b331d3642""#, #""{74BE27DE-1E4E-49D9-B579-FE0B331D3642}""#, #""74be27de-1e4e-49d9-b579-fe0b331d364""#,
      #""74BE27DE-1e4e-49d9-b579-fe0b331d3642""#, #""74be27de-1e4e-49d9-b579-fe0b331d364g""#,
      #""[{\"person\":\"Daniel\"},{\"cats\":23}]""#, #""{\"a\":1,\"b\":[true,null]}""#, #""[1,2""#, #""['a', \"it's\"]""#, #""plain""#,
      #""a\"b\\c\/d\b\f\n\r\t""#, #""\u0041\u00e9\ud83d\ude00\ud83d""#, #""\ud800x""#, "\"é漢😀\"", #""tail\\""#, #""\u0000""#,
      "[]", "{}", "[1,\"a\",{\"b\":null}]", #"{"a":{"b":[1.50,1e400]},"c":"]}"}"#, "[[[]]]", #"{"a":1,"a":2}"#,
    ]

  @Test("are the same as the careful reader makes of them, in every type and encoding", arguments: ColumnType.allCases)
  func same(type: ColumnType) throws {
    for spelling in Self.spellings {
      for encoding in [CellReader.DynamicEncoding.native, .jsonText] {
        let expected = try? Self.careful(spelling, type, encoding)
        let (value, misfits, position) = Self.scan(spelling, type, encoding)
        #expect(Self.isSame(value, expected?.value), "\(spelling) as \(type): \(String(describing: value))")
        guard let expected else { continue }
        #expect(position == spelling.utf8.count, "\(spelling) as \(type) was read to byte \(position)")
        if case .misfit = expected {
          #expect(misfits == 1, "\(spelling) as \(type)")
        } else {
          #expect(misfits == 0, "\(spelling) as \(type)")
        }
      }
    }
  }

  @Test("bare words of other dialects are the numbers they mean")
  func bare() {
    #expect(Self.isSame(Self.scan("NaN", .real, .native).value, .real(.nan)))
    #expect(Self.scan("Infinity", .real, .native).value == .real(.infinity))
    #expect(Self.scan("-Infinity", .real, .native).value == .real(-.infinity))
  }

  @Test("what is no JSON is refused", arguments: ["tru", "nul", "01", "1.", "+1", "\"a", "\"\\x\"", "[1", "{\"a\"}", "\"\u{1}\"", ""])
  func broken(_ spelling: String) {
    for type in ColumnType.allCases { #expect(Self.scan(spelling, type, .jsonText).value == nil, "\(spelling) as \(type)") }
  }

  @Test("a hundred thousand random numbers and texts are the same")
  func random() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<100_000 {
      let spelling = Self.randomSpelling(&generator)
      let type = ColumnType.allCases.randomElement(using: &generator) ?? .string
      let expected = try? Self.careful(spelling, type, .jsonText).value
      let value = Self.scan(spelling, type, .jsonText).value
      if !Self.isSame(value, expected) {
        Issue.record("\(spelling) as \(type): \(String(describing: value)), not \(String(describing: expected))")
      }
    }
  }

  private static func randomSpelling(_ generator: inout SeededGenerator) -> String {
    switch Int.random(in: 0..<4, using: &generator) {
    case 0:
      let alphabet = Array("0123456789.-e+")
      return String((0..<Int.random(in: 1...20, using: &generator)).map { _ in alphabet.randomElement(using: &generator) ?? "0" })
    case 1: return String(Int64.random(in: .min ... .max, using: &generator) >> Int64.random(in: 0..<64, using: &generator))
    case 2:
      return
        "\"\(DateTime(ticks: Int64.random(in: 0...3_155_378_975_999_999_999, using: &generator)).text(decimals: Int.random(in: 0...7, using: &generator)))\""
    default:
      let alphabet = ["a", "é", "😀", "\\n", "\\\"", "\\\\", "\\u00e9", "{", "[", "1", " ", "]", "}", ","]
      return "\"" + (0..<Int.random(in: 0...30, using: &generator)).map { _ in alphabet.randomElement(using: &generator) ?? "" }.joined()
        + "\""
    }
  }

  private static func careful(_ spelling: String, _ type: ColumnType, _ encoding: CellReader.DynamicEncoding) throws -> CellReading {
    var kept = 0
    return CellReader.read(json: try JSONValue.exact(Array(spelling.utf8)[...], keptAsText: &kept), as: type, dynamicEncoding: encoding)
  }

  private static func scan(
    _ spelling: String, _ type: ColumnType, _ encoding: CellReader.DynamicEncoding
  ) -> (value: Value?, misfits: Int, position: Int) {
    Array(spelling.utf8).withUnsafeBufferPointer { bytes in
      var scanner = CellScanner(bytes, encoding: encoding)
      let value = try? scanner.value(as: type)
      return (value, scanner.misfits, scanner.position)
    }
  }

  /// Equal, not-a-number being equal to itself and the two zeros being different.
  private static func isSame(_ left: Value?, _ right: Value?) -> Bool {
    if case .real(let one)? = left, case .real(let other)? = right { return one.bitPattern == other.bitPattern || one.isNaN && other.isNaN }
    return left == right
  }
}
