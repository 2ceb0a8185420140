internal import Casefile

/// Which proxy and which certificates an address gets, by the usual environment variables.
///
/// `http_proxy` counts in lower case only, as everywhere: in upper case a web server's client could set it. Loopback goes direct. The
/// exceptions are matched here and not by libcurl, so that a failure can be told as the proxy's or the server's.
struct ProxyRoute: Equatable {
  /// Empty for a direct connection.
  let proxy: String
  let certificateFile: String?
  let certificateFolder: String?

  init(_ address: WebAddress, environment: [String: String]) {
    func first(_ names: String...) -> String? {
      names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    }
    let own = address.scheme == "https" ? first("https_proxy", "HTTPS_PROXY") : first("http_proxy")
    let isDirect = address.isLoopback || ProxyRoute.isExcepted(address, first("no_proxy", "NO_PROXY") ?? "")
    proxy = isDirect ? "" : own ?? first("all_proxy", "ALL_PROXY") ?? ""
    certificateFile = first("SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE")
    certificateFolder = first("SSL_CERT_DIR")
  }

  /// Entries are hosts, which stand for their subdomains too, networks such as `10.0.0.0/8`, each perhaps with a port; `*` is every host.
  private static func isExcepted(_ address: WebAddress, _ list: String) -> Bool {
    list.lowercased().split { $0 == "," || $0 == " " || $0 == "\t" }.contains { entry in
      if entry == "*" { return true }
      if let number = NetworkAddress(address.host) {
        if let range = AddressRange(String(entry)) { return range.contains(number) }
        if let other = NetworkAddress(String(entry)) { return other == number }
      }
      let parts = entry.split(separator: ":", omittingEmptySubsequences: false)
      let hasPort = parts.count == 2
      if hasPort, parts[1] != address.port { return false }
      var name = hasPort ? parts[0] : entry
      if name.hasPrefix("*.") { name = name.dropFirst() }
      while name.hasPrefix(".") { name = name.dropFirst() }
      return !name.isEmpty && (address.host == name || address.host.hasSuffix("." + name))
    }
  }
}
