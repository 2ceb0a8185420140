internal import Transport

/// Texts in addresses and forms.
enum FormText {
  /// `name=value` joined by `&`; everything but unreserved characters (RFC 3986) is percent-encoded.
  static func joined(_ fields: [(String, String)]) -> String {
    fields.map { PercentEncoding.encoded($0.0) + "=" + PercentEncoding.encoded($0.1) }.joined(separator: "&")
  }

  /// An address with more query items, whether it has some already or not.
  static func address(_ address: String, _ items: [(String, String)]) -> String {
    address + (address.contains("?") ? "&" : "?") + joined(items)
  }
}
