// Patterns: finding text in text, in time that grows no faster than the text.
//
// Here live `Pattern`, a regular expression in RE2's syntax, which is also Kusto's own (`matches regex`, `extract`), and
// `LiteralSet`, which looks for hundreds of plain strings in one pass. Both work on UTF-8 bytes and give byte offsets.
//
// A pattern comes from rules, queries and people, and runs over text that an attacker wrote: so nothing here backtracks, every
// compiled pattern has a memory cap, and a bad pattern is an error with a reason, never a crash.
//
// Not here: what to look for (Detection, KQLEngine), words and tokens as Kusto's `has` cuts them (KQLEngine).
//
// KQLEngine, LocalStore, Detection and HuntPipeline call it.
