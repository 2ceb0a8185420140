package import Casefile
internal import Transport

/// Where a provider is and how it is spoken to; its descriptions show no secret.
package struct ProviderConfiguration: Sendable {
  /// Which family of servers the other end belongs to; decides only what is tried first.
  package enum Dialect: Equatable, Sendable {
    case openAI
    /// With a deployment the older addresses are used, unless the base address already ends in a version.
    case azure(deployment: String?)
    case compatible
    case anthropic
  }

  /// How a call signs in. The closure is asked for each call and its answer kept nowhere.
  package enum Credential: Sendable {
    case none
    /// `Authorization: Bearer …`
    case bearer(@Sendable () async throws -> String)
    /// `api-key: …` as Azure takes it, `x-api-key: …` as Anthropic does.
    case apiKey(@Sendable () async throws -> String)
  }

  /// The name of the provider in the configuration, for problems.
  package var name: String
  package var dialect: Dialect
  /// With or without `/v1` and a trailing slash.
  package var baseURL: String
  package var credential: Credential
  /// What is known of a model by its name, for what is tried first; from the catalogue.
  package var card: @Sendable (String) -> ModelCard?
  /// What the account's usage tier lets through; nil when unknown.
  package var tierLimit: ModelCard.TierLimit?

  package init(
    name: String, dialect: Dialect, baseURL: String, credential: Credential,
    card: @escaping @Sendable (String) -> ModelCard? = { ModelCatalogue.bundled.card(named: $0) }
  ) {
    self.name = name
    self.dialect = dialect
    self.baseURL = baseURL
    self.credential = credential
    self.card = card
  }
}

extension ProviderConfiguration {
  /// The name a server knows a model by: Azure's newer addresses take the deployment's.
  func wireName(of model: String) -> String {
    if case .azure(let deployment?) = dialect { deployment } else { model }
  }

  /// Headers that sign a request in, and those that a provider wants with each.
  func headers() async throws -> HTTPHeaders {
    try checkKeyIsSafe()
    var headers: HTTPHeaders = [:]
    if dialect == .anthropic { headers["anthropic-version"] = ProviderConfiguration.anthropicVersion }
    switch credential {
    case .none: break
    case .bearer(let token): headers["Authorization"] = "Bearer " + (try await token())
    case .apiKey(let key): headers[dialect == .anthropic ? "x-api-key" : "api-key"] = try await key()
    }
    return headers
  }

  private static let anthropicVersion = "2023-06-01"

  /// True when nothing that is sent to this provider leaves the machine.
  package var isOnThisMachine: Bool { WebAddress(baseURL)?.isLoopback == true }

  /// A key in clear text over a network could be read on the way.
  func checkKeyIsSafe() throws {
    if case .none = credential { return }
    guard let address = WebAddress(baseURL), address.scheme == "http", !address.isLoopback else { return }
    throw Problem(
      "The key of \(name) would travel unencrypted.", cause: "\(Secrets.shown(url: baseURL)) is not https.",
      remedy: "Use https, or remove api_key if that server needs none.", kind: .refused)
  }
}

extension ProviderConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Name, dialect and address, nothing that signs in.
  package var description: String { "\(name) (\(dialect)) at \(Secrets.shown(url: baseURL))" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["provider": description]) }
}
