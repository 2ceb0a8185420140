internal import Casefile
internal import Transport

extension ManagedIdentity {
  private static let timeouts = HTTPRequest.Timeouts(connect: 5, firstByte: 30, idle: 30, total: 60)
  private static let probeTimeouts = HTTPRequest.Timeouts(connect: 1, firstByte: 30, idle: 30, total: 60)

  /// The request of each host, as its documentation writes it. Throws a `Problem` where it knows no chosen identities.
  func request(_ scope: TokenScope) throws -> HTTPRequest {
    let resource = ("resource", scope.resource)
    switch host {
    case .metadata(let base):
      let items = [("api-version", "2018-02-01"), resource] + chosen(resourceName: "msi_res_id")
      return get(base + "/metadata/identity/oauth2/token", items, ["Metadata": "true"])
    case .appService(let endpoint, let secret):
      let items = [("api-version", "2019-08-01"), resource] + chosen(resourceName: "mi_res_id")
      return get(endpoint, items, ["X-IDENTITY-HEADER": secret])
    case .machineLearning(let endpoint, let secret):
      // An older form of the same: the client id has another name, and other choices have none.
      var items = [("api-version", "2017-09-01"), resource]
      if case .clientID(let id) = identity { items.append(("clientid", id)) } else { try forbidChoice() }
      return get(endpoint, items, ["secret": secret])
    case .arc(let endpoint):
      try forbidChoice()
      return get(endpoint, [("api-version", "2020-06-01"), resource], ["Metadata": "true"])
    case .cloudShell(let endpoint):
      try forbidChoice()
      return HTTPRequest(
        .post, endpoint, headers: ["Content-Type": "application/x-www-form-urlencoded", "Metadata": "true"],
        body: Array(FormText.joined([resource]).utf8), timeouts: ManagedIdentity.timeouts, redirects: .none, isIdempotent: true)
    case .serviceFabric, .workloadIdentity:
      preconditionFailure("these hosts are answered before a request is made")
    }
  }

  private func get(_ address: String, _ items: [(String, String)], _ headers: HTTPHeaders) -> HTTPRequest {
    HTTPRequest(
      .get, FormText.address(address, items), headers: headers,
      timeouts: probes ? ManagedIdentity.probeTimeouts : ManagedIdentity.timeouts, redirects: .none)
  }

  private func chosen(resourceName: String) -> [(String, String)] {
    switch identity {
    case .system: []
    case .clientID(let id): [("client_id", id)]
    case .objectID(let id): [("object_id", id)]
    case .resourceID(let id): [(resourceName, id)]
    }
  }

  private func forbidChoice() throws {
    guard identity != .system else { return }
    throw Problem(
      "\(host.title) has only one managed identity.", cause: "client_id names another.",
      remedy: "Remove client_id from sign_in, or AZURE_CLIENT_ID from the environment.", kind: .usage)
  }
}
