// Journal: what was asked, sent, run, found and paid, in the order it happened.
//
// `JournalWriter` appends chained lines to `journal.jsonl` and returns once they are on disk; `JournalReader` reads them back and
// verifies the chain; `ThreatsFile` appends findings to `_threats.jsonl` in the predecessors' keys and ours; `FindingExport` writes
// findings in the formats of the field.
//
// Lines are `{"seq","time","hunt","kind","body","prev","hash"}`. `hash` is SHA-256, in hexadecimal, over the bytes of the line
// before `,"hash"`; `prev` is the hash of the line before, empty for the first. A line that was changed, taken out or put in breaks
// the chain at its place.
//
// Not here: what is worth a line (HuntPipeline), findings as rows of the store (LocalStore). Callers: the program.
