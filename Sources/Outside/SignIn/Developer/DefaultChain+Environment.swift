internal import Casefile

extension DefaultChain {
  /// The application whose id, tenant and secret or certificate stand in the environment.
  static func environment(_ parts: Parts) -> Link {
    let variable = parts.surroundings.variable
    let title = "environment"
    guard let clientID = variable("AZURE_CLIENT_ID"), let tenant = variable("AZURE_TENANT_ID") else {
      return Link(title: title, issuer: .failure(unset(title, ["AZURE_CLIENT_ID", "AZURE_TENANT_ID"], parts)))
    }
    if let secret = variable("AZURE_CLIENT_SECRET") {
      return link(title) { ClientSecret(try endpoint(parts, tenant), clientID: clientID, secret: { secret }) }
    }
    if let path = variable("AZURE_CLIENT_CERTIFICATE_PATH") {
      let sendsChain = ["1", "true"].contains(variable("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN")?.lowercased())
      return link(title) { ClientCertificate(try endpoint(parts, tenant), clientID: clientID, path: path, sendsChain: sendsChain) }
    }
    let reason =
      variable("AZURE_USERNAME") == nil
      ? "Neither AZURE_CLIENT_SECRET nor AZURE_CLIENT_CERTIFICATE_PATH is set."
      : "AZURE_USERNAME and AZURE_PASSWORD are not taken: Microsoft has retired that way."
    return Link(title: title, issuer: .failure(SignInUnavailable(title, reason: reason, remedy: "Set AZURE_CLIENT_SECRET.")))
  }

  private static func endpoint(_ parts: Parts, _ tenant: String) throws -> TokenEndpoint {
    try TokenEndpoint(login: parts.login, tenant: tenant, surroundings: parts.surroundings)
  }
}

extension ManagedIdentity {
  /// The issuer for this machine; on a cluster that federates, workload identity stands behind it.
  static func issuer(login: String, clientID: String?, surroundings: SignInSurroundings, probes: Bool) throws -> any TokenIssuer {
    let host = ManagedIdentityHost(surroundings)
    if case .workloadIdentity(let tenant, let path) = host {
      guard let clientID = clientID ?? surroundings.variable("AZURE_CLIENT_ID") else {
        throw SignInUnavailable("managed identity", reason: "AZURE_CLIENT_ID is not set.", remedy: "Set it, or client_id in sign_in.")
      }
      return WorkloadIdentity(
        try TokenEndpoint(login: login, tenant: tenant, surroundings: surroundings), clientID: clientID, path: path)
    }
    return ManagedIdentity(host, identity: clientID.map { .clientID($0) } ?? .system, surroundings: surroundings, probes: probes)
  }
}
