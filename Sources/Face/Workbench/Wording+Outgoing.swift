internal import Casefile
package import HuntPipeline

extension Wording {
  // What is sent to a model, and further questions.
  package static let previewTitle = "What is sent to the model"
  package static func callNumber(_ number: Int, of all: Int) -> String { "call \(number) of \(all)" }
  package static let previewComing = "Making it ready …"
  package static let noCall = "no call to a model is near, and none was made in this hunt"
  package static let nothingToAsk = "there is no hunt to ask about"
  package static let followUpTitle = "A further question about these rows"
  package static let followUpHint = "which of these came from outside?"
  /// What is asked of a model whose answer was cut.
  package static let goOn = "Go on where your answer was cut; repeat nothing."
  package static let followUpNote =
    "Nothing is queried again; findings and cost stay. The model is told what was asked and answered before."

  /// How far our counts lay from what the provider reported.
  package static func countsCorrected(_ words: String) -> String { " · counts \(words)" }

  package static func hidden(_ call: OutgoingCalls) -> String {
    let kinds: [(IdentityKind, String)] = [
      (.user, "user"), (.host, "host"), (.address, "own address"), (.domain, "own domain"), (.tenant, "tenant id"), (.object, "object id"),
    ]
    let parts = kinds.compactMap { kind, word in call.hidden[kind].map { plural($0, word) } }
    if !parts.isEmpty { return "Hidden behind stand-ins: \(parts.joined(separator: ", "))." }
    return call.leavesMachine ? "Names are not hidden: stand-ins are off." : "It stays on this machine; names are as they are."
  }

  private static func plural(_ number: Int, _ word: String) -> String {
    number == 1 ? "1 \(word)" : "\(Figures.grouped(number)) \(word)\(word.hasSuffix("s") ? "es" : "s")"
  }
}
