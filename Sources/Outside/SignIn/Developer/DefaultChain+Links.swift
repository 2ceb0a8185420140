internal import Casefile

extension DefaultChain {
  /// What the chain is built from.
  struct Parts {
    var login: String
    /// The configuration's; the environment's own variables go before it where Microsoft's clients read them.
    var tenant: String?
    var clientID: String?
    var surroundings: SignInSurroundings
  }

  /// A way by the name under which AZURE_TOKEN_CREDENTIALS knows it, in lower case.
  private struct Known {
    var name: String
    var isProduction: Bool
    var make: @Sendable (Parts, _ isAlone: Bool) -> Link
  }

  private static let known = [
    Known(name: "environmentcredential", isProduction: true) { parts, _ in environment(parts) },
    Known(name: "workloadidentitycredential", isProduction: true) { parts, _ in workload(parts) },
    Known(name: "managedidentitycredential", isProduction: true) { managed($0, isAlone: $1) },
    Known(name: "visualstudiocodecredential", isProduction: false) { _, _ in absent("Visual Studio Code", "vscode") },
    Known(name: "azureclicredential", isProduction: false) { parts, _ in
      Link(
        title: "Azure CLI", isDeveloperTool: true, issuer: .success(AzureCLI(tenant: parts.tenant, surroundings: parts.surroundings)))
    },
    Known(name: "azurepowershellcredential", isProduction: false) { _, _ in absent("Azure PowerShell", "Get-AzAccessToken") },
    Known(name: "azuredeveloperclicredential", isProduction: false) { parts, _ in
      Link(
        title: "Azure Developer CLI", isDeveloperTool: true,
        issuer: .success(AzureDeveloperCLI(tenant: parts.tenant, surroundings: parts.surroundings)))
    },
    Known(name: "interactivebrowsercredential", isProduction: false) { _, _ in absent("a browser", "device-code") },
  ]

  /// Left out unless it is named.
  private static let onlyByName = "interactivebrowsercredential"

  /// The chain of this environment. Throws a `Problem` when AZURE_TOKEN_CREDENTIALS names nothing that is known.
  init(_ parts: Parts) throws {
    let choice = parts.surroundings.variable("AZURE_TOKEN_CREDENTIALS")?.lowercased()
    let taken: [Known]
    switch choice {
    case nil: taken = DefaultChain.known.filter { $0.name != DefaultChain.onlyByName }
    case "prod": taken = DefaultChain.known.filter(\.isProduction)
    case "dev": taken = DefaultChain.known.filter { !$0.isProduction && $0.name != DefaultChain.onlyByName }
    case let name?: taken = DefaultChain.known.filter { $0.name == name }
    }
    guard !taken.isEmpty else {
      throw Problem(
        "AZURE_TOKEN_CREDENTIALS is set to something unknown.", cause: "'\((choice ?? "").harmless)' is no way of signing in.",
        remedy: "Set it to dev, prod, or one of \(DefaultChain.known.map(\.name).joined(separator: ", ")).", kind: .usage)
    }
    self.init(taken.map { $0.make(parts, taken.count == 1) })
  }

  private static func absent(_ title: String, _ word: String) -> Link {
    let remedy = word == "device-code" ? "Use method = \"device-code\"." : "Use az login, or another method."
    return Link(
      title: title, isDeveloperTool: true,
      issuer: .failure(SignInUnavailable(title, reason: "This program does not sign in by it.", remedy: remedy)))
  }

  private static func workload(_ parts: Parts) -> Link {
    let variable = parts.surroundings.variable
    let wanted = ["AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_FEDERATED_TOKEN_FILE"]
    guard let tenant = variable(wanted[0]), let clientID = variable(wanted[1]), let path = variable(wanted[2]) else {
      return Link(title: "workload identity", issuer: .failure(unset("workload identity", wanted, parts)))
    }
    return link("workload identity") {
      WorkloadIdentity(
        try TokenEndpoint(login: parts.login, tenant: tenant, surroundings: parts.surroundings), clientID: clientID, path: path)
    }
  }

  private static func managed(_ parts: Parts, isAlone: Bool) -> Link {
    let clientID = parts.clientID ?? parts.surroundings.variable("AZURE_CLIENT_ID")
    return link("managed identity") {
      try ManagedIdentity.issuer(login: parts.login, clientID: clientID, surroundings: parts.surroundings, probes: !isAlone)
    }
  }

  /// A wrong tenant's name is told when this way is tried, not before: an earlier way may work.
  static func link(_ title: String, _ make: () throws -> any TokenIssuer) -> Link {
    do {
      return Link(title: title, issuer: .success(try make()))
    } catch let missing as SignInUnavailable {
      return Link(title: title, issuer: .failure(missing))
    } catch {
      return Link(title: title, issuer: .success(FailingIssuer(name: title, error: error)))
    }
  }

  static func unset(_ way: String, _ names: [String], _ parts: Parts) -> SignInUnavailable {
    let missing = names.filter { parts.surroundings.variable($0) == nil }
    let verb = missing.count == 1 ? "is" : "are"
    return SignInUnavailable(
      way, reason: "\(missing.joined(separator: ", ")) \(verb) not set.", remedy: "Set them, or choose a method in sign_in.")
  }
}

/// A way that exists but is set up wrongly.
private struct FailingIssuer: TokenIssuer {
  let name: String
  let error: any Error

  func issue(_ scope: TokenScope, claims: String?) async throws -> AccessToken { throw error }
}
