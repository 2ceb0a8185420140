// LanguageModels: whoever answers a `ModelCall`, and what is known of them.
//
// `RemoteModel` is every model behind HTTP: it sends, paces, retries and learns what a server does not take, the same for all. Three
// wire formats stand below it, each a request and a reader of its stream: `ChatCompletions/` (OpenAI, Azure OpenAI and the many servers
// that copy them), `Responses/` (OpenAI's newer interface, the only one that takes functions while reasoning) and `Messages/` (Anthropic).
// `Habits` says which is spoken and how; `CallShape` is a call in those habits; `AnswerDraft` is what all readers fill.
// `ModelCatalogue` holds limits, prices, encodings and shut-down dates. What a provider does not say stays nil.
//
// A key is fetched by a closure for each call and is part of no description, log or journal. Text of a server is shown, never trusted.
//
// Not here: prompts and tools (HuntPipeline), choosing a model and its budget (HuntPipeline), counting tokens (Tokens), HTTP (Transport).
//
// Callers: LogSpotlight's wiring, which hands a `LanguageModel` to the drafter and the analyst.
