// Casefile: the nouns of a hunt.
//
// Here live the values that every other room passes along: what an analyst asked (`AnalystRequest`), what came in
// (`Alert`, `RowBatch`), what is planned (`QueryPlan`), what was found (`Finding`), what it cost (`Money`, `Usage`) and what
// went wrong (`Problem`). The scalar types are Kusto's: `DateTime` and `TimeSpan` count 100 ns ticks, `JSONValue` is `dynamic`.
//
// Not here: reading Microsoft's bodies (MicrosoftData), running anything (KQLEngine), drawing anything (Workbench), I/O of any kind.
//
// Everybody imports this module; it imports nothing of ours.
