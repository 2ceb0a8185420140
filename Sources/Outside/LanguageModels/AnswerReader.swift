internal import Casefile
internal import HuntPipeline
internal import Transport

/// Puts the answer of one wire format together, event by event, however loosely the server keeps to it.
protocol AnswerReader {
  /// All that was read so far.
  var draft: AnswerDraft { get set }

  /// Takes one event; throws a `ProviderError` that the server sent in the middle of the stream.
  ///
  /// Data that is not JSON, or says nothing known, is passed over: servers send pings, annotations and notes of their own.
  mutating func push(_ event: ServerSentEvent) throws(ProviderError) -> [ModelDelta]

  /// Takes the whole answer of a server that does not stream; nil where it is none of this format.
  mutating func take(whole root: JSONValue) throws(ProviderError) -> [ModelDelta]?

  /// The answer, once the stream has ended, and what was still held back; `isCut` when it ended with a failure.
  mutating func finish(isCut: Bool) -> (deltas: [ModelDelta], answer: ModelAnswer)
}

extension AnswerReader {
  /// Set once the server said that nothing more comes.
  var hasEnded: Bool { draft.hasEnded }
  /// True once anything of the answer itself has come.
  var hasBegun: Bool { draft.hasBegun }

  mutating func finish(isCut: Bool) -> (deltas: [ModelDelta], answer: ModelAnswer) { draft.finish(isCut: isCut) }

  /// The event's data as a value, nil where it is none; throws what the server says went wrong.
  func value(of event: ServerSentEvent) throws(ProviderError) -> JSONValue? {
    guard let root = try? JSONValue(parsing: event.data) else {
      guard event.kind == "error" else { return nil }
      var error = ProviderError(status: 200)
      error.message = ProviderError.shown(event.data)
      throw error
    }
    if let error = ProviderError(in: root, status: 200, isError: event.kind == "error") { throw error }
    return root
  }
}

/// Why a stream of one format asks for a function: as itself, or because the answer's shape is asked for in that way.
enum ShapeUse: Equatable, Sendable {
  /// Functions are functions and text is text.
  case plain
  /// The text is the arguments of this function, asked for as an answer.
  case textIsCall(String)
  /// The arguments of the function are the answer's text.
  case callIsText
}
