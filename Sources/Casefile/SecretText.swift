/// Secrets that stand in texts of other kinds.
package enum SecretText {
  /// Stands in for every secret.
  package static let mask = "‹masked›"

  private static let queryItems: Set<String> = [
    "access_token", "api-key", "api_key", "apikey", "assertion", "client_assertion", "client_secret", "code", "key", "password",
    "refresh_token", "sas", "secret", "sig", "signature", "token",
  ]

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
}
