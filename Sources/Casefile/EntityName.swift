/// A name of a person's account as logs write it: `mia@contoso.com`, `CONTOSO\mia`, or `mia`.
package struct AccountName: Hashable, Sendable {
  /// The bare account, in lower case.
  package let account: String
  /// What follows the at sign, in lower case; empty when nothing does.
  package let suffix: String
  /// What stands before the backslash, in lower case; empty when nothing does.
  package let domain: String

  /// Reads any of the three ways of writing it.
  package init(_ text: String) {
    let lower = text.lowercased()
    let slash = lower.firstIndex(of: "\\")
    domain = slash.map { String(lower[..<$0]) } ?? ""
    let rest = slash.map { lower[lower.index(after: $0)...] } ?? lower[...]
    let at = rest.firstIndex(of: "@")
    account = String(at.map { rest[..<$0] } ?? rest)
    suffix = at.map { String(rest[rest.index(after: $0)...]) } ?? ""
  }

  /// Whether both can be one person: the account is the same, and domains are where both say one in the same way.
  package func means(_ other: AccountName) -> Bool {
    guard account == other.account, !account.isEmpty else { return false }
    if !suffix.isEmpty, !other.suffix.isEmpty, suffix != other.suffix { return false }
    return domain.isEmpty || other.domain.isEmpty || domain == other.domain
  }
}

/// A name of a machine: `WS-123` or `ws-123.contoso.com`.
package struct HostName: Hashable, Sendable {
  /// The label before the first dot, in lower case; of an address all of it.
  package let short: String
  /// The domain behind it, in lower case; empty when none is said.
  package let domain: String

  /// Reads the short or the full name.
  package init(_ text: String) {
    var lower = text.lowercased()[...]
    while lower.hasSuffix(".") || lower.hasSuffix("$") { lower = lower.dropLast() }
    guard NetworkAddress(String(lower)) == nil, let dot = lower.firstIndex(of: ".") else {
      short = String(lower)
      domain = ""
      return
    }
    short = String(lower[..<dot])
    domain = String(lower[lower.index(after: dot)...])
  }

  /// Whether both can be one machine: the short name is the same, and so is the domain where both say one.
  package func means(_ other: HostName) -> Bool {
    short == other.short && !short.isEmpty && (domain.isEmpty || other.domain.isEmpty || domain == other.domain)
  }
}
