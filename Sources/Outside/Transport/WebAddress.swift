internal import CCurl
internal import Casefile

/// An http or https address taken apart by libcurl's own parser, so that what is checked is what is used.
package struct WebAddress: Equatable, Sendable {
  /// The whole address.
  package let text: String
  /// `http` or `https`.
  package let scheme: String
  /// In lower case; version 6 addresses keep their brackets.
  package let host: String
  let port: String
  /// True when a user name or a password stands before the host.
  package let hasUserInfo: Bool
  /// The path, as it stands.
  package let path: String

  /// Host and port, for limits and comparisons.
  var origin: String { "\(scheme)://\(host):\(port)" }

  /// Nil unless the text is an absolute http or https address with a host.
  package init?(_ text: String) { self.init(text, against: nil) }

  /// True when what is sent there stays on this machine; the same names that no proxy ever gets.
  package var isLoopback: Bool {
    if host == "localhost" || host == "[::1]" { return true }
    guard let address = NetworkAddress(host), address.isVersionFour else { return false }
    return address.groups[6] >> 8 == 127
  }

  /// True when scheme, host and port are the same.
  package func isSameOrigin(as other: WebAddress) -> Bool { origin == other.origin }

  /// Where `location` leads from here; nil when it is no http or https address.
  func following(_ location: String) -> WebAddress? { WebAddress(location, against: self) }

  private init?(_ text: String, against base: WebAddress?) {
    guard let handle = curl_url() else { return nil }
    defer { curl_url_cleanup(handle) }
    if let base, curl_url_set(handle, CURLUPART_URL, base.text, 0) != CURLUE_OK { return nil }
    guard !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }), curl_url_set(handle, CURLUPART_URL, text, 0) == CURLUE_OK,
      let whole = WebAddress.part(CURLUPART_URL, of: handle),
      let scheme = WebAddress.part(CURLUPART_SCHEME, of: handle)?.lowercased(), scheme == "http" || scheme == "https",
      let host = WebAddress.part(CURLUPART_HOST, of: handle)?.lowercased(), !host.isEmpty,
      let port = WebAddress.part(CURLUPART_PORT, of: handle)
    else { return nil }
    self.text = whole
    self.scheme = scheme
    self.host = host
    self.port = port
    hasUserInfo = [CURLUPART_USER, CURLUPART_PASSWORD].contains { WebAddress.part($0, of: handle) != nil }
    path = WebAddress.part(CURLUPART_PATH, of: handle) ?? "/"
  }

  private static func part(_ part: CURLUPart, of handle: OpaquePointer) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    let flags: UInt32 = part == CURLUPART_PORT ? UInt32(CURLU_DEFAULT_PORT) : 0
    guard curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }
}
