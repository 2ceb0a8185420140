// KQLEngine: runs a bound KQL query over batches of typed columns, with Kusto's own semantics.
//
// Here live the columns (`ColumnBatch`, `ColumnVector`), the door to stored tables (`TableScan`, `ScanRequest`), the compiled scalar
// expressions and functions, the aggregates, and one file for each tabular operator. `KQLExecutor` is the way in.
//
// Not here: the language, names and types (KQL), storage and indexes (LocalStore implements `TableScan`), regular expressions (Patterns),
// permission to run a query (HuntPipeline's guardrails).
//
// Rows are pushed: a source hands a batch to the first step, each step hands what it makes to the next, and awaiting the last one is
// the back-pressure. A step may answer that it has enough, and the scan then stops. Cancellation is looked at once a batch.
// What a value and a query may take is in `EngineLimits`; steps that gather count what they hold in an `Allowance`, and the one that would
// hold too much ends the query by its name.
//
// A store may filter first, but only as a provable superset: what decides is always here. Nulls, order, overflow and text comparison
// follow the service, measured against its own emulator, not the manual alone.
//
// Called by LocalStore's query backend and by `kql` tests.
