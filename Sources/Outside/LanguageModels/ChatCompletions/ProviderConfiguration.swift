internal import Casefile
internal import Transport

/// Where a provider is and how it is spoken to; its descriptions show no secret.
package struct ProviderConfiguration: Sendable {
  /// Which family of servers the other end belongs to; decides only what is tried first.
  package enum Dialect: Equatable, Sendable {
    case openAI
    /// With a deployment the older addresses are used, unless the base address already ends in a version.
    case azure(deployment: String?)
    case compatible
  }

  /// How a call signs in. The closure is asked for each call and its answer kept nowhere.
  package enum Credential: Sendable {
    case none
    /// `Authorization: Bearer …`
    case bearer(@Sendable () async throws -> String)
    /// `api-key: …`, as Azure takes it.
    case apiKey(@Sendable () async throws -> String)
  }

  /// The name of the provider in the configuration, for problems.
  package var name: String
  package var dialect: Dialect
  /// With or without `/v1` and a trailing slash.
  package var baseURL: String
  package var credential: Credential
  /// Efforts the models take, by model name; from the catalogue.
  package var reasoningEfforts: @Sendable (String) -> [String]

  package init(
    name: String, dialect: Dialect, baseURL: String, credential: Credential,
    reasoningEfforts: @escaping @Sendable (String) -> [String] = { ModelCatalogue.bundled.card(named: $0)?.reasoningEfforts ?? [] }
  ) {
    self.name = name
    self.dialect = dialect
    self.baseURL = baseURL
    self.credential = credential
    self.reasoningEfforts = reasoningEfforts
  }
}

extension ProviderConfiguration {
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
