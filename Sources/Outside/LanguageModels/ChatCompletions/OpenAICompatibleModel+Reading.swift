internal import Casefile
internal import HuntPipeline
internal import Transport

extension OpenAICompatibleModel {
  /// Why one sending brought no usable answer.
  struct Failure: Error {
    enum Reason {
      case transport(HTTPFailure)
      case provider(ProviderError, HTTPResponseHead)
      /// A success whose body is something else; the media type it came with.
      case rubbish(String?)
      /// A stream without an answer.
      case empty
    }

    var reason: Reason

    var outcome: RetryPolicy.Outcome {
      switch reason {
      case .transport(let failure): .failure(failure)
      case .provider(let error, let head): .answer(OpenAICompatibleModel.head(head, of: error), code: error.retryCode)
      case .rubbish: .failure(HTTPFailure(.malformed, host: ""))
      case .empty: .failure(HTTPFailure(.cut, host: ""))
      }
    }

    func problem(_ configuration: ProviderConfiguration, _ call: ModelCall) -> Problem {
      switch reason {
      case .transport(let failure): failure.problem
      case .provider(let error, _): error.problem(provider: configuration.name, model: call.model)
      case .rubbish(let type):
        Problem(
          "\(configuration.name) did not answer as a language model does.",
          cause: "It sent \(ProviderError.shown(type ?? "nothing readable")).",
          remedy: "Check base_url of this model, and what stands in between.")
      case .empty:
        Problem(
          "\(configuration.name) ended the answer before it began.", cause: "The stream held no choice.",
          remedy: "Try again, or choose another model.", retry: .now)
      }
    }
  }

  /// An error in the middle of a stream comes with status 200; its own code or a plain 500 stands for it.
  static func head(_ head: HTTPResponseHead, of error: ProviderError) -> HTTPResponseHead {
    if head.status >= 400 { return head }
    let status: Int =
      switch error.kind {
      case .slowDown: 429
      case .busy, .failed: 503
      default: error.status >= 400 ? error.status : 400
      }
    return HTTPResponseHead(status: status, headers: head.headers)
  }

  func read(
    _ response: HTTPResponse, _ reader: ChatStreamReader, _ deliver: @Sendable (ModelDelta) async throws -> Void
  ) async throws -> ModelAnswer {
    guard response.head.isSuccess else {
      let body = (try? await response.body.collect(upTo: 1 << 20)) ?? []
      try Task.checkCancellation()
      throw Failure(reason: .provider(ProviderError(status: response.head.status, body: body), response.head))
    }
    switch response.head.mediaType {
    case "text/event-stream": return try await readStream(response, reader, deliver)
    case "application/json": return try await readWhole(response, reader, deliver)
    default: throw Failure(reason: .rubbish(response.head.mediaType))
    }
  }

  /// Keeps what came: a stream that breaks after its first piece is an answer that was cut.
  private func readStream(
    _ response: HTTPResponse, _ reader: ChatStreamReader, _ deliver: @Sendable (ModelDelta) async throws -> Void
  ) async throws -> ModelAnswer {
    var reader = reader
    var isCut = false
    do {
      for try await event in response.body.serverSentEvents() {
        for delta in try reader.push(event.data) { try await deliver(delta) }
        if reader.hasEnded { break }
      }
    } catch let error as ProviderError {
      guard reader.hasBegun else { throw Failure(reason: .provider(error, response.head)) }
      isCut = true
    } catch let failure as HTTPFailure {
      guard reader.hasBegun else { throw Failure(reason: .transport(failure)) }
      isCut = true
    } catch is ServerSentEventParser.EventTooLarge {
      guard reader.hasBegun else { throw Failure(reason: .rubbish("an event without end")) }
      isCut = true
    }
    let (deltas, answer) = reader.finish(isCut: isCut)
    for delta in deltas { try await deliver(delta) }
    if answer.finish == .cut, !reader.hasBegun { throw Failure(reason: .empty) }
    return answer
  }

  /// A server that ignores `stream` sends one whole answer.
  private func readWhole(
    _ response: HTTPResponse, _ reader: ChatStreamReader, _ deliver: @Sendable (ModelDelta) async throws -> Void
  ) async throws -> ModelAnswer {
    var reader = reader
    let body: [UInt8]
    do {
      body = try await response.body.collect()
    } catch let failure as HTTPFailure {
      throw Failure(reason: .transport(failure))
    }
    guard let root = try? JSONValue(parsing: body[...]) else { throw Failure(reason: .rubbish("JSON that is not whole")) }
    if let error = ProviderError(in: root, status: 200) { throw Failure(reason: .provider(error, response.head)) }
    guard root["choices"]?.array?.isEmpty == false else { throw Failure(reason: .rubbish("JSON without choices")) }
    let first = reader.take(root)
    let (last, answer) = reader.finish(isCut: false)
    for delta in first + last { try await deliver(delta) }
    return answer
  }
}
