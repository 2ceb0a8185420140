// KQL: the Kusto Query Language as text, tree and meaning.
//
// Here live the lexer, the parser with its lossless syntax tree and diagnostics, the binder that gives names their columns and types,
// the catalogue of functions, the printer, the one function that quotes values, and the way from a `QueryPlan` to a query and back.
//
// Not here: running anything (KQLEngine evaluates a `BoundQuery`), deciding whether a query may run (HuntPipeline's guardrails), talking
// to a service (QueryBackends), knowing Microsoft's tables (a `TableCatalogue` is passed in).
//
// Called by the editor pane (tokens, diagnostics, completion), by guardrails (references, columns read), by the planner (plan to text),
// by the engine (bound tree), by `kql check`.
//
// The road: `KQLQuery(parsing:)` → `SyntaxTree` (a flat arena, so that no input can exhaust the stack) → `KQLBinder` → `BoundQuery`.
