import Foundation
package import SignIn
import Transport

/// One database of one cluster: where its requests go, and what its tokens are for.
package struct KustoCluster: Equatable, Sendable {
  /// What is sent to, without a slash at its end; it has a path only where a workspace is reached through Data Explorer's proxy.
  package let url: String
  /// `https://host` of `url`: what an `AuthorisedSender` is made with.
  package let address: String
  package let database: String
  /// What a token must be asked for where the cluster does not say: the cluster itself.
  package let scope: TokenScope

  /// Nil where `cluster` is no http or https address. `address` is the configured stand-in of the cluster's host, such as a proxy: the
  /// token is still the cluster's.
  package init?(_ cluster: String, database: String, address: String? = nil) {
    guard let own = KustoCluster.parts(of: cluster), let used = address.map(KustoCluster.parts(of:)) ?? own else { return nil }
    url = used.origin + own.path
    self.address = used.origin
    self.database = database
    scope = TokenScope(own.origin + "/.default")
  }

  /// Origin and path, the latter without a slash at its end.
  private static func parts(of text: String) -> (origin: String, path: String)? {
    guard let address = WebAddress(text), let scheme = text.range(of: "://") else { return nil }
    let rest = text[scheme.upperBound...].prefix { $0 != "?" && $0 != "#" }
    let path = rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? ""
    let origin = address.scheme + "://" + rest.prefix { $0 != "/" }.lowercased()
    return (origin, String(path.reversed().drop { $0 == "/" }.reversed()))
  }
}
