internal import Casefile
internal import HuntPipeline
internal import Transport

extension RemoteModel {
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
      case .provider(let error, let head): .answer(Failure.head(head, of: error), code: error.retryCode)
      case .rubbish: .failure(HTTPFailure(.malformed, host: ""))
      case .empty: .failure(HTTPFailure(.cut, host: ""))
      }
    }

    /// Whether the server refused the call, or never saw it, so that it takes no money for it.
    var isUnpaid: Bool {
      switch reason {
      case .transport(let failure): failure.isBeforeSending || !failure.isPassing
      case .provider, .rubbish, .empty: true
      }
    }

    func problem(_ configuration: ProviderConfiguration, _ call: ModelCall, _ format: WireFormat, now: DateTime) -> Problem {
      switch reason {
      case .transport(let failure): failure.problem
      case .provider(let error, let head):
        error.problem(
          provider: configuration.name, model: call.model, format: format, wait: RetryPolicy.askedWait(head.headers, now: now))
      case .rubbish(let type):
        Problem(
          "\(configuration.name) did not answer as a language model does.",
          cause: "It sent \(ProviderError.shown(type ?? "nothing readable")).",
          remedy: "Check base_url of this model, and what stands in between.")
      case .empty:
        Problem(
          "\(configuration.name) ended the answer before it began.", cause: "The stream held no answer.",
          remedy: "Try again, or choose another model.", retry: .now)
      }
    }

    /// An error in the middle of a stream comes with status 200; its own status, or one of its kind, stands for it.
    private static func head(_ head: HTTPResponseHead, of error: ProviderError) -> HTTPResponseHead {
      if head.status >= 400 { return head }
      let status: Int =
        switch error.kind {
        case .slowDown: 429
        case .busy, .failed: 503
        default: error.status >= 400 ? error.status : 400
        }
      return HTTPResponseHead(status: status, headers: head.headers)
    }
  }
}
