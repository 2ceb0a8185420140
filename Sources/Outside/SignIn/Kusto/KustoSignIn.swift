internal import Casefile
package import Transport

/// What tokens of one cluster must be asked for: asked of the cluster once, when the first token is needed, and kept for the process.
package actor KustoSignIn {
  private let cluster: String
  private let own: TokenScope
  private let clouds: CloudAddresses
  private let sender: any HTTPSending
  private let surroundings: RetrySurroundings
  private let turns = Turns()
  private var known: TokenScope?

  /// `cluster` is the address that is asked, `own` the scope of the cluster itself.
  package init(
    _ cluster: String, own: TokenScope, clouds: CloudAddresses, sender: any HTTPSending, surroundings: RetrySurroundings
  ) {
    self.cluster = cluster
    self.own = own
    self.clouds = clouds
    self.sender = sender
    self.surroundings = surroundings
  }

  /// Asks once for many waiters; a failure is not kept. Throws a `Problem`, or `CancellationError`.
  package func scope() async throws -> TokenScope {
    if let known { return known }
    try await turns.take()
    do {
      let scope: TokenScope
      if let known { scope = known } else { scope = try await asked() }
      known = scope
      await turns.pass()
      return scope
    } catch {
      await turns.pass()
      throw error
    }
  }

  private func asked() async throws -> TokenScope {
    let metadata = try await KustoMetadata.fetch(cluster, clouds: clouds, sender: sender, surroundings: surroundings)
    try checkCloud(metadata)
    // The standard is that of the public cloud; a cluster of another one that says nothing gets its own.
    if metadata == .standard, clouds.cloud != .public { return own }
    return metadata.scope
  }

  /// A token of another cloud's login service would be refused without a telling word.
  private func checkCloud(_ metadata: KustoMetadata) throws {
    guard metadata != .standard, let host = WebAddress(metadata.loginAddress)?.host, let cloud = CloudAddresses.cloud(ofLogin: host),
      cloud != clouds.cloud
    else { return }
    throw Problem(
      "The cluster belongs to another cloud.", cause: "It takes tokens of \(host), the login service of the cloud '\(cloud.rawValue)'.",
      remedy: "Set cloud = \"\(cloud.rawValue)\" for this workspace, or correct cluster.", kind: .usage)
  }
}
