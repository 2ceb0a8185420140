import Casefile
@testable import HuntPipeline
import Testing

@Suite("What is typed to filter rows") struct RowFilterTests {
  private let columns = [Column("Name", .string), Column("Size", .long), Column("Odd name", .string)]

  private func terms(_ text: String) -> [RowFilter.Term] { RowFilter(text, columns: columns).terms }

  @Test("Words, quotes, patterns and inverses")
  func words() {
    #expect(
      terms("a \"b c\" !d /e f/") == [
        .init(isInverse: false, column: nil, test: .contains("a")), .init(isInverse: false, column: nil, test: .contains("b c")),
        .init(isInverse: true, column: nil, test: .contains("d")), .init(isInverse: false, column: nil, test: .matches("e f")),
      ])
    #expect(terms("/usr/bin").map(\.test) == [.contains("/usr/bin")])
    #expect(terms("/usr\\/bin/").map(\.test) == [.matches("usr/bin")])
    #expect(terms("//").map(\.test) == [.contains("//")])
    #expect(terms("! ").map(\.test) == [.contains("!")])
    #expect(terms("") == [])
  }

  @Test("Columns in any case, with every sign")
  func columnsAndSigns() {
    #expect(
      terms("name:x Size>5 size<=7 NAME!=y").map(\.test) == [
        .contains("x"), .compares(.greater, "5"), .compares(.lessOrEqual, "7"), .equals("y"),
      ])
    #expect(terms("name!=y").map(\.isInverse) == [true])
    #expect(terms("!name!=y").map(\.isInverse) == [false])
    #expect(terms("name:/^a b/").map(\.test) == [.matches("^a b")])
    #expect(terms("\"Odd name\"=\"a \"\"b\"\"\"") == [.init(isInverse: false, column: 2, test: .equals("a \"b\""))])
    #expect(terms("name=").map(\.test) == [.equals("")])
  }

  @Test("What is no column is a word, and told unless it looks like a path, a link or a time")
  func unknown() {
    #expect(RowFilter("Nam:x", columns: columns).unknownColumn == "Nam")
    #expect(terms("Nam:x").map(\.test) == [.contains("Nam:x")])
    for text in ["https://a.b/c?d=e", "C:\\Windows", "12:30", "a==", "key=value!"] {
      #expect(terms(text).map(\.test) == [.contains(text)], "\(text)")
    }
    #expect(RowFilter("https://a.b C:\\x 12:30", columns: columns).unknownColumn == nil)
  }

  @Test(
    "A term made for a value is read back as that value", arguments: ["x", "", "a b", "\"", "a\"b", "!x", "/x/", "a:b", "C:\\x\\", "=>"])
  func roundTrip(value: String) {
    for column in columns {
      let filter = RowFilter(RowFilter.term(column: column.name, equals: value), columns: columns)
      #expect(filter.terms.map(\.test) == [.equals(value)])
      #expect(filter.terms.first?.column == columns.firstIndex(of: column))
    }
  }
}
