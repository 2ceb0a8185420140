// IncrementalJSON: reads JSON that has not finished arriving.
//
// `JSONReader` is fed chunks of bytes, cut anywhere. It hands out the exact bytes of every watched element the moment it closes,
// the growing text of watched string members, and at the end tells what was whole and what was cut. `ElementPath` names what is
// watched; `RepairedJSON` closes a cut element so that its whole parts can still be read.
//
// Not here: turning bytes into values (Casefile's `JSONValue`), knowing any particular body (MicrosoftData), findings or plans
// (HuntPipeline), any I/O. Time is linear in the input, memory is bounded by the limits, and nothing recurses.
//
// Callers: HuntPipeline for streamed answers and tool arguments, MicrosoftData and QueryBackends for result rows,
// LanguageModels for odd servers. It imports nothing of ours.
