// MicrosoftData: what Microsoft's bodies and tables look like, and how they become ours.
//
// Here live the reference of tables and columns (`TableReference`), with what each table is about and which of its columns name
// people, hosts and addresses (`TableProfile`); how one cell becomes a `Value` (`CellReader`); and the readers of bodies: Graph
// alerts of both generations and Sentinel's SecurityAlert rows become `Alert`, directory lists become rows of their tables,
// answers of Log Analytics, Data Explorer and advanced hunting become columns and rows (`QueryAnswer`).
//
// Services add values and leave promised ones out. So unknown words stay text, nulls are expected anywhere, nothing is dropped:
// what does not fit its column is reported as a misfit. Only a body of the wrong shape is an error, and it says what was expected.
//
// Not here: fetching bodies (AlertSources, QueryBackends), keeping them (LocalStore), judging them (Detection).
//
// LocalStore, AlertSources, QueryBackends, LanguageModels and Detection call it.
