// LocalStore: everything that stays on this machine in one SQLite file.
//
// Here live the alerts, the rows of every table (`t_<Table>`), result sets, findings, what was spent, stand-ins and the workbench's
// session. `EmbeddedStore` opens the file and implements the ports RecordPages, RowArchive, SpendLedger, FindingStore's half,
// SchemaSource and AlertSource; `StoreBackend` runs approved KQL over it; `Importer` brings files in.
//
// One file holds sample and imported data alike, since `import` and the first look share it. Rows and alerts of the sample bear the
// mark `_sample` and the source `sample`; only they are made anew when they have grown older than 12 hours, and `removeSample` takes
// them out for good. Imported data is never re-dated and never touched by it.
//
// What SQLite filters is always a provable superset of what a query wants; typed operators in KQLEngine decide. Columns have no SQLite
// affinity, so nothing is converted on its way in. Only this room knows GRDB.
//
// Not here: meaning of bodies and columns (MicrosoftData), the language (KQL), evaluation (KQLEngine), the journal (Journal).
// Called by the program's wiring and its headless commands; everyone else sees the ports.
