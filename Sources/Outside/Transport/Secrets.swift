internal import Casefile

/// What must not be readable in anything that can be logged.
package enum Secrets {
  /// Stands in for every secret.
  package static let mask = SecretText.mask

  private static let headers: Set<String> = [
    "authorization", "proxy-authorization", "cookie", "set-cookie", "x-ms-authorization-auxiliary", "x-identity-header",
  ]

  /// True for header names whose value signs somebody in.
  package static func isSecret(header name: String) -> Bool {
    let lower = name.lowercased()
    return headers.contains(lower) || ["-token", "-secret", "-key", "-auth", "-password"].contains { lower.hasSuffix($0) }
  }

  /// The value, or the mask where the header is a secret one.
  package static func shown(_ value: String, inHeader name: String) -> String {
    if isSecret(header: name) { return mask }
    return ["location", "content-location", "referer"].contains(name.lowercased()) ? shown(url: value) : value
  }

  /// The address without passwords and secret query items.
  package static func shown(url: String) -> String { SecretText.shown(url: url) }

  /// True where the address itself carries a secret.
  static func isSecret(url: String) -> Bool { shown(url: url).contains(mask) }
}
