/// Which proxy and which certificates an address gets, by the usual environment variables.
///
/// `http_proxy` counts in lower case only, as everywhere: in upper case a web server's client could set it. Loopback goes direct.
struct ProxyRoute: Equatable {
  let proxy: String
  let exceptions: String
  let certificateFile: String?
  let certificateFolder: String?

  init(scheme: String, environment: [String: String]) {
    func first(_ names: String...) -> String? {
      names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    }
    let own = scheme == "https" ? first("https_proxy", "HTTPS_PROXY") : first("http_proxy")
    proxy = own ?? first("all_proxy", "ALL_PROXY") ?? ""
    let excepted = first("no_proxy", "NO_PROXY")
    exceptions = excepted == "*" ? "*" : ["localhost,127.0.0.1,::1", excepted].compactMap { $0 }.joined(separator: ",")
    certificateFile = first("SSL_CERT_FILE", "CURL_CA_BUNDLE")
    certificateFolder = first("SSL_CERT_DIR")
  }
}
