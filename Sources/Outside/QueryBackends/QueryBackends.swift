// QueryBackends: approved KQL on Log Analytics, Data Explorer and advanced hunting.
//
// Lives here: one backend a service, the streaming readers of their answers, the splitting of long ranges, and the schemas they tell.
// Rows are delivered as they arrive and never held whole; what is missing is said in the outcome.
//
// Not here: what may run (HuntPipeline guards), what bodies and cells mean (MicrosoftData), tokens (SignIn), the embedded store's engine.
//
// The program hands them to the runner as `QueryBackend` and `SchemaSource`. Facts: the Azure Monitor query API, the Kusto REST API v2
// and Graph's `runHuntingQuery`, as documented.
