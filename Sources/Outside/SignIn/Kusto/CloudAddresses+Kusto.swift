internal import Casefile
internal import Transport

extension CloudAddresses {
  /// Endings of hosts that are Microsoft's own Data Explorer clusters, with their leading point.
  private var kustoSuffixes: [String] {
    switch cloud {
    case .public:
      [
        ".kusto.windows.net", ".kustomfa.windows.net", ".kusto.azuresynapse.net", ".kusto.fabric.microsoft.com",
        ".kusto.data.microsoft.com",
      ]
    case .usGovernment: [".kusto.usgovcloudapi.net"]
    case .china: [".kusto.chinacloudapi.cn", ".kusto.azuresynapse.azure.cn"]
    }
  }

  /// Hosts that answer Data Explorer's questions over Log Analytics.
  private var kustoHosts: Set<String> { cloud == .public ? ["ade.loganalytics.io", "adx.monitor.azure.com"] : [] }

  /// True when a token may be sent to this host as a Data Explorer cluster of this cloud: Microsoft's own, this machine, or the address
  /// that the configuration names in `endpoints.data_explorer`.
  package func isTrustedKusto(_ host: String) -> Bool {
    let host = host.lowercased()
    if kustoHosts.contains(host) { return true }
    if kustoSuffixes.contains(where: { host.hasSuffix($0) && host.count > $0.count && !host.hasPrefix(".") }) { return true }
    if WebAddress("https://\(host)")?.isLoopback == true { return true }
    guard chosen.contains(.dataExplorer), let own = address(of: .dataExplorer).flatMap({ WebAddress($0) }) else { return false }
    return own.host == host
  }

  /// Whether the whole address of a cluster is one to send a token to: https, or this machine, and a trusted host. Throws a `Problem`.
  package func checkKusto(_ cluster: String) throws {
    guard let address = WebAddress(cluster), address.scheme == "https" || address.isLoopback else {
      throw Problem(
        "The cluster's address is not one to send a token to.", cause: "\(Secrets.shown(url: cluster).harmless) is no https address.",
        remedy: "Write cluster = \"https://NAME.REGION.kusto.windows.net\".", kind: .usage)
    }
    guard isTrustedKusto(address.host) else {
      throw Problem(
        "The cluster is not one of Microsoft's.", cause: "\(address.host) has none of the endings of the cloud '\(cloud.rawValue)'.",
        remedy: "Check cluster and cloud; if the host is right, name it in endpoints.data_explorer too.", kind: .refused)
    }
  }

  /// The cloud whose login service this is; nil for a host that is none of them.
  static func cloud(ofLogin host: String) -> Cloud? {
    switch host.lowercased() {
    case "login.microsoftonline.com", "login.windows.net": .public
    case "login.microsoftonline.us": .usGovernment
    case "login.chinacloudapi.cn", "login.partner.microsoftonline.cn": .china
    default: nil
    }
  }
}
