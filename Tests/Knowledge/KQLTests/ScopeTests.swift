import Casefile
import KQL
import Testing

@Suite("Scopes through every operator")
struct ScopeTests {
  private static let tables = TableList([
    TableSchema(name: "T", columns: [Column("a", .string), Column("n", .long), Column("Time", .datetime), Column("Bag", .dynamic)]),
    TableSchema(name: "U", columns: [Column("a", .string), Column("n", .string), Column("k", .guid)]),
  ])

  private func bind(_ text: String, _ tables: TableList? = tables) -> BoundQuery {
    KQLBinder(catalogue: tables, now: BinderTests.now).bind(KQLQuery(parsing: text))
  }

  @Test(
    "The columns that come out, with their types",
    arguments: [
      ("T", "a:string n:long Time:datetime Bag:dynamic"),
      ("T | extend n = a, b = n", "a:string n:string Time:datetime Bag:dynamic b:long"),
      ("T | project b = n, a", "b:long a:string"),
      ("T | project-away *a*, Time", "n:long"),
      ("T | project-keep *a*", "a:string Bag:dynamic"),
      ("T | project-rename z = n | project-reorder z, *", "z:long a:string Time:datetime Bag:dynamic"),
      ("T | summarize count() by a", "a:string count_:long"),
      ("T | summarize make_set(a), m = max(n) by bin(Time, 1d)", "Time:datetime set_a:dynamic m:long"),
      ("T | distinct a", "a:string"),
      ("T | count", "Count:long"),
      ("T | join kind=inner U on a", "a:string n:long Time:datetime Bag:dynamic a1:string n1:string k:guid"),
      ("T | join kind=leftanti U on a", "a:string n:long Time:datetime Bag:dynamic"),
      ("T | join kind=rightsemi U on a", "a:string n:string k:guid"),
      ("T | project a | lookup U on a", "a:string n:string k:guid"),
      ("T | project a, a1 = n | join (U | project a) on a", "a:string a1:long a2:string"),
      ("union T, U", "a:string n_long:long Time:datetime Bag:dynamic n_string:string k:guid"),
      ("union kind=inner T, U", "a:string"),
      ("union withsource=S (T | project a), (U | project a)", "S:string a:string"),
      ("T | mv-expand x = Bag.y to typeof(long)", "a:string n:long Time:datetime Bag:dynamic x:long"),
      ("T | project a, Bag | mv-apply x = Bag to typeof(long) on (summarize s = sum(x))", "a:string Bag:dynamic s:long"),
      ("T | project a, Bag | mv-apply x = Bag on (extend y = 1 | project y)", "a:string Bag:dynamic y:long"),
      ("T | project a | parse a with b: long '-' * c", "a:string b:long c:string"),
      ("T | project a | parse-kv a as (b: long, c: real)", "a:string b:long c:real"),
      ("T | partition by a (top 1 by n | project n)", "n:long"),
      (
        "T | project a, n | scan with_match_id=m declare (s: long = 0) with (step x: true => s = x.s + n;)", "a:string n:long s:long m:long"
      ),
      ("T | top-nested 2 of a by sum(n), top-nested 1 of Time by m = max(n)", "a:string aggregated_a:long Time:datetime m:long"),
      ("T | top-hitters 3 of a", "a:string approximate_count_a:long"),
      ("T | reduce by a", "Pattern:string Count:long Representative:string"),
      ("T | project a | search 'x'", "$table:string a:string"),
      ("T | make-series m = avg(n) on Time step 1d by a", "a:string m:dynamic Time:dynamic"),
      (
        "T | project Bag | extend series_stats(Bag)",
        "Bag:dynamic series_stats_Bag_min:real series_stats_Bag_min_idx:long series_stats_Bag_max:real series_stats_Bag_max_idx:long series_stats_Bag_avg:real series_stats_Bag_stdev:real series_stats_Bag_variance:real"
      ),
      ("T | project Bag | extend (f, s) = series_decompose_anomalies(Bag)", "Bag:dynamic f:dynamic s:dynamic"),
      ("T | evaluate bag_unpack(Bag) : (x: long, y: string)", "x:long y:string"),
      ("let f = (t: (a: string), m: long) { t | extend z = m }; T | project a | invoke f(5)", "a:string z:long"),
      ("let V_1 = view () { print x = 1 }; let V_2 = view () { print y = 'a' }; union V_* | project x, y", "x:long y:string"),
      ("T | extend b = iff(n > 1, Bag.x, a) | project b", "b:string"),
      ("print c = column_names_of(T)", "c:dynamic"),
      ("range x from 1.5 to 3 step 1", "x:real"),
      ("print 1, b = 'x', 2", "print_0:long b:string print_2:long"),
    ])
  func columns(text: String, expected: String) {
    let bound = bind(text)
    #expect(bound.diagnostics.filter { $0.severity == .error } == [])
    #expect(bound.resultColumns.map { "\($0.name):\($0.type.rawValue)" }.joined(separator: " ") == expected)
  }

  @Test(
    "Names that are out of sight are told, also inside operators that are not run yet",
    arguments: [
      ("T | project a | where n == 1", "unknown column 'n'"), ("T | summarize count() by a | where n == 1", "unknown column 'n'"),
      ("T | mv-apply x = Bag on (where oops > 1)", "unknown column 'oops'"),
      ("T | mv-apply x = Bag on (summarize s = sum(n)) | where x > 1", "unknown column 'x'"),
      ("T | partition by a (project a) | where n == 1", "unknown column 'n'"), ("T | partition by oops (take 1)", "unknown column 'oops'"),
      ("T | scan with (step s: oops > 1)", "unknown column 'oops'"),
      ("T | scan with (step s: n > prev(n))", "prev() cannot stand inside scan"),
      ("T | top-nested 2 of oops by sum(n)", "unknown column 'oops'"), ("T | parse-kv oops as (b: long)", "unknown column 'oops'"),
      ("T | project-rename z = n | where n == 1", "unknown column 'n'"), ("T | project-away n | sort by n", "unknown column 'n'"),
      ("T | fork (where oops == 1)", "unknown column 'oops'"), ("T | serialize x = prev(n, 1, n)", "prev() takes a constant here"),
      ("T | join kind=leftsemi U on a | where k == guid(null)", "unknown column 'k'"), ("union T, U | where n == 1", "unknown column 'n'"),
    ])
  func outOfSight(text: String, message: String) {
    let errors = bind(text).diagnostics.filter { $0.severity == .error }.map(\.message)
    #expect(errors.first?.hasPrefix(message) == true, "\(errors)")
  }

  @Test("A column that a workspace adds to every table is no unknown column, though it is not stored here")
  func hiddenColumns() {
    let bound = bind("T | where _ItemId == 'x' | summarize count() by Type")
    #expect(Set(bound.diagnostics.map(\.severity)) == [.unsupported])
    #expect(bind("print x = 1 | where _ItemId == 'x'").diagnostics.map(\.severity) == [.error])
  }

  @Test("What is not run yet still marks just the columns that it reads")
  func columnsRead() {
    #expect(bind("T | mv-apply x = Bag on (where x > n) | count").columnsRead["T"] == ["Bag", "n"])
    #expect(bind("T | partition by a (top 1 by n) | count").columnsRead["T"] == ["a", "n"])
    #expect(bind("T | top-nested 2 of a by sum(n) | count").columnsRead["T"] == ["a", "n"])
    #expect(bind("T | search 'x' | count").columnsRead["T"]?.count == 4)
  }

  @Test("Without schemas nothing is unknown, and what the query makes is known all the same")
  func noSchemas() {
    let bound = bind("Any | extend x = 1 | mv-apply y = b on (where z > 1) | project x, q", nil)
    #expect(bound.diagnostics.filter { $0.severity == .error } == [])
    #expect(bound.resultColumns.map(\.name) == ["x", "q"])
  }
}
