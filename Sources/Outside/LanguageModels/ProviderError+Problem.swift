internal import Casefile

extension ProviderError {
  /// What the analyst reads; `provider` and `model` are names of the configuration. `wait` is how long the server asks to wait, in seconds.
  func problem(provider: String, model: String, format: WireFormat = .chatCompletions, wait: Double? = nil) -> Problem {
    let said = [message, code ?? type].compactMap { $0 }.joined(separator: " · ")
    let cause = said.isEmpty ? "HTTP \(status)." : "\(said) (HTTP \(status))"
    var (summary, remedy, retry) = words(provider, model, format)
    if let wait, case .after = retry { retry = .after(seconds: wait) }
    return Problem(summary, cause: cause, remedy: remedy, retry: retry)
  }

  private func words(_ provider: String, _ model: String, _ format: WireFormat) -> (String, String, Problem.Retry) {
    switch kind {
    case .slowDown:
      ("\(provider) asks to slow down.", "Wait a moment and try again, send less, or choose another model.", .after(seconds: 20))
    case .quotaGone:
      (
        "The quota at \(provider) is used up.", "Waiting does not help: add credit or raise the limit there, or choose another model.",
        .never
      )
    case .tooLong:
      (
        "The request is too long for \(model).",
        "Send fewer fields, a shorter range or fewer rows, or choose a model with a larger window.",
        .never
      )
    case .filtered:
      (
        "The content filter of \(provider) blocked the request.",
        "Leave out the rows it objects to, or use another model or the offline analyst.",
        .never
      )
    case .wrongKey:
      ("\(provider) does not accept the key.", "Check api_key of this model in the configuration, and that the key is still valid.", .never)
    case .notAllowed:
      ("\(provider) does not allow this call.", "Check what the key may do, the project, the region and the network rules there.", .never)
    case .unknownModel:
      ("\(provider) does not know the model \(model).", "Check name or deployment of this model in the configuration.", .never)
    case .notFound:
      ("Nothing answers \(format.rawValue) at \(provider).", "Check base_url of this model, and its name or deployment.", .never)
    case .badRequest:
      ("\(provider) refused the request for \(model).", "Choose another model, or report what the cause says.", .never)
    case .busy:
      ("\(provider) has trouble of its own.", "Try again in a moment, or choose another model.", .after(seconds: 10))
    case .failed:
      ("\(provider) failed.", "Try again, or choose another model.", .now)
    }
  }
}
