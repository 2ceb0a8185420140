internal import Casefile
package import Transport

extension RemoteModel {
  /// A model that a server offers.
  package struct Served: Equatable, Sendable {
    package var name: String
    /// Tokens of input and output together, where the server tells.
    package var contextWindow: Int?
  }

  /// What the server offers, for `doctor`; throws a `Problem` with its remedy when it cannot be asked. `tell` hears that it lets wait.
  package func servedModels(tell: @escaping SilenceWatch.Teller = { _, _ in }) async throws -> [Served] {
    let host = WebAddress(endpoint.models)?.host ?? configuration.name
    return try await SilenceWatch.told(of: host, every: surroundings.patience, by: tell) { _ in try await askedModels() }
  }

  private func askedModels() async throws -> [Served] {
    var headers = try await configuration.headers()
    headers["Accept"] = "application/json"
    let call = HTTPRequest(
      .get, endpoint.models, headers: headers,
      timeouts: .proof,
      redirects: .sameHost, maximumBody: 8 << 20)
    do {
      let response = SecretMask(of: headers).masked(try await sender.send(call))
      let body = try await response.body.collect(upTo: 8 << 20)
      guard response.head.isSuccess else {
        throw ProviderError(status: response.head.status, body: body).problem(provider: configuration.name, model: "")
      }
      let root = try? JSONValue(parsing: body[...])
      guard let items = root?["data"]?.array ?? root?["models"]?.array else {
        throw Problem(
          "\(configuration.name) does not list its models.", cause: "What it sent is no list of models.",
          remedy: "Check base_url of this model.")
      }
      return items.compactMap(RemoteModel.served)
    } catch let failure as HTTPFailure {
      throw failure.problem
    }
  }

  private static func served(_ item: JSONValue) -> Served? {
    guard let name = item["id"]?.string ?? item["name"]?.string else { return nil }
    let window = item["max_model_len"]?.integer ?? item["context_length"]?.integer ?? item["meta"]?["n_ctx"]?.integer
    return Served(name: name, contextWindow: window.map(Int.init(clamping:)))
  }
}
