import Casefile

/// Which classifications and determinations Microsoft's services know, and which go together.
package enum Verdict {
  package static let classifications = ["unknown", "falsePositive", "truePositive", "informationalExpectedActivity"]

  package static let determinations = [
    "unknown", "apt", "malware", "securityPersonnel", "securityTesting", "unwantedSoftware", "other", "multiStagedAttack",
    "compromisedAccount", "phishing", "maliciousUserActivity", "notMalicious", "notEnoughDataToValidate", "confirmedActivity",
    "lineOfBusinessApplication",
  ]

  /// The documentation's own words for values that the wire spells otherwise.
  private static let otherNames = [
    "compromiseduser": "compromisedAccount", "clean": "notMalicious", "insufficientdata": "notEnoughDataToValidate",
    "confirmeduseractivity": "confirmedActivity",
  ]

  /// Determinations that go with a classification, the commonest first; empty for a classification that is not known.
  package static func determinations(for classification: String) -> [String] {
    switch classification {
    case "truePositive":
      [
        "multiStagedAttack", "malware", "maliciousUserActivity", "unwantedSoftware", "phishing", "compromisedAccount", "other", "apt",
        "securityPersonnel",
      ]
    case "informationalExpectedActivity": ["securityTesting", "confirmedActivity", "lineOfBusinessApplication", "other"]
    case "falsePositive": ["notMalicious", "notEnoughDataToValidate", "other"]
    case "unknown": ["unknown"]
    default: []
    }
  }

  /// The classification as the wire spells it; nil when there is none of that name.
  package static func classification(_ text: String) -> String? { classifications.first { $0.lowercased() == text.lowercased() } }

  /// The determination as the wire spells it, other names of the documentation included; nil when there is none of that name.
  package static func determination(_ text: String) -> String? {
    let lower = text.lowercased()
    return otherNames[lower] ?? determinations.first { $0.lowercased() == lower }
  }

  /// Throws a usage `Problem` unless the two go together; empty stands for what nobody has judged.
  package static func check(classification: String, determination: String) throws {
    let classification = classification.isEmpty ? "unknown" : classification
    let determination = determination.isEmpty ? "unknown" : determination
    guard determination != "unknown" else { return }
    let fitting = determinations(for: classification)
    guard !fitting.contains(determination) else { return }
    if classification == "unknown" {
      let wanting = classifications.filter { determinations(for: $0).contains(determination) }
      throw Problem(
        "The determination \(determination) needs a classification.", cause: "The alert has none, and none is given.",
        remedy: "Give one of \(wanting.joined(separator: ", ")) with it.", kind: .usage)
    }
    throw Problem(
      "\(classification) and \(determination) do not go together.",
      cause: "Microsoft's services pair \(classification) with other determinations.",
      remedy: "Choose one of \(fitting.joined(separator: ", ")).", kind: .usage)
  }
}
