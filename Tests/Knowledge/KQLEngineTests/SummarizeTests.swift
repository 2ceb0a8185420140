import Casefile
import Testing

struct SummarizeTests {
  private let sales = "datatable(g:string, x:long)['a', 3, 'b', long(null), 'a', 1, 'a', long(null), 'a', 3]"

  @Test("nulls are left out of sums, lists and sets, but not of the count")
  func nulls() async throws {
    let text = "\(sales) | summarize count(), sum(x), avg(x), min(x), max(x), make_list(x), make_set(x), dcount(x) by g"
    #expect(
      readable(try await rows(of: text)) == [
        "a | 4 | 7 | 2.3333333333333335 | 1 | 3 | [3,1,3] | [3,1] | 2", "b | 1 | 0 | NaN | ∅ | ∅ | [] | [] | 0",
      ])
  }

  @Test("no rows give one group without keys and none with keys")
  func nothing() async throws {
    #expect(readable(try await rows(of: "\(sales) | where false | summarize count(), sum(x), max(x)")) == ["0 | 0 | ∅"])
    #expect(try await rows(of: "\(sales) | where false | summarize count() by g").isEmpty)
  }

  @Test("arg_max gives the first of equal rows and passes nulls over")
  func arguments() async throws {
    let table = "datatable(g:long, x:long, t:string)[1, 5, 'p', 1, 5, 'q', 1, long(null), 'r', 2, long(null), 's']"
    #expect(readable(try await rows(of: "\(table) | summarize arg_max(x, *) by g")) == ["1 | 5 | p", "2 | ∅ | s"])
    #expect(readable(try await rows(of: "\(table) | summarize arg_min(x, t) by g")) == ["1 | 5 | p", "2 | ∅ | s"])
  }

  @Test("the …if forms count only where their condition is true")
  func conditions() async throws {
    let text =
      "range x from 1 to 10 step 1 | summarize countif(x > 7), sumif(x, x % 2 == 0), dcountif(x % 3, x < 4), make_list_if(x, x > 8), maxif(x, x < 5)"
    #expect(readable(try await rows(of: text)) == ["3 | 30 | 3 | [9,10] | 4"])
  }

  @Test("keys may be expressions, and the outputs computed from aggregates")
  func expressions() async throws {
    #expect(
      readable(try await rows(of: "range x from 1 to 6 step 1 | summarize total = sum(x) by bin(x, 3) | sort by x asc")) == [
        "0 | 3", "3 | 12", "6 | 6",
      ])
    #expect(readable(try await rows(of: "range x from 1 to 4 step 1 | summarize r = max(x) * 10 + min(x)")) == ["41"])
    #expect(
      readable(try await rows(of: "range x from 1 to 100000 step 1 | summarize count() by k = x % 50000 | where count_ != 2 | count")) == [
        "0"
      ])
  }

  @Test("lists take arrays apart and keep their limit")
  func lists() async throws {
    #expect(readable(try await rows(of: "datatable(d:dynamic)[dynamic([1,2]), dynamic(3)] | summarize make_list(d)")) == ["[1,2,3]"])
    #expect(readable(try await rows(of: "range x from 1 to 10 step 1 | summarize make_set(x, 2), percentile(x, 50)")) == ["[1,2] | 5"])
    #expect(
      readable(try await rows(of: "range x from 1 to 3 step 1 | summarize make_bag(bag_pack(tostring(x), x))")) == [
        "{\"1\":1,\"2\":2,\"3\":3}"
      ])
  }
}
