import Casefile
import Foundation
import HuntPipeline
import LanguageModels
import Settings
import Transport

/// The models of a workspace: their cards, and who answers for each.
struct ModelShelf: Sendable {
  /// What this workspace may ask, best liked first; the offline analyst alone when nothing is configured.
  let cards: [ModelCard]
  /// Everything that is known, whether configured or not.
  let catalogue: [ModelCard]
  let tier: String?
  private let models: [String: RemoteModel]

  static func catalogue() throws -> [ModelCard] { ModelCatalogue.bundled.cards }

  init(_ configuration: Configuration, workspace: String) throws {
    catalogue = try ModelShelf.catalogue()
    let names = configuration.workspaces[workspace]?.models ?? []
    // Made only for a model that is asked over HTTP: starting libcurl and its TLS library takes milliseconds.
    var client: HTTPClient?
    var cards: [ModelCard] = []
    var models: [String: RemoteModel] = [:]
    for name in names {
      guard name != "offline", let model = configuration.models[name], model.provider != .offline else {
        cards.append(ModelCard.offline)
        continue
      }
      let card = try ModelShelf.card(model, named: name, catalogue)
      cards.append(card)
      let sender = client ?? HTTPClient()
      client = sender
      models[card.name] = RemoteModel(
        try ProviderConfiguration(model, named: name, card: card), sender: sender, surroundings: .system())
    }
    self.cards = cards.isEmpty ? [ModelCard.offline] : cards
    self.models = models
    tier = names.compactMap { configuration.models[$0]?.tier }.first
  }

  /// Who answers for a card; nil for the offline analyst.
  func model(for card: ModelCard) -> RemoteModel? { models[card.name] }

  /// `names` are the workspace's own; only the offline planner looks at them, so that they never travel with a prompt.
  func drafter(
    for card: ModelCard, _ concealment: HuntConcealment?, names: @escaping @Sendable () async -> KnownNames
  ) -> any PlanDrafter {
    if let model = model(for: card) { return ModelPlanDrafter(model: concealment?.around(model) ?? model) }
    return OfflinePlanner(names: names)
  }

  func analyst(for card: ModelCard, _ concealment: HuntConcealment?) -> any Analyst {
    if let model = model(for: card) { return ModelAnalyst(model: concealment?.around(model) ?? model) }
    return OfflineAnalyst()
  }

  /// The catalogue's card with what the configuration says laid over it.
  private static func card(_ model: ModelConfiguration, named name: String, _ catalogue: [ModelCard]) throws -> ModelCard {
    guard !model.name.isEmpty else {
      throw Problem(
        "[models.\(name)] has no name.", cause: "The provider must be told which model to use.", remedy: "Add name = \"…\".", kind: .usage)
    }
    var card = ModelCatalogue.bundled.card(named: model.name) ?? unknownCard(model)
    if let price = model.price {
      // What the analyst says is paid holds for long requests too.
      card.price = price
      card.longContextPrice = nil
    }
    card.acceptsUnknownPrice = model.acceptsUnknownPrice
    if let context = model.context { card.contextWindow = context }
    if let most = model.maxOutput { card.maxOutput = most }
    if let encoding = model.encoding {
      card.encoding = encoding
      card.isEncodingAssumed = false
      card.countFactor = 1
    }
    card.leavesMachine = !isLoopback(ProviderConfiguration.address(of: model))
    card.host = ProviderConfiguration.address(of: model).flatMap { URL(string: $0)?.host }
    return card
  }

  /// A model nobody has listed: its tokens are counted as o200k with a margin, and marked as estimates.
  private static func unknownCard(_ model: ModelConfiguration) -> ModelCard {
    let rule = EncodingRules.encoding(of: model.name)
    return ModelCard(name: model.name, encoding: rule.encoding, isEncodingAssumed: rule.isAssumed, countFactor: rule.isAssumed ? 1.25 : 1)
  }

  static func isLoopback(_ url: String?) -> Bool {
    guard let host = url.flatMap({ URL(string: $0)?.host })?.lowercased() else { return false }
    return host == "localhost" || host == "::1" || host == "[::1]" || isLoopbackAddress(host)
  }

  /// `127.0.0.1` and its kin; `127.example.com` is somebody else's name.
  private static func isLoopbackAddress(_ host: String) -> Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
