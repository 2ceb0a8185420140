internal import Casefile
internal import Transport

/// How one workspace signs in: everything the configuration and the program's opening know about it.
package struct SignInConfiguration: Sendable {
  /// The names of `sign_in.method`.
  package enum Method: String, CaseIterable, Sendable {
    case `default`
    case clientSecret = "client-secret"
    case clientCertificate = "client-certificate"
    case deviceCode = "device-code"
    case managedIdentity = "managed-identity"
    case azureCLI = "azure-cli"
    case workloadIdentity = "workload-identity"
  }

  /// The workspace's name, for the keys in a `Problem`.
  package var workspace: String
  package var method: Method
  package var tenant: String?
  package var clientID: String?
  /// Reads the secret where the configuration says; called for each token. Nil when none is configured.
  package var clientSecret: (@Sendable () async throws -> String)?
  /// A PEM file with key and certificate.
  package var certificatePath: String?
  package var clouds: CloudAddresses
  /// Shows a person where to sign in.
  package var desk: DeviceCodeDesk
  /// Where tokens are kept between two runs; nil keeps none. It is used only by ways whose account this configuration names: who is signed
  /// in to the Azure CLI, or which identity a machine has, may have changed by the next run.
  package var tokenFile: TokenFile?
  /// Hears of waits of the login service where whoever wants the token does not.
  package var waits: @Sendable (_ afterSeconds: Double, _ cause: String) -> Void = { _, _ in }

  package init(
    workspace: String, method: Method = .default, tenant: String? = nil, clientID: String? = nil,
    clientSecret: (@Sendable () async throws -> String)? = nil, certificatePath: String? = nil, clouds: CloudAddresses = CloudAddresses(),
    tokenFile: TokenFile? = nil, desk: DeviceCodeDesk
  ) {
    self.workspace = workspace
    self.method = method
    self.tenant = tenant
    self.clientID = clientID
    self.clientSecret = clientSecret
    self.certificatePath = certificatePath
    self.clouds = clouds
    self.tokenFile = tokenFile
    self.desk = desk
  }

  /// The tokens of this workspace. Throws a `Problem` that names the key that is missing; nothing is sent yet.
  package func tokens(_ surroundings: SignInSurroundings) throws -> TokenKeeper {
    let isNamed = ![.default, .azureCLI, .managedIdentity].contains(method)
    let shelf = isNamed ? tokenFile.map { TokenShelf($0, sign: sign(surroundings)) } : nil
    return TokenKeeper(try issuer(surroundings), now: surroundings.retrying.now, shelf: shelf, unheard: waits)
  }

  /// The way of signing in that the method names. Throws a `Problem` that names the key that is missing.
  package func issuer(_ surroundings: SignInSurroundings) throws -> any TokenIssuer {
    switch method {
    case .default:
      return try DefaultChain(
        DefaultChain.Parts(login: login(surroundings), tenant: tenant, clientID: clientID, surroundings: surroundings))
    case .clientSecret:
      let clientSecret = try needed(self.clientSecret, "client_secret")
      return ClientSecret(try endpoint(surroundings), clientID: try needed(clientID, "client_id"), secret: clientSecret)
    case .clientCertificate:
      return ClientCertificate(
        try endpoint(surroundings), clientID: try needed(clientID, "client_id"), path: try needed(certificatePath, "client_certificate"))
    case .deviceCode: return try deviceCode(surroundings)
    case .managedIdentity:
      return try managedIdentity(surroundings)
    case .azureCLI: return AzureCLI(tenant: tenant, surroundings: surroundings)
    case .workloadIdentity:
      let path = try needed(surroundings.variable("AZURE_FEDERATED_TOKEN_FILE"), variable: "AZURE_FEDERATED_TOKEN_FILE")
      let clientID = clientID ?? surroundings.variable("AZURE_CLIENT_ID")
      let tenant = tenant ?? surroundings.variable("AZURE_TENANT_ID")
      return WorkloadIdentity(
        try TokenEndpoint(login: login(surroundings), tenant: try neededTenant(tenant), surroundings: surroundings),
        clientID: try needed(clientID, "client_id"), path: path)
    }
  }

  private func managedIdentity(_ surroundings: SignInSurroundings) throws -> any TokenIssuer {
    do {
      return try ManagedIdentity.issuer(login: login(surroundings), clientID: clientID, surroundings: surroundings, probes: false)
    } catch let missing as SignInUnavailable {
      throw missing.problem
    }
  }

  private func deviceCode(_ surroundings: SignInSurroundings) throws -> any TokenIssuer {
    let login = login(surroundings)
    // Without a tenant the account that signs in says which one it is.
    let endpoint = try TokenEndpoint(login: login, tenant: tenant ?? "organizations", surroundings: surroundings)
    let shelf = RefreshTokenShelf(file: tokenFile, key: sign(surroundings))
    return DeviceCode(endpoint, clientID: try needed(clientID, "client_id"), shelf: shelf, desk: desk)
  }

  private func endpoint(_ surroundings: SignInSurroundings) throws -> TokenEndpoint {
    try TokenEndpoint(login: login(surroundings), tenant: try neededTenant(tenant), surroundings: surroundings)
  }

  /// The configuration's address where it names one or another cloud; else what AZURE_AUTHORITY_HOST says.
  private func login(_ surroundings: SignInSurroundings) -> String {
    let own = clouds.loginAddress
    guard !clouds.isLoginChosen, let host = surroundings.variable("AZURE_AUTHORITY_HOST") else { return own }
    let address = host.contains("://") ? host : "https://" + host
    return address.hasSuffix("/") ? String(address.dropLast()) : address
  }

  /// Authority, tenant, application and way: what tells this sign-in apart in a file.
  private func sign(_ surroundings: SignInSurroundings) -> String {
    [login(surroundings), tenant ?? "-", clientID ?? "-", method.rawValue].joined(separator: " ")
  }

  private func neededTenant(_ tenant: String?) throws -> String {
    try needed(tenant, "tenant_id", path: "[workspaces.\(workspace)] tenant_id")
  }

  private func needed<Value>(_ value: Value?, _ key: String, path: String? = nil) throws -> Value {
    if let text = value as? String, text.isEmpty { return try needed(nil as Value?, key, path: path) }
    guard let value else {
      let path = path ?? "[workspaces.\(workspace).sign_in] \(key)"
      throw Problem(
        "Signing in by \(method.rawValue) needs \(key).", cause: "\(path) is not set.", remedy: "Set \(path) in the configuration.",
        kind: .usage)
    }
    return value
  }

  private func needed(_ value: String?, variable: String) throws -> String {
    guard let value else {
      throw Problem(
        "Signing in by \(method.rawValue) needs \(variable).", cause: "The environment does not set it.",
        remedy: "Set it to the file in which the cluster or pipeline leaves its token.", kind: .usage)
    }
    return value
  }
}
