import Casefile
import KQL
import Testing

@testable import KQLEngine

/// What a query may make and hold, and what happens where it would be more.
struct EngineLimitTests {
  /// The function that the error names.
  private func refused(_ query: String) async -> String? {
    do {
      _ = try await rows(of: query)
      return nil
    } catch EngineError.valueTooLarge(let function, _) {
      return function
    } catch {
      return "\(error)"
    }
  }

  private static let growers: [(String, String)] = [
    ("replace_string", "replace_string(x, 'a', x)"), ("replace_regex", "replace_regex(x, 'a', x)"),
    ("replace_strings", "replace_strings(x, dynamic(['a']), pack_array(x))"), ("strcat", "strcat(long, long, long, long)"),
    ("strcat_delim", "strcat_delim(long, 'a', 'b', 'c', 'd', 'e', 'f')"), ("strcat_array", "strcat_array(repeat('a', 5000), x)"),
    ("strrep", "strrep('a', 5000, x)"), ("repeat", "repeat(long, 100)"), ("make_string", "make_string(repeat(repeat(97, 5000), 500))"),
    ("zip", "zip(repeat(1, 800000), repeat(1, 800000))"), ("pack_array", "pack_array(repeat(x, 5000), repeat(x, 5000), repeat(x, 5000))"),
    ("array_concat", "array_concat(repeat(1, 1000000), repeat(1, 1000000))"),
    ("unicode_codepoints_from_string", "unicode_codepoints_from_string(long)"),
  ]

  @Test("A function that would make too large a value ends the query by its name", arguments: growers)
  func growing(function: String, expression: String) async throws {
    #expect(
      await refused("let x = strrep('a', 5000); let long = strrep('a', 5000000); print strlen(tostring(\(expression)))")
        == (function == "make_string" ? "repeat" : function))
  }

  @Test("Values that double and double again end the query, whichever way they grow")
  func doubling() async throws {
    let texts = (1...40).map { "let t\($0) = strcat(t\($0 - 1), t\($0 - 1));" }.joined()
    #expect(await refused("let t0 = 'abc';\(texts) print strlen(t40)") == "strcat")
    let lists = (1...40).map { "let t\($0) = pack_array(t\($0 - 1), t\($0 - 1));" }.joined()
    #expect(await refused("let t0 = 'abc';\(lists) print array_length(t40)") == "pack_array")
  }

  @Test("A long text in each row of a batch is refused before it is made")
  func constants() async throws {
    await #expect(throws: EngineError.self) {
      try await rows(of: "let x = strrep('a', 10000000); range n from 1 to 100000 step 1 | extend y = x | extend z = strcat(y, n)")
    }
  }

  @Test("Ranges end where their type ends, not by starting over")
  func ranges() async throws {
    let last = Int64.max
    #expect(
      try await rows(of: "range x from \(last - 2) to \(last) step 2").map(\.[0]) == [.long(last - 2), .long(last)])
    #expect(try await rows(of: "range x from \(last - 1) to \(last) step \(last)").count == 1)
    #expect(try await rows(of: "range x from -\(last) to 0 - \(last) step -5").count == 1)
    #expect(
      try await rows(of: "range t from datetime(9999-12-31) to datetime(9999-12-31 23:59:59.9999999) step 20h").count == 2)
    #expect(
      try await rows(of: "range t from time(10675199.02:00:00) to time(10675199.02:48:05.4775807) step 40m").count == 2)
    #expect(try await rows(of: "print array_length(range(\(last - 3), \(last), 3))") == [[.long(2)]])
  }

  @Test("Spans beyond their range are null, never another span")
  func spans() async throws {
    let answer = try await rows(
      of: """
        print a = 1d * 9223372036854775807, b = totimespan("10675199.02:48:05.4775807") * 2, c = totimespan("10675199.02:48:05.4775808"),
          d = totimespan("10675199.02:48:05.4775807") + 1tick, e = totimespan("99999999"), f = totimespan(1e300), g = 1d * 1e300
        """)
    #expect(answer == [[Value](repeating: .null, count: 7)])
    let column = try await rows(of: "datatable(t:timespan, n:long)[1d, 9223372036854775807, 1d, 2] | project t * n, t + t * n")
    #expect(column == [[.null, .null], [.timespan(.days(2)), .timespan(.days(3))]])
  }

  private func ended(_ query: String, memory: Int) async -> String? {
    let bound = KQLBinder(catalogue: TableList([]), now: DateTime(ticks: 0)).bind(KQLQuery(parsing: query))
    do {
      _ = try await KQLExecutor(scan: MemoryStore(), now: DateTime(ticks: 0), memory: memory).run(bound) { _ in }
      return nil
    } catch EngineError.tooMuchHeld(let step, _) {
      return step
    } catch {
      return "\(error)"
    }
  }

  private static let holders: [(String, String)] = [
    ("sort", "sort by x desc"), ("distinct", "distinct x"), ("make_list", "summarize make_list(x)"),
    ("make_set", "summarize make_set(x)"), ("summarize", "summarize count() by x"), ("dcount", "summarize dcount(x)"),
    ("percentile", "summarize percentile(x, 50)"), ("serialize", "extend y = prev(x)"), ("top", "top 500000 by x"),
    ("join (its right side)", "join kind=inner (range x from 1 to 30000 step 1) on x"),
  ]

  @Test("A step that would hold too much ends the query by its name", arguments: holders)
  func holding(step: String, operation: String) async throws {
    #expect(await ended("range x from 1 to 40000 step 1 | \(operation)", memory: 1 << 19) == step)
    let few = operation.replacing("30000", with: "30").replacing("500000", with: "50")
    #expect(await ended("range x from 1 to 30 step 1 | \(few) | count", memory: 1 << 19) == nil)
  }

  @Test("A bag of many keys is counted, and made without looking at each key again for each")
  func bags() async throws {
    let query = "range x from 1 to 60000 step 1 | summarize make_bag(pack(tostring(x), x))"
    #expect(await ended(query, memory: 3 << 20) == "make_bag")
    #expect(await ended(query, memory: 100 << 20) == nil)
  }

  @Test("A cross join and a list in each row end by what gathers them, and pass where nothing does")
  func bombs() async throws {
    let cross = "let a = range x from 1 to 2000 step 1 | extend k = 1; a | join kind=inner a on k"
    #expect(await ended("\(cross) | sort by x", memory: 8 << 20) == "sort")
    #expect(await ended("\(cross) | count", memory: 8 << 20) == nil)
    let lists = "range x from 1 to 200 step 1 | extend l = range(1, 2000) | mv-expand l"
    #expect(await ended("\(lists) | distinct x, tostring(l)", memory: 4 << 20) == "distinct")
    #expect(await ended("\(lists) | count", memory: 4 << 20) == nil)
  }

  @Test("make_list and make_set stop at the service's number of elements")
  func elements() async throws {
    let query = "range x from 1 to 2 step 1 | summarize array_length(make_list(repeat(x, 600000), 9000000))"
    #expect(try await rows(of: query) == [[.long(1_048_576)]])
  }

  @Test("A cancelled query ends within a batch, also in a join without end")
  func cancelling() async throws {
    let cross = "let a = range x from 1 to 100000 step 1 | extend k = 1; a | join kind=inner a on k | count"
    let bound = KQLBinder(catalogue: TableList([]), now: DateTime(ticks: 0)).bind(KQLQuery(parsing: cross))
    let task = Task { try await KQLExecutor(scan: MemoryStore(), now: DateTime(ticks: 0)).run(bound) { _ in } }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test("An error says in words what cannot be run, and where")
  func words() {
    let text = "print 1\n| extend x = parse_xml('a')"
    let place = text.utf8.count - 14..<text.utf8.count
    let problem = EngineError.unsupported("the function parse_xml", place).problem(in: text)
    #expect(problem.cause == "The function parse_xml is not run by the local engine (line 2, column 14).")
    let pattern = EngineError.badPattern("(", "missing ): (", 6..<7).problem(in: "print extract('(', 1, 'x')")
    #expect(pattern.cause?.contains("line 1, column 7") == true)
    for error in [EngineError.notRunnable("x"), .badArgument("x", 0..<1), .valueTooLarge("strcat", 0..<1), .tooMuchHeld("sort", most: 1)] {
      #expect(!"\(error)".contains("Range"))
      #expect(error.problem(in: "").remedy != nil)
    }
  }
}
