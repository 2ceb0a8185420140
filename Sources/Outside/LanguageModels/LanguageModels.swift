// LanguageModels: whoever answers a `ModelCall`, and what is known of them.
//
// `OpenAICompatibleModel` speaks Chat Completions to OpenAI, Azure OpenAI and the many servers that copy them: streamed, with one
// strict function or one strict schema, learning at run time which optional fields a server takes. `ModelCatalogue` holds limits,
// prices, encodings and shut-down dates. What a provider does not say stays nil.
//
// A key is fetched by a closure for each call and is part of no description, log or journal. Text of a server is shown, never trusted.
//
// Not here: prompts and tools (HuntPipeline), choosing a model and its budget (HuntPipeline), counting tokens (Tokens), HTTP (Transport).
//
// Callers: LogSpotlight's wiring, which hands a `LanguageModel` to the drafter and the analyst.
