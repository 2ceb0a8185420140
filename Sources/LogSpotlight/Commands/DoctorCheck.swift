import AlertSources
import Casefile
import SignIn

/// One line of what `doctor` says.
struct DoctorCheck: Equatable {
  enum Outcome: String {
    case ok
    case warn
    case fail
  }

  var name: String
  var outcome: Outcome
  var text: String
  var remedy: String?

  init(name: String, outcome: Outcome, text: String, remedy: String? = nil) {
    self.name = name
    self.outcome = outcome
    self.text = text
    self.remedy = remedy
  }

  /// What went wrong, of `subject` where it is one of several.
  init(name: String, outcome: Outcome, _ problem: Problem, of subject: String? = nil) {
    let sentences = [problem.summary, problem.cause].compactMap { $0 }
    let words = sentences.map { text in text.last.map { ".!?)".contains($0) } ?? true ? text : text + "." }.joined(separator: " ")
    self.init(name: name, outcome: outcome, text: (subject.map { $0 + ": " } ?? "") + words, remedy: problem.remedy)
  }

  init(_ check: SignInCheck) {
    self.init(
      name: check.step.rawValue, outcome: Outcome(rawValue: check.outcome.rawValue) ?? .fail, text: check.text, remedy: check.remedy)
  }

  init(_ proof: SourceProof, of subject: String) {
    self.init(
      name: "one alert", outcome: Outcome(rawValue: proof.outcome.rawValue) ?? .fail, text: "\(subject): \(proof.text)",
      remedy: proof.remedy)
  }

  var json: JSONValue {
    [
      "check": .string(name), "outcome": .string(outcome.rawValue), "text": .string(text), "remedy": remedy.map(JSONValue.string) ?? .null,
    ]
  }

  /// For people: the line, and what to do below it.
  var lines: String {
    func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }
    let line = padded(outcome.rawValue, 5) + padded(name, 14) + text.replacing("\n", with: "␊")
    return line + (remedy.map { "\n      " + $0.replacing("\n", with: "␊") } ?? "")
  }
}
