/// Something that the words of a finding name, which must stand in the rows.
struct Mention: Hashable {
  enum Kind: String {
    case host, user, address, domain, link, hash, file, path, quote
    case name = "name"
    case vulnerability = "CVE"
    case identifier = "id"
  }

  let kind: Kind
  let text: String

  /// `host WS-999`
  var words: String { kind == .quote ? "“\(text)”" : "\(kind.rawValue) \(text)" }
}
