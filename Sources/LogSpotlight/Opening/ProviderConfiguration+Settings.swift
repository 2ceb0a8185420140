import Casefile
import LanguageModels
import Settings

extension ProviderConfiguration {
  /// How the model of that name in the configuration is reached.
  ///
  /// A key that is not named comes from the variable that the provider's own clients read, and goes to the provider's own address only; an
  /// Azure resource is its own address. Throws a `Problem` that names what is missing.
  init(_ model: ModelConfiguration, named name: String, card: ModelCard) throws {
    guard let url = ProviderConfiguration.address(of: model) else { throw ProviderConfiguration.missingURL(name) }
    let key = "models.\(name).api_key"
    self.init(
      name: name, dialect: ProviderConfiguration.dialect(of: model), baseURL: url,
      credential: ProviderConfiguration.credential(of: model, named: key))
    tierLimit = model.tier.flatMap { card.limitsByTier[$0] }
  }

  /// The provider's address; nil where it has none of its own and none is configured.
  static func address(of model: ModelConfiguration) -> String? {
    switch model.provider {
    case .openAI: model.baseURL ?? "https://api.openai.com/v1"
    case .anthropic: model.baseURL ?? "https://api.anthropic.com/v1"
    case .azureOpenAI: model.baseURL ?? azureAddress
    case .compatible, .offline: model.baseURL
    }
  }

  /// The resource that Azure's own clients read, with the version of the interface they read beside it.
  private static var azureAddress: String? {
    guard let endpoint = variable("AZURE_OPENAI_ENDPOINT") else { return nil }
    guard let version = variable("OPENAI_API_VERSION"), !endpoint.contains("?"), version.allSatisfy({ $0.isASCII && !"&#?/ ".contains($0) })
    else { return endpoint }
    return endpoint + "?api-version=" + version
  }

  private static func dialect(of model: ModelConfiguration) -> Dialect {
    switch model.provider {
    case .openAI: .openAI
    case .anthropic: .anthropic
    case .azureOpenAI: .azure(deployment: model.deployment)
    case .compatible, .offline: .compatible
    }
  }

  private static func credential(of model: ModelConfiguration, named name: String) -> Credential {
    let isOwnAddress = model.baseURL == nil
    switch model.provider {
    case .openAI:
      if model.apiKey == nil, ModelShelf.isLoopback(model.baseURL) { return .none }
      return .bearer(reading(model.apiKey ?? (isOwnAddress ? .environment("OPENAI_API_KEY") : nil), named: name))
    case .anthropic:
      if model.apiKey == nil, ModelShelf.isLoopback(model.baseURL) { return .none }
      return .apiKey(reading(model.apiKey ?? (isOwnAddress ? .environment("ANTHROPIC_API_KEY") : nil), named: name))
    case .azureOpenAI:
      if model.apiKey == nil, variable("AZURE_OPENAI_AD_TOKEN") != nil {
        return .bearer(reading(.environment("AZURE_OPENAI_AD_TOKEN"), named: name))
      }
      return .apiKey(reading(model.apiKey ?? .environment("AZURE_OPENAI_API_KEY"), named: name))
    case .compatible, .offline:
      return model.apiKey == nil ? .none : .bearer(reading(model.apiKey, named: name))
    }
  }

  private static func reading(_ place: SecretPlace?, named name: String) -> @Sendable () async throws -> String {
    { try await SecretReader.read(place, named: name) }
  }

  private static func variable(_ name: String) -> String? { Surroundings()[name] }

  private static func missingURL(_ name: String) -> Problem {
    Problem(
      "[models.\(name)] has no base_url.", cause: "Its provider has no address of its own.",
      remedy: "Add base_url = \"http://127.0.0.1:8080/v1\" or the like.", kind: .usage)
  }
}
