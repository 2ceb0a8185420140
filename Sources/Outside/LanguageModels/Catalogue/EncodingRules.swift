package import Casefile

/// Which encoding a model's tokens are counted with, by its name: the published map of names and prefixes.
package enum EncodingRules {
  /// An encoding, and whether it is published for that name or only taken for granted.
  package struct Answer: Equatable, Sendable {
    package var encoding: ModelCard.Encoding
    package var isAssumed: Bool
  }

  private static let exact: [String: ModelCard.Encoding] = [
    "o1": .o200k, "o3": .o200k, "o4-mini": .o200k, "gpt-5": .o200k, "gpt-4.1": .o200k, "gpt-4o": .o200k, "gpt-4": .cl100k,
    "gpt-3.5-turbo": .cl100k, "gpt-3.5": .cl100k, "gpt-35-turbo": .cl100k,
  ]

  /// Checked in this order, so that `gpt-4o-` and `gpt-4.1-` come before `gpt-4-`.
  private static let prefixes: [(String, ModelCard.Encoding)] = [
    ("o1-", .o200k), ("o3-", .o200k), ("o4-mini-", .o200k), ("gpt-5", .o200k), ("gpt-4.5-", .o200k), ("gpt-4.1-", .o200k),
    ("chatgpt-4o-", .o200k), ("gpt-4o-", .o200k), ("gpt-4-", .cl100k), ("gpt-3.5-turbo-", .cl100k), ("gpt-35-turbo-", .cl100k),
    ("ft:gpt-4o", .o200k), ("ft:gpt-4", .cl100k), ("ft:gpt-3.5-turbo", .cl100k),
  ]

  /// The published encoding; for every other name `o200k_base`, assumed.
  ///
  /// `gpt-oss-` uses `o200k_harmony`, which cuts ordinary text as `o200k_base` does.
  package static func encoding(of model: String) -> Answer {
    if let encoding = exact[model] { return Answer(encoding: encoding, isAssumed: false) }
    if let match = prefixes.first(where: { model.hasPrefix($0.0) }) { return Answer(encoding: match.1, isAssumed: false) }
    return Answer(encoding: .o200k, isAssumed: !model.hasPrefix("gpt-oss-"))
  }
}
