import HuntPipeline
import KQL
import Testing

/// Ways to reach a table that is not allowed. None may run without a refusal.
@Suite("No forbidden table is reachable") struct EvasionTests {
  static let byName = [
    "SecretTable", "SecretTable | take 1", "secrettable | take 1", "SECRETTABLE", "['SecretTable'] | take 1", "[\"SecretTable\"]",
    "[@'SecretTable']", "['Secret\\x54able'] | take 1", "['\\u0053ecretTable']", "Secret/**/Table", "// Events\nSecretTable",
    "SecretTable // | where Events", "\u{FEFF}SecretTable", "\t\r\nSecretTable\n|\ntake 1", "(SecretTable)", "((SecretTable | take 1))",
    "table('SecretTable')", "table(\"SecretTable\") | take 1", "table('Secret' 'Table')", "table(@'SecretTable')", "table(h'SecretTable')",
    "table(strcat('Secret', 'Table'))", "let n = 'SecretTable'; table(n) | take 1", "let f = (n: string) { table(n) }; f('SecretTable')",
    "table('SecretTable', 'hot')", "table(tolower('SecretTable'))", "table(['SecretTable'])",
    "Events; SecretTable", "Events | take 1; SecretTable | take 1", "set notruncation; SecretTable",
  ]

  static let byLet = [
    "let Events = SecretTable; Events | take 1", "let a = SecretTable | where Port == 1; let b = a; b", "let f = () { SecretTable }; f()",
    "let f = (x: long) { SecretTable | where Port == x }; f(1)", "let f = (T: (*)) { T | take 1 }; f(SecretTable)",
    "let f = (T: (Device: string)) { T }; f((SecretTable | take 1))", "let Events = view () { SecretTable }; Events",
    "let f = () { let Events = SecretTable; Events }; f()", "let f = () { let g = () { SecretTable }; g() }; f()",
    "let x = toscalar(SecretTable | count); print x", "let x = materialize(SecretTable | take 1); x",
    "let SecretTable = Events; Events | union (SecretMail)", "let f = () { let SecretTable = Events; 1 }; SecretTable | take 1",
    "let f = (SecretTable: long) { SecretTable }; print f(1) | union SecretTable",
    "(Events | as SecretTable) | take 1; SecretTable", "union (Events | as SecretTable), SecretTable",
    "let x = Events | as SecretTable; SecretTable | take 1", "let SecretTable = 1; SecretTable | take 1",
    "let f = (x: long = toscalar(SecretTable | count)) { print x }; f()",
    "declare query_parameters(x: string = 'a'); SecretTable | where User == x",
    "let hidden = () { toscalar(SecretTable | summarize max(Port)) }; Events | extend p = hidden()",
    "let table = (n: string) { Events }; table('SecretTable')", "let materialize = 1; materialize(SecretTable)",
  ]

  static let byOperator = [
    "union SecretTable", "union Events, SecretTable", "Events | union SecretTable", "union (Events), (SecretTable | take 1)",
    "union Secret*", "union *Table", "union S*T*e", "union secret*", "union *", "union withsource=Source *", "Events | union Secret*",
    "union isfuzzy=true Events, SecretTable", "union kind=inner withsource=T SecretTable, Events",
    "Events | join SecretTable on Device", "Events | join kind=inner (SecretTable | take 1) on Device",
    "Events | join hint.remote=left (SecretTable) on $left.Device == $right.Device", "Events | lookup SecretTable on Device",
    "Events | lookup kind=leftouter (SecretTable | project Device) on Device",
    "Events | where Device in (SecretTable)", "Events | where Device in (SecretTable | project Device)",
    "Events | where Device !in ((SecretTable))", "Events | where Device has_any (SecretTable | project Device)",
    "Events | where toscalar(SecretTable | count) > 5", "Events | extend n = toscalar(SecretTable | count)",
    "print toscalar(SecretTable | take 1 | project User)", "range i from 1 to toscalar(SecretTable | count) step 1",
    "datatable(a: long) [toscalar(SecretTable | count)]", "search 'x'", "search in (SecretTable) 'x'", "search in (Secret*) 'x'",
    "search in (Events, SecretTable) User == 'x'", "find 'x'", "find in (SecretTable) where User == 'x'",
    "find withsource=T in (Events, Secret*) where User == 'x' project User", "find in (*) where User has 'x'",
    "Events | mv-apply m = More on (join SecretTable on Device)", "Events | mv-apply m = More on (where Device in (SecretTable))",
    "Events | partition by Device (union SecretTable)", "Events | partition by Device { SecretTable | take 1 }",
    "Events | fork (union SecretTable) (count)", "Events | facet by Device with (union SecretTable)",
    "Events | evaluate ipv4_lookup(SecretTable, Device, User)", "let f = (T: (*), x: long) { T | union SecretTable }; Events | invoke f(1)",
    "let f = (T: (*), U: (*)) { T | union U }; Events | invoke f(SecretTable)",
    "Events | make-graph a --> b with SecretTable on Device", "macro-expand entity_group [SecretTable] as X (X)",
    "Events | summarize x = toscalar(SecretTable | count) by Device", "Events | project Device | where toscalar(SecretTable) != ''",
    "Events | where iff(Port == 1, toscalar(SecretTable | count), 0) > 0", "Events | order by toscalar(SecretTable | count)",
  ]

  static let byGoingOut = [
    "externaldata(a: string)['https://example.com/x']", "external_data(a: string)[@'https://example.com/x']",
    "let x = externaldata(a: string)['https://example.com/x']; x | take 1", "workspace('other').Events", "Workspace('other').Events",
    "cluster('c').database('d').Events", "cluster('c').database('d').['Events']", "database('d').Events", "database('d').*",
    "union database('d').*", "app('a').requests", "resource('r').Events", "adx('c/d').T", "arg('').Resources", "external_table('t')",
    "materialized_view('v')", "let x = materialized_view('v'); x", "stored_query_result('r')", "SavedFunction() | take 1",
    "let x = SavedFunction(); x | take 1", "Events | invoke SavedFunction()", "Events | where Port == SavedScalar(Device)",
    "Events | mv-apply m = More on (where SavedScalar(Device) == 1)", "toscalar(materialized_view('v') | count)",
    "_GetWatchlist('vips')", "let w = _GetWatchlist('vips') | project SearchKey; Events | where User in (w)", "_Im_Dns() | take 1",
    "Events | where User in ((externaldata(u: string)['https://example.com/u']))",
    "let f = () { workspace('other').Events }; f()", "let f = () { print 1; cluster('c').database('d').T }; f()",
    "Events | extend x = toscalar(externaldata(a: string)['https://example.com/x'])",
    "Events | join (database('d').T) on Device", "Events | evaluate http_request('https://example.com')", "evaluate python(typeof(*), 'x')",
    "Events | evaluate unknown_plugin()", "Events | mv-apply m = More on (evaluate sql_request('a', 'b'))",
    "let cluster = (n: string) { Events }; let database = (n: string) { Events }; cluster('c').database('d').SecretTable",
    "alias database d = cluster('c').database('d'); database('d').T",
    "declare pattern p = (a: string)[b: string] { ('x').['y'] = { Events } }; p('x').['y']",
    ".show tables", ".drop table Events", "Events | take 1; .drop table Events", "restrict access to (Events); SecretTable",
    "Other.Events | take 1", "['Other'].Events", "union Nope*", "Nothing | take 1",
  ]

  @Test("By spelling, case, brackets, comments and computed names", arguments: byName) func names(text: String) { check(text) }
  @Test("By let, functions, parameters and shadowing", arguments: byLet) func lets(text: String) { check(text) }
  @Test("By operators that read other tables", arguments: byOperator) func operators(text: String) { check(text) }
  @Test("By leaving the workspace", arguments: byGoingOut) func goingOut(text: String) { check(text) }

  private func check(_ text: String) {
    let review = GuardrailDesk.review(text)
    #expect(review.verdict == "refused")
    #expect(!review.concerns.isEmpty)
    for concern in review.concerns {
      #expect((concern.reason.hasSuffix(".") || concern.reason.hasSuffix("?")) && concern.remedy.hasSuffix("."), "\(concern)")
      #expect(!concern.reason.contains("\n"), "\(concern)")
    }
  }

  @Test(
    "Names that only look forbidden stay allowed",
    arguments: [
      "let SecretTable = datatable(a: string) ['x']; SecretTable | take 1", "Events | where User == 'SecretTable'",
      "Events // SecretTable\n| take 1", "Events | extend SecretTable = 1 | project SecretTable",
      "Events | as SecretTable | where Port == 1",
      "let f = (x: string) { tolower(x) }; Events | where User == f('A')", "let n = datatable(a: string) ['x']; Events | where User in (n)",
      "Events | mv-apply m = More on (where tostring(m) == 'x')", "print x = 1", "datatable(a: long) [1, 2] | count",
    ])
  func harmless(text: String) { #expect(GuardrailDesk.review(text).verdict == "allowed", "\(GuardrailDesk.review(text).concerns)") }
}
