internal import Casefile
internal import HuntPipeline
internal import Transport

extension RemoteModel {
  func read(
    _ response: HTTPResponse, _ shape: CallShape, _ silence: SilenceWatch, _ deliver: @Sendable (ModelDelta) async throws -> Void
  ) async throws -> ModelAnswer {
    guard response.head.isSuccess else {
      let body = (try? await response.body.collect(upTo: 1 << 20)) ?? []
      try Task.checkCancellation()
      throw Failure(reason: .provider(ProviderError(status: response.head.status, body: body), response.head))
    }
    switch response.head.mediaType {
    case "text/event-stream": return try await readStream(response, shape, silence, deliver)
    case "application/json": return try await readWhole(response, shape, deliver)
    default: throw Failure(reason: .rubbish(response.head.mediaType))
    }
  }

  /// Keeps what came: a stream that breaks after its first piece is an answer that was cut.
  private func readStream(
    _ response: HTTPResponse, _ shape: CallShape, _ silence: SilenceWatch, _ deliver: @Sendable (ModelDelta) async throws -> Void
  ) async throws -> ModelAnswer {
    var reader = shape.reader
    var failure: Failure?
    do {
      for try await event in response.body.serverSentEvents() {
        // Comments and pings keep the line open, and say nothing.
        if event.kind != "ping" {
          response.body.gotOn()
          silence.heard()
        }
        for delta in try reader.push(event) { try await deliver(delta) }
        if reader.hasEnded { break }
      }
    } catch let error as ProviderError {
      failure = Failure(reason: .provider(error, response.head))
    } catch let error as HTTPFailure {
      failure = Failure(reason: .transport(error))
    } catch is ServerSentEventParser.EventTooLarge {
      failure = Failure(reason: .rubbish("an event without end"))
    }
    if let failure, !reader.hasBegun { throw failure }
    var (deltas, answer) = reader.finish(isCut: failure != nil)
    for delta in deltas { try await deliver(delta) }
    if answer.finish == .cut {
      guard reader.hasBegun else { throw Failure(reason: .empty) }
      answer.cutCause = failure?.problem(configuration, shape.call, shape.habits.format, now: surroundings.now()).said
    }
    return answer
  }

  /// A server that ignores `stream` sends one whole answer.
  private func readWhole(
    _ response: HTTPResponse, _ shape: CallShape, _ deliver: @Sendable (ModelDelta) async throws -> Void
  ) async throws -> ModelAnswer {
    var reader = shape.reader
    let body: [UInt8]
    do {
      body = try await response.body.collect()
    } catch let failure as HTTPFailure {
      throw Failure(reason: .transport(failure))
    }
    guard let root = try? JSONValue(parsing: body[...]) else { throw Failure(reason: .rubbish("JSON that is not whole")) }
    let first: [ModelDelta]?
    do {
      if let error = ProviderError(in: root, status: 200) { throw error }
      first = try reader.take(whole: root)
    } catch let error as ProviderError {
      throw Failure(reason: .provider(error, response.head))
    }
    guard let first else { throw Failure(reason: .rubbish("JSON without an answer")) }
    let (last, answer) = reader.finish(isCut: false)
    for delta in first + last { try await deliver(delta) }
    return answer
  }
}

extension Problem {
  /// What happened and why, for a place that already has a remedy.
  fileprivate var said: String { [summary, cause].compactMap { $0 }.joined(separator: " ") }
}
