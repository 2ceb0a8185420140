import Casefile
import Testing

struct OperatorTests {
  private let people =
    "datatable(name:string, age:long, city:string)['Ann', 30, 'Oslo', 'Bo', long(null), 'Rome', 'Cy', 25, 'Oslo', 'ann', 30, 'Bern']"

  @Test("sort is descending unless told otherwise, with nulls below everything")
  func sorting() async throws {
    #expect(readable(try await rows(of: "\(people) | sort by age | project name")) == ["Ann", "ann", "Cy", "Bo"])
    #expect(readable(try await rows(of: "\(people) | sort by age asc, name desc | project name")) == ["Bo", "Cy", "ann", "Ann"])
    #expect(readable(try await rows(of: "\(people) | sort by age asc nulls last | project name")) == ["Cy", "Ann", "ann", "Bo"])
    #expect(readable(try await rows(of: "\(people) | top 2 by name asc | project name")) == ["Ann", "Bo"])
    #expect(readable(try await rows(of: "\(people) | sort by name asc | take 2 | project name")) == ["Ann", "Bo"])
  }

  @Test("NaN stands between the nulls and the numbers")
  func notANumber() async throws {
    let table = "datatable(x:real)[1.0, real(nan), real(null), -1.0]"
    #expect(readable(try await rows(of: "\(table) | sort by x asc")) == ["∅", "NaN", "-1.0", "1.0"])
    #expect(readable(try await rows(of: "\(table) | sort by x desc")) == ["1.0", "-1.0", "NaN", "∅"])
  }

  @Test("columns are kept, dropped, renamed and computed")
  func projecting() async throws {
    let result = try await run("\(people) | extend older = age + 1 | project-away city | project-rename who = name | where who == 'Cy'")
    #expect(result.columns.map(\.name) == ["who", "age", "older"])
    #expect(readable(result.rows) == ["Cy | 25 | 26"])
  }

  @Test("distinct, count, take and sample-distinct")
  func counting() async throws {
    #expect(readable(try await rows(of: "\(people) | distinct city")) == ["Oslo", "Rome", "Bern"])
    #expect(readable(try await rows(of: "\(people) | where age > 100 | count")) == ["0"])
    #expect(try await rows(of: "\(people) | take 0").isEmpty)
    #expect(try await rows(of: "\(people) | sample 2").count == 2)
    #expect(readable(try await rows(of: "\(people) | sample-distinct 1 of city")) == ["Oslo"])
  }

  @Test("let, tabular let, toscalar and sub-queries in a membership")
  func naming() async throws {
    let lets = "let T = \(people); let limit = 26; "
    #expect(readable(try await rows(of: lets + "T | where age < limit | project name")) == ["Cy"])
    #expect(readable(try await rows(of: lets + "T | where age == toscalar(T | summarize max(age)) | project name")) == ["Ann", "ann"])
    #expect(
      readable(try await rows(of: lets + "T | where city in ((T | where name == 'Ann' | project city)) | project name")) == ["Ann", "Cy"])
  }

  @Test("union lines columns up by name and lets a take stop it early")
  func uniting() async throws {
    let text = "union (print a = 1, b = 'x'), (print b = 'y', c = 2.5)"
    #expect(readable(try await rows(of: text)) == ["1 | x | ∅", "∅ | y | 2.5"])
    #expect(readable(try await rows(of: "\(text) | take 1 | project b")) == ["x"])
  }

  @Test("neighbouring rows are seen across batches")
  func windows() async throws {
    let text =
      "range x from 1 to 20000 step 1 | serialize | extend before = prev(x), number = row_number() | where x - before > 1 or number != x | count"
    #expect(readable(try await rows(of: text)) == ["0"])
    #expect(
      readable(try await rows(of: "range x from 1 to 3 step 1 | serialize s = row_cumsum(x), n = next(x)")) == [
        "1 | 1 | 2", "2 | 3 | 3", "3 | 6 | ∅",
      ])
  }

  @Test("mv-expand makes a row of each element, one of a null, none of an empty array")
  func expanding() async throws {
    let table = "datatable(id:long, d:dynamic)[1, dynamic([10,20]), 2, dynamic([]), 3, dynamic(null), 4, dynamic({'k':1})]"
    #expect(readable(try await rows(of: "\(table) | mv-expand d")) == ["1 | 10", "1 | 20", "3 | ∅", "4 | {\"k\":1}"])
    #expect(
      readable(try await rows(of: "print d = dynamic([1,2]), e = dynamic(['a']) | mv-expand d to typeof(long), e")) == ["1 | a", "2 | ∅"])
  }

  @Test("parse fills columns from the text between literals, and nothing when one does not fit")
  func parsing() async throws {
    let table = "datatable(s:string)['user=ann id=7 end', 'user=bo id=x end']"
    #expect(
      readable(try await rows(of: "\(table) | parse s with * 'user=' user ' id=' id:long ' ' * | project user, id")) == ["ann | 7", " | ∅"])
    #expect(readable(try await rows(of: "\(table) | parse-where s with 'user=' user ' id=' id:long * | project user, id")) == ["ann | 7"])
  }
}
