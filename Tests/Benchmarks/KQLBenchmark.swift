import Casefile
import Foundation
import KQL

/// How long an editor waits after a key: parsing, binding and completing a long query, and reading all real queries.
enum KQLBenchmark {
  static func run() throws {
    let text = longQuery()
    let binder = KQLBinder(catalogue: tables, now: now)
    let query = KQLQuery(parsing: text)
    let bound = binder.bind(query)
    let errors = bound.diagnostics.filter { $0.severity == .error }
    guard errors.isEmpty else { return print("the query of the benchmark is wrong: \(errors)") }
    let assistant = KQLAssistant(catalogue: tables, now: now)
    let middle = text.utf8.count / 2
    let place = Array(text.utf8)[middle...].firstIndex(of: 0x0A) ?? middle
    print("a query of \(text.split(separator: "\n").count) lines, \(text.utf8.count) bytes:")
    measure("parse", 400) { _ = KQLQuery(parsing: text) }
    measure("bind", 400) { _ = binder.bind(query) }
    measure("parse and bind", 400) { _ = binder.bind(KQLQuery(parsing: text)) }
    measure("complete", 400) { _ = assistant.completion(of: query, at: place) }
    measure("hover", 400) { _ = assistant.hover(over: query, at: place - 4) }
    measure("format", 100) { _ = query.formatted() }
    try measureRealQueries()
  }

  static let now = DateTime(ticks: 638_000_000_000_000_000)

  static let tables = TableList(
    ["Logons", "Processes", "Mails"].map { name in
      let more = (1...30).map { Column("Field\($0)", $0 % 3 == 0 ? .dynamic : .string) }
      let columns = [Column("Time", .datetime), Column("Host", .string), Column("User", .string), Column("Size", .long)]
      return TableSchema(name: name, columns: columns + more)
    })

  /// Two hundred lines as analysts write them: lets, conditions, lists, joins, summaries.
  static func longQuery() -> String {
    var lines = ["let span = 7d;", "let names = dynamic(['powershell.exe', 'cmd.exe', 'wscript.exe']);"]
    for part in 0..<9 {
      lines += [
        "let part\(part) =", "    Processes", "    | where Time > ago(span)",
        "    | where Field1 in~ (names) and Field2 !has 'tools\(part)'",
        "    | where Field4 startswith 'c:' or Field5 endswith '.ps1' and Size between (1 .. 1000)",
        "    | extend Parsed = parse_json(Field3)", "    | extend Name = tolower(tostring(Parsed.name)), Level = toint(Parsed['level'])",
        "    | extend Kind = case(Level > 3, 'high', Level > 1, 'medium', 'low')", "    | project-away Field6, Field7, Field8",
        "    | mv-expand Item = Field9 to typeof(string)", "    | where isnotempty(Item) and strlen(Item) > 3",
        "    | join kind=leftouter (", "        Logons", "        | where Time > ago(span)",
        "        | summarize Last = max(Time), Count = count() by Host",
        "    ) on Host", "    | project-rename Machine = Host",
        "    | summarize Rows = count(), Names = make_set(Name, 100), arg_max(Time, *) by Machine, Kind",
        "    | extend Score = iff(Rows > 10, Rows * 2.5, toreal(Rows)) + Count", "    | where Score > 5.5",
        "    | project Machine, Kind, Rows, Score, Names, Time;",
      ]
    }
    lines += ["union part0, part1, part2, part3, part4, part5, part6, part7, part8", "| where Machine !in ('a', 'b', 'c')"]
    lines += [
      "| summarize Total = sum(Score), Kinds = make_set(Kind) by Machine, bin(Time, 1h)", "| sort by Total desc, Machine asc", "| take 100",
    ]
    while lines.count < 200 { lines.append("// a remark") }
    return lines.joined(separator: "\n")
  }

  private static func measure(_ name: String, _ count: Int, _ work: () -> Void) {
    var times: [Double] = []
    for _ in 0..<count {
      let start = DispatchTime.now().uptimeNanoseconds
      work()
      times.append(Double(DispatchTime.now().uptimeNanoseconds - start) / 1_000_000)
    }
    print("  \(name): \(Times(times).text)")
  }

  private static func measureRealQueries() throws {
    guard let folder = ProcessInfo.processInfo.environment["LOGSPOTLIGHT_SHARED"] else { return }
    let text = try String(contentsOfFile: folder + "/data/kql/dev.jsonl", encoding: .utf8)
    let queries = try text.split(separator: "\n").compactMap { try JSONValue(parsing: String($0))["query"]?.string }
    let binder = KQLBinder(catalogue: nil, now: now)
    print("all \(queries.count) real queries, \(queries.reduce(0) { $0 + $1.utf8.count }) bytes:")
    measure("parse", 5) { for query in queries { _ = KQLQuery(parsing: query) } }
    measure("parse and bind", 5) { for query in queries { _ = binder.bind(KQLQuery(parsing: query)) } }
  }
}
