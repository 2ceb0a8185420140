package import Casefile
internal import Foundation

/// What is known of OpenAI's models, carried in the program; its origin and date stand in the data.
package struct ModelCatalogue: Sendable {
  /// Every model, newest family first, also those that are shut down.
  package let cards: [ModelCard]
  /// The day the facts were gathered, `2026-11-23`.
  package let asOf: String

  /// The catalogue the program was built with.
  package static let bundled = ModelCatalogue(bytes: PackageResources.models_json)

  /// An unreadable catalogue is an empty one; a test holds that the bundled one is whole.
  init(bytes: [UInt8]) {
    let root = try? JSONValue(parsing: bytes[...])
    asOf = root?["as_of"]?.string ?? ""
    cards = (root?["models"]?.array ?? []).compactMap(ModelCatalogue.card)
  }

  /// The card of that name; a dated name such as `gpt-4o-2024-08-06` gets the card of its family.
  package func card(named name: String) -> ModelCard? {
    if let card = cards.first(where: { $0.name == name }) { return card }
    guard let family = ModelCatalogue.withoutDate(name), var card = cards.first(where: { $0.name == family }) else { return nil }
    card.name = name
    return card
  }

  /// Models that can be a default: they are not shut down at `moment`.
  package func usable(at moment: DateTime) -> [ModelCard] {
    cards.filter { !$0.isShutDown(at: moment) }
  }

  /// The cheapest usable model whose input limit holds `tokens`, for drafting and analysing where none is configured.
  package func defaultModel(holding tokens: Int = 0, at moment: DateTime) -> ModelCard? {
    usable(at: moment).filter { ($0.maxInput ?? 0) >= tokens && !$0.isEncodingAssumed }
      .min { cost($0) < cost($1) }
  }

  private func cost(_ card: ModelCard) -> Double {
    card.price.map { $0.input * 8 + $0.output } ?? .infinity
  }

  /// `gpt-4o-2024-08-06` → `gpt-4o`; nil where no date ends the name.
  private static func withoutDate(_ name: String) -> String? {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count > 3, zip(parts.suffix(3), [4, 2, 2]).allSatisfy({ $0.count == $1 && $0.allSatisfy(\.isNumber) }) else { return nil }
    return parts.dropLast(3).joined(separator: "-")
  }

  private static func card(_ value: JSONValue) -> ModelCard? {
    guard let name = value["name"]?.string, let encoding = ModelCard.Encoding(rawValue: value["encoding"]?.string ?? "") else { return nil }
    var limits: [String: ModelCard.TierLimit] = [:]
    for (tier, limit) in value["limits"]?.object?.pairs ?? JSONObject().pairs {
      guard let requests = limit[0]?.integer, let tokens = limit[1]?.integer else { continue }
      limits[tier] = ModelCard.TierLimit(requestsPerMinute: Int(requests), tokensPerMinute: Int(tokens))
    }
    var card = ModelCard(
      name: name, contextWindow: integer(value["window"]), maxInput: integer(value["max_input"]), maxOutput: integer(value["max_output"]),
      price: price(value["price"]), longContextPrice: price(value["long_price"]), encoding: encoding,
      isEncodingAssumed: value["assumed"]?.bool ?? false, reasoningEfforts: value["efforts"]?.array?.compactMap(\.string) ?? [],
      shutDown: value["shut_down"]?.string, limitsByTier: limits, takesChatCompletions: value["chat"]?.bool ?? true)
    card.takesFunctionsInChat = value["chat_functions"]?.bool ?? true
    return card
  }

  private static func integer(_ value: JSONValue?) -> Int? { value?.integer.map(Int.init(clamping:)) }

  private static func price(_ value: JSONValue?) -> ModelCard.Price? {
    guard let input = value?["input"]?.double, let output = value?["output"]?.double else { return nil }
    return ModelCard.Price(input: input, cached: value?["cached"]?.double, written: value?["written"]?.double, output: output)
  }
}
