/// The services of one cloud: where they are, and what their tokens are for.
package struct CloudAddresses: Equatable, Sendable {
  package enum Service: String, CaseIterable, Sendable {
    case login
    case graph
    case logAnalytics = "log_analytics"
    case dataExplorer = "data_explorer"
    case office365
  }

  /// The national clouds that are configured by name.
  package enum Cloud: String, CaseIterable, Sendable {
    case `public`
    case usGovernment = "us-government"
    case china
  }

  package let cloud: Cloud
  /// Services whose address the configuration names.
  let chosen: Set<Service>
  private let addresses: [Service: String]
  private let scopes: [Service: TokenScope]

  /// `overrides` are whole addresses by the service's name, `https://…` without a path. Scopes stay those of the cloud, so that a proxy or
  /// a test cloud gets the right tokens; only for Microsoft's own other hosts, such as those of the DoD, they follow the address.
  package init(_ cloud: Cloud = .public, overrides: [String: String] = [:]) {
    var addresses = CloudAddresses.standard(cloud)
    var scopes = addresses.mapValues { TokenScope($0 + "/.default") }.merging(CloudAddresses.ownScopes(cloud)) { $1 }
    var chosen: Set<Service> = []
    for (name, address) in overrides {
      guard let service = Service(rawValue: name) else { continue }
      let plain = address.hasSuffix("/") ? String(address.dropLast()) : address
      addresses[service] = plain
      chosen.insert(service)
      if CloudAddresses.hostsWithOwnScope.contains(plain.lowercased()) { scopes[service] = TokenScope(plain.lowercased() + "/.default") }
    }
    self.cloud = cloud
    self.chosen = chosen
    self.addresses = addresses
    self.scopes = scopes
  }

  /// `https://host` without a slash at its end; nil where this cloud has no such service.
  package func address(of service: Service) -> String? { addresses[service] }

  /// What a token for the service must be asked for; nil where this cloud has no such service. Data Explorer's depends on the cluster.
  package func scope(of service: Service) -> TokenScope? { scopes[service] }

  /// Every cloud has a login service.
  var loginAddress: String { addresses[.login] ?? "https://login.microsoftonline.com" }

  /// True when the configuration says which login service it is, by address or by cloud.
  var isLoginChosen: Bool { chosen.contains(.login) || cloud != .public }

  /// Microsoft's own hosts that are reached by overriding those of a cloud, such as the DoD's (L5) and GCC's: the audience of their tokens
  /// is the host itself.
  private static let hostsWithOwnScope: Set<String> = [
    "https://dod-graph.microsoft.us", "https://graph.microsoft.us", "https://manage.office.com", "https://manage-gcc.office.com",
    "https://manage.office365.us", "https://manage.protection.apps.mil",
  ]

  private static func standard(_ cloud: Cloud) -> [Service: String] {
    switch cloud {
    case .public:
      [
        .login: "https://login.microsoftonline.com", .graph: "https://graph.microsoft.com",
        .logAnalytics: "https://api.loganalytics.azure.com", .office365: "https://manage.office.com",
      ]
    case .usGovernment:
      [
        .login: "https://login.microsoftonline.us", .graph: "https://graph.microsoft.us",
        .logAnalytics: "https://api.loganalytics.us", .office365: "https://manage.office365.us",
      ]
    case .china:
      [
        .login: "https://login.chinacloudapi.cn", .graph: "https://microsoftgraph.chinacloudapi.cn",
        .logAnalytics: "https://api.loganalytics.azure.cn",
      ]
    }
  }

  /// Where the scope is not the address: the newer host of Log Analytics takes tokens of the older one.
  private static func ownScopes(_ cloud: Cloud) -> [Service: TokenScope] {
    cloud == .public ? [.logAnalytics: TokenScope("https://api.loganalytics.io/.default")] : [:]
  }
}

/// What a token is for, as the v2 endpoint writes it: `https://graph.microsoft.com/.default`.
package struct TokenScope: Hashable, Sendable {
  package let text: String

  package init(_ text: String) { self.text = text }

  /// The older name of the same, as managed identities want it: without `/.default`.
  package var resource: String { text.hasSuffix("/.default") ? String(text.dropLast(9)) : text }
}
