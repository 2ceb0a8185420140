internal import Casefile
internal import HuntPipeline
internal import Locking
internal import Transport

extension SecretMask {
  func masked(_ problem: Problem) -> Problem {
    var problem = problem
    problem.summary = masked(problem.summary)
    problem.cause = problem.cause.map(masked)
    problem.remedy = problem.remedy.map(masked)
    return problem
  }

  /// What is put together of pieces may spell a key that no piece did, and the arguments of a call are JSON once more.
  func masked(_ answer: ModelAnswer) -> ModelAnswer {
    guard !isEmpty else { return answer }
    var answer = answer
    answer.text = masked(answer.text)
    answer.refusal = answer.refusal.map(masked)
    answer.servedBy = answer.servedBy.map(masked)
    answer.cutCause = answer.cutCause.map(masked)
    answer.toolCalls = answer.toolCalls.map {
      ModelAnswer.ToolCall(id: masked($0.id), name: masked($0.name), arguments: masked($0.arguments))
    }
    return answer
  }

  /// Masks a text that comes in pieces: the end of a piece that may be the beginning of a secret waits for the next.
  final class Stream: Sendable {
    private let mask: Locked<SecretMask>

    init(_ mask: SecretMask) { self.mask = Locked(mask) }

    /// What may be shown now.
    func push(_ piece: String) -> String { mask.withLock { String(decoding: $0.pass(Array(piece.utf8)), as: UTF8.self) } }

    /// What still waited: no secret came of it.
    func finish() -> String { mask.withLock { String(decoding: $0.rest(), as: UTF8.self) } }
  }
}
