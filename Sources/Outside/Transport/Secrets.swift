/// What must not be readable in anything that can be logged.
package enum Secrets {
  /// Stands in for every secret.
  package static let mask = "‹masked›"

  private static let headers: Set<String> = [
    "authorization", "proxy-authorization", "api-key", "x-api-key", "ocp-apim-subscription-key", "cookie", "set-cookie",
    "x-ms-authorization-auxiliary", "x-identity-header", "x-goog-api-key",
  ]

  private static let queryItems: Set<String> = [
    "access_token", "api-key", "api_key", "apikey", "assertion", "client_assertion", "client_secret", "code", "key", "password",
    "refresh_token", "sas", "secret", "sig", "signature", "token",
  ]

  /// True for header names whose value signs somebody in.
  package static func isSecret(header name: String) -> Bool {
    let lower = name.lowercased()
    return headers.contains(lower) || lower.hasSuffix("-token") || lower.hasSuffix("-secret") || lower.hasSuffix("-api-key")
  }

  /// The value, or the mask where the header is a secret one.
  package static func shown(_ value: String, inHeader name: String) -> String {
    isSecret(header: name) ? mask : value
  }

  /// The address without passwords and secret query items.
  package static func shown(url: String) -> String {
    var text = Substring(url)
    var fragmentless = text.prefix { $0 != "#" }
    var query: Substring?
    if let mark = fragmentless.firstIndex(of: "?") {
      query = fragmentless[fragmentless.index(after: mark)...]
      fragmentless = fragmentless[..<mark]
    }
    text = fragmentless
    var shown = withoutUser(text)
    if let query {
      let items = query.split(separator: "&", omittingEmptySubsequences: false).map { item -> String in
        let name = item.prefix { $0 != "=" }
        return queryItems.contains(name.lowercased()) && name.count < item.count ? "\(name)=\(mask)" : String(item)
      }
      shown += "?" + items.joined(separator: "&")
    }
    return shown
  }

  private static func withoutUser(_ address: Substring) -> String {
    guard let slashes = address.firstRange(of: "://") else { return String(address) }
    let rest = address[slashes.upperBound...]
    let authority = rest.prefix { $0 != "/" }
    guard let at = authority.lastIndex(of: "@") else { return String(address) }
    return address[..<slashes.upperBound] + mask + rest[at...]
  }

  /// True where the address itself carries a secret.
  static func isSecret(url: String) -> Bool { shown(url: url).contains(mask) }
}
