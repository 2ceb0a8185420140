import Transport

/// The addresses of a provider, whichever way its base was written.
struct Endpoint: Equatable, Sendable {
  private let base: String
  /// Where the newer addresses of an Azure resource begin; nil elsewhere.
  private let azureRoot: String?
  private let query: String
  private let deployment: String?

  /// The version of Azure's older addresses that is sent when the base names none.
  static let azureVersion = "2024-10-21"

  init(_ configuration: ProviderConfiguration) {
    let parts = configuration.baseURL.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var base = String(parts.first ?? "")
    for ending in ["/", "/chat/completions", "/responses", "/messages", "/"] {
      while ending == "/", base.hasSuffix(ending) { base.removeLast() }
      if ending != "/", base.hasSuffix(ending) { base.removeLast(ending.count) }
    }
    var query = parts.count > 1 ? "?" + parts[1] : ""
    deployment = Endpoint.deployment(configuration.dialect, base: base)
    azureRoot = deployment.map { _ in Endpoint.azureRoot(base) }
    if let deployment {
      if !base.contains("/deployments/") {
        base += (base.hasSuffix("/openai") ? "" : "/openai") + "/deployments/" + PercentEncoding.encoded(deployment)
      }
      if !query.contains("api-version=") { query += (query.isEmpty ? "?" : "&") + "api-version=" + Endpoint.azureVersion }
    } else if !Endpoint.endsInVersion(base) {
      base += Endpoint.isAzure(configuration.dialect) && !base.hasSuffix("/openai") ? "/openai/v1" : "/v1"
    }
    self.base = base
    self.query = query
  }

  /// Where calls of one format go. Azure's deployments know Chat Completions only; its Responses API lies beside them.
  func address(_ format: WireFormat) -> String {
    switch format {
    case .chatCompletions: base + "/chat/completions" + query
    case .responses: azureRoot.map { $0 + "/v1/responses" } ?? base + "/responses" + query
    case .messages: base + "/messages" + query
    }
  }

  var models: String { (azureRoot ?? base) + "/models" + query }

  private static func azureRoot(_ base: String) -> String {
    let root = base.firstRange(of: "/deployments/").map { String(base[..<$0.lowerBound]) } ?? base
    return root.hasSuffix("/openai") ? root : root + "/openai"
  }

  private static func deployment(_ dialect: ProviderConfiguration.Dialect, base: String) -> String? {
    guard case .azure(let deployment?) = dialect, !endsInVersion(base) else { return nil }
    return deployment
  }

  private static func isAzure(_ dialect: ProviderConfiguration.Dialect) -> Bool {
    if case .azure = dialect { true } else { false }
  }

  /// True for `…/v1`, `…/v4`, `…/v1beta`: then the base already says which version is wanted.
  private static func endsInVersion(_ base: String) -> Bool {
    guard let last = base.split(separator: "/").last, last.first == "v", base.contains("://"), !base.hasSuffix("://" + last) else {
      return false
    }
    return last.dropFirst().first?.isNumber == true
  }
}
