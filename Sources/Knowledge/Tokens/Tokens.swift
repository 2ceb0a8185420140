// Tokens: byte-pair encoding of text, exactly as the model providers count it.
//
// Lives here: the two encodings o200k_base and cl100k_base (`TokenEncoding`), one shared counter for each (`TokenCounter`),
// and a sum over text that is still arriving (`RunningCount`). Inside: how text is cut into pieces (`SplittingRule`,
// `PieceWindow`), how a piece becomes tokens (`TokenMerger`), and what is remembered between pieces (`PieceCache`).
//
// Lives elsewhere: which model uses which encoding and what a token costs (LanguageModels), reading files (the callers),
// the tables themselves (CVocabulary, with their origin in its Data/README.md).
//
// Called by: HuntPipeline, before every model call; the commands `tokens` and `models`.
//
// Nothing here is a regular expression and nothing is built at start: the tables are used where the linker put them.
// The work is linear in the text whatever the text is, and no call recurses over it.
