internal import Casefile
package import Transport

/// What a Data Explorer cluster says about signing in to it, asked without a token.
package struct KustoMetadata: Equatable, Sendable {
  /// Where it says that its tokens come from. No secret is sent there because of it: the cloud of the workspace decides.
  package var loginAddress: String
  /// What its tokens are for, without `/.default`.
  package var resource: String

  /// What holds where a cluster does not say, as older ones and the emulator.
  package static let standard = KustoMetadata(
    loginAddress: "https://login.microsoftonline.com", resource: "https://kusto.kusto.windows.net")

  package var scope: TokenScope { TokenScope((resource.hasSuffix("/") ? String(resource.dropLast()) : resource) + "/.default") }

  /// Asks `{cluster}/v1/rest/auth/metadata`. The cluster's address is checked first: whoever answers decides which token it gets, so the
  /// resource it names must be Data Explorer's too. 404 means the standard.
  package static func fetch(
    _ cluster: String, clouds: CloudAddresses, sender: any HTTPSending, surroundings: RetrySurroundings
  ) async throws -> KustoMetadata {
    try clouds.checkKusto(cluster)
    let base = cluster.hasSuffix("/") ? String(cluster.dropLast()) : cluster
    let request = HTTPRequest(
      .get, base + "/v1/rest/auth/metadata", headers: ["Accept": "application/json"], timeouts: .signIn,
      redirects: .sameHost)
    let head: HTTPResponseHead
    let body: [UInt8]
    do {
      let subject = WebAddress(base)?.host ?? "the cluster"
      let response = try await SignInSender(sender: sender, subject: subject, surroundings: surroundings).send(request)
      head = response.head
      body = try await response.body.collect()
    } catch let failure as HTTPFailure {
      throw failure.problem
    }
    if head.status == 404 { return .standard }
    guard head.isSuccess, let json = try? JSONValue(parsing: body[...]), let own = json["AzureAD"], own.object != nil else {
      throw Problem(
        "The cluster did not say how to sign in.", cause: "\(base) answered with HTTP \(head.status) and no metadata.",
        remedy: "Check cluster; its address is that of the cluster itself, without a database.",
        retry: head.status == 429 || head.status >= 500 ? .now : .never)
    }
    return try KustoMetadata(own, clouds: clouds)
  }

  private init(_ json: JSONValue, clouds: CloudAddresses) throws {
    func text(_ key: String) -> String? { json[key]?.string.flatMap { $0.isEmpty ? nil : $0 } }
    self.init(
      loginAddress: text("LoginEndpoint") ?? KustoMetadata.standard.loginAddress,
      resource: text("KustoServiceResourceId") ?? KustoMetadata.standard.resource)
    guard let address = WebAddress(resource), address.scheme == "https", clouds.isTrustedKusto(address.host) else {
      throw Problem(
        "The cluster wants a token that is not its own.", cause: "It names \(resource.harmless) as its service.",
        remedy: "Check cluster: a false one could collect tokens for other services.", kind: .refused)
    }
  }

  package init(loginAddress: String, resource: String) {
    self.loginAddress = loginAddress
    self.resource = resource
  }
}
