// Transport: HTTP as the rest of the house needs it.
//
// `HTTPClient` sends an `HTTPRequest` and returns an `HTTPResponse` whose `HTTPBody` streams with back-pressure. One libcurl
// multi handle runs on one thread (`Engine`, `EngineLoop`); an `Exchange` is what that thread and a waiting task share.
// `ServerSentEventParser` reads event streams, `RetryPolicy` says whether and when to try again, `HTTPFailure` what went wrong.
// `RequestPacer` keeps all requests of one service within what it lets through.
//
// What can be logged shows no secret: descriptions mask authorisation headers, secret query items and passwords in addresses, and
// `SecretMask` hides what an answer repeats of them.
//
// Not here: who is signed in (SignIn), what a status or a body means (AlertSources, QueryBackends, LanguageModels), other protocols.
//
// Callers: everything under Outside. Tests and replays stand in through the protocol `HTTPSending`.
