import KQL
import Testing

/// A diagnostic that a test expects at a marker such as `1️⃣` in the text.
struct ExpectedDiagnostic {
  let marker: String
  let message: String

  static func at(_ marker: String, _ message: String) -> ExpectedDiagnostic { ExpectedDiagnostic(marker: marker, message: message) }
}

/// Parses text from which the markers are taken out, and expects exactly these errors, by place and the beginning of their message.
func assertParse(_ marked: String, diagnostics expected: [ExpectedDiagnostic] = [], sourceLocation: SourceLocation = #_sourceLocation) {
  var text = marked
  var offsets: [String: Int] = [:]
  for marker in ["1️⃣", "2️⃣", "3️⃣", "4️⃣"] {
    guard let place = text.firstRange(of: marker) else { continue }
    offsets[marker] = text[..<place.lowerBound].utf8.count
    text.removeSubrange(place)
  }
  let query = KQLQuery(parsing: text)
  #expect(query.tree.printed == text, sourceLocation: sourceLocation)
  let errors = query.diagnostics.filter { $0.severity == .error }
  #expect(errors.count == expected.count, "\(errors.map(\.message))", sourceLocation: sourceLocation)
  for (error, wanted) in zip(errors, expected) {
    #expect(error.range.lowerBound == offsets[wanted.marker], "\(error)", sourceLocation: sourceLocation)
    #expect(error.message.hasPrefix(wanted.message), "\(error.message)", sourceLocation: sourceLocation)
  }
}

/// Queries of our own that touch every rule of the grammar.
let grammarSamples: [String] = [
  "DeviceProcessEvents | where FileName =~ 'powershell.exe' and ProcessCommandLine has_any (\"-enc\", \"-e \") | take 10",
  "let span = 7d; let hosts = dynamic(['a', \"b\", {\"k\": [1, -2.5, true, null]}]); T | where Timestamp > ago(span) and Host in~ (hosts)",
  "let f = (x: long, t: (a: string), y: real = 1.5) { t | where a == tostring(x) | extend z = y }; f(1, (print a = 'q'))",
  "T | summarize n = count(), dcount(User), arg_max(Time, *) by bin(Time, 1h), Host | sort by n desc nulls last, Host asc",
  "union withsource = Source isfuzzy=true (A | where x between (1 .. 3)), B*, database('d').C | project-away *_s, ['odd name']",
  "A | join kind=leftouter hint.strategy=shuffle (B | project k, v) on $left.k == $right.k, w | lookup C on k",
  "T | mv-expand with_itemindex=i a = Bag.list to typeof(string) limit 5 | mv-apply x = a on (where x > 1 | summarize max(x))",
  "T | parse kind=regex flags=U Line with * 'user=' User: string ' id=' Id: long * | parse-kv Rest as (a: string) with (pair_delimiter=';')",
  "T | make-series n = count() default = 0 on Time from ago(7d) to now() step 1h by Host | render timechart with (title='x')",
  "T | top-nested 3 of Host with others = 'rest' by count() desc, top-nested of User by max(Size) | top 5 by Host",
  "T | partition hint.strategy=native by Host (top 1 by Time) | fork (take 1) b = (count) | facet by Host with (take 2)",
  "T | scan with_match_id = m declare (n: long = 0) with (step s1: true => n = s1.n + 1; step s2 output=all: x > 1 => n = 2;)",
  "range i from 1 to 10 step 1 | extend j = i % 3 * -2 + 1.5e3 | serialize r = row_number() | getschema",
  "print a = @'c:\\x', b = h\"secret\", c = ```many\nlines```, d = 'a' \"b\", e = 0x1F, f = 1d, g = guid(null), h = datetime(2026-01-02)",
  "search in (T, U*) 'mimikatz' and Account: 'x' | evaluate bag_unpack(Bag) : (a: string, *) | as Saved | consume",
  "find withsource=S in (T) where Name has 'x' project Name, Size",
  "externaldata (a: string, b: long) [@'https://example.com/a.csv'] with (format='csv', ignoreFirstRecord=true) | count",
  "datatable (a: string, b: dynamic) ['x', dynamic({}), 'y', dynamic([1])] | where a !contains 'z' and b.c[0]['d e'] !in (1, 2)",
  "set truncationmaxsize = 1; declare query_parameters (p: string = 'x'); T | where a matches regex @'\\d+' | invoke g(p) | reduce by a",
  ".show tables",
]
