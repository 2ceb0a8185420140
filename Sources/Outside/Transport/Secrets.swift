internal import Casefile

/// What must not be readable in anything that can be logged.
package enum Secrets {
  /// Stands in for every secret.
  package static let mask = SecretText.mask

  private static let headers: Set<String> = [
    "authorization", "proxy-authorization", "api-key", "x-api-key", "ocp-apim-subscription-key", "cookie", "set-cookie",
    "x-ms-authorization-auxiliary", "x-identity-header", "x-goog-api-key",
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
  package static func shown(url: String) -> String { SecretText.shown(url: url) }

  /// True where the address itself carries a secret.
  static func isSecret(url: String) -> Bool { shown(url: url).contains(mask) }
}
