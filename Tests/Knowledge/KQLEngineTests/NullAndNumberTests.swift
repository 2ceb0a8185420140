import Casefile
import Testing

struct NullAndNumberTests {
  private func printed(_ expressions: String) async throws -> String {
    readable(try await rows(of: "print \(expressions)")).joined()
  }

  @Test("null equals nothing, and order with null is unknown")
  func nulls() async throws {
    let table = "datatable(x:long)[1, 2, long(null)]"
    #expect(readable(try await rows(of: "\(table) | where not(x == 1)")) == ["2", "∅"])
    #expect(readable(try await rows(of: "\(table) | where not(x > 1)")) == ["1"])
    #expect(readable(try await rows(of: "\(table) | where x !in (1, 5)")) == ["2", "∅"])
    #expect(readable(try await rows(of: "\(table) | where x in (1, 5)")) == ["1"])
    #expect(readable(try await rows(of: "\(table) | where x > 1 or true | count")) == ["3"])
    #expect(try await printed("isnull(int(null)), isnull(''), isempty(''), isnotempty('a')") == "true | false | true | true")
  }

  @Test("whole numbers wrap, truncate when divided, and have no negative remainder")
  func whole() async throws {
    #expect(try await printed("7 / 2, -7 / 2, 7 % -3, -7 % 3, -7 % -3") == "3 | -3 | 1 | 2 | 2")
    #expect(try await printed("1 / 0, 1 % 0") == "∅ | ∅")
    #expect(try await printed("9223372036854775807 + 1") == "-9223372036854775808")
    #expect(try await printed("(-9223372036854775807 - 1) / -1, (-9223372036854775807 - 1) % -1") == "-9223372036854775808 | 0")
  }

  @Test("broken numbers follow IEEE 754, and decimals keep their digits")
  func broken() async throws {
    #expect(try await printed("1.0 / 0.0, isnan(0.0 / 0.0), 7.5 % 2, -7.5 % 2") == "Infinity | true | 1.5 | 0.5")
    #expect(try await printed("decimal(0.1) + decimal(0.2), decimal(1) / decimal(3)") == "0.3 | 0.3333333333333333333333333333333333")
    #expect(try await printed("round(2.5), round(-2.5), round(1.2345, 2), bin(-7, 4), bin(4.5, 1.0)") == "3.0 | -3.0 | 1.23 | -8 | 4.0")
  }

  @Test("conversions read what the service reads")
  func conversions() async throws {
    #expect(
      try await printed("toint('2147483648'), tolong(' 42 '), tolong('0xFF'), tolong('1.5'), todouble('1e3')")
        == "∅ | 42 | 255 | ∅ | 1000.0")
    #expect(
      try await printed("tostring(true), tostring(1d), tostring(1.5), tostring(dynamic({'a':[1,null]}))")
        == "True | 1.00:00:00 | 1.5 | {\"a\":[1,null]}")
    #expect(
      try await printed("tolong(datetime(2020-01-01)), tobool('true'), toint(2.9), todatetime('x')") == "637134336000000000 | true | 2 | ∅")
  }

  @Test("times add, bin and leave the calendar as null")
  func times() async throws {
    #expect(try await printed("bin(datetime(1969-12-31 23:30:00), 1h)") == "1969-12-31T23:00:00.0000000Z")
    #expect(try await printed("datetime(9999-12-31 23:59:59.9999999) + 1tick") == "∅")
    #expect(try await printed("(datetime(2020-01-02) - datetime(2020-01-01)) / 1h, 1d * 1.5, 90m / 2") == "24.0 | 1.12:00:00 | 00:45:00")
    #expect(
      try await printed("datetime_diff('week', datetime(2020-01-31), datetime(2019-12-31)), week_of_year(datetime(2021-01-03))") == "4 | 53"
    )
    #expect(try await printed("format_datetime(datetime(2020-06-05 13:04:09.05), 'yy-M-dd h:mm:ss.ff tt')") == "20-6-05 1:04:09.05 PM")
    #expect(
      try await printed("datetime_add('month', 1, datetime(2020-01-31)), endofweek(datetime(2020-06-15))")
        == "2020-02-29T00:00:00.0000000Z | 2020-06-20T23:59:59.9999999Z")
  }

  @Test("a moment is between two others, both ends included, and a span after the lower one will do")
  func between() async throws {
    let table = "datatable(t:datetime)[datetime(2020-01-01), datetime(2020-01-02), datetime(2020-01-03)]"
    #expect(readable(try await rows(of: "\(table) | where t between (datetime(2020-01-01) .. 1d) | count")) == ["2"])
    #expect(readable(try await rows(of: "\(table) | where t !between (datetime(2020-01-02) .. datetime(2020-01-03)) | count")) == ["1"])
  }
}
