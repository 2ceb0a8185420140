import Casefile
import HuntPipeline
import Locking
import Transport

/// Keeps the key that a request carries out of everything its answer says: servers echo keys in errors, and an echo would go to the
/// journal, the screen and the findings.
struct SecretMask: Sendable {
  /// Shorter ones are no keys, and masking them would tear up ordinary words.
  private static let shortest = 6

  let secrets: [String]

  /// The secrets in the headers of a request, without the word before them.
  init(of headers: HTTPHeaders = [:]) {
    secrets = headers.fields.filter { Secrets.isSecret(header: $0.name) }
      .map { $0.value.split(separator: " ").last.map(String.init) ?? "" }
      .filter { $0.utf8.count >= SecretMask.shortest }
  }

  func masked(_ text: String) -> String {
    var text = text
    for secret in secrets where text.contains(secret) { text = text.replacing(secret, with: Secrets.mask) }
    return text
  }

  func masked(_ problem: Problem) -> Problem {
    var problem = problem
    problem.summary = masked(problem.summary)
    problem.cause = problem.cause.map(masked)
    problem.remedy = problem.remedy.map(masked)
    return problem
  }

  func masked(_ answer: ModelAnswer) -> ModelAnswer {
    var answer = answer
    answer.text = masked(answer.text)
    answer.refusal = answer.refusal.map(masked)
    answer.servedBy = answer.servedBy.map(masked)
    answer.cutCause = answer.cutCause.map(masked)
    answer.toolCalls = answer.toolCalls.map { ModelAnswer.ToolCall(id: $0.id, name: masked($0.name), arguments: masked($0.arguments)) }
    return answer
  }

  /// Masks a text that comes in pieces: the end of a piece that may be the beginning of a secret waits for the next.
  final class Stream: Sendable {
    private let mask: SecretMask
    private let waiting = Locked("")

    init(_ mask: SecretMask) { self.mask = mask }

    /// What may be shown now.
    func push(_ piece: String) -> String {
      guard !mask.secrets.isEmpty else { return piece }
      return waiting.withLock { waiting in
        let text = mask.masked(waiting + piece)
        let held = mask.secrets.map { SecretMask.overlap(of: text, with: $0) }.max() ?? 0
        waiting = String(text.suffix(held))
        return String(text.dropLast(held))
      }
    }

    /// What still waited: no secret came of it.
    func finish() -> String {
      waiting.withLock { waiting in
        defer { waiting = "" }
        return waiting
      }
    }
  }

  /// Characters at the end of the text that begin the secret without ending it.
  private static func overlap(of text: String, with secret: String) -> Int {
    var length = min(text.count, secret.count - 1)
    while length > 0 {
      if secret.hasPrefix(text.suffix(length)) { return length }
      length -= 1
    }
    return 0
  }
}
