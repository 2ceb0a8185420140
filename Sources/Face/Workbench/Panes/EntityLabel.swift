/// What a list shows of an entity: hosts without their domain, users without theirs; whole in the detail.
package enum EntityLabel {
  /// The label without the domain that most of its neighbours share; what is neither host nor user stays as it is.
  package static func short(_ label: String) -> String {
    guard !isAddress(label), !label.contains(" "), !label.contains("/"), !label.contains(":") else { return label }
    let slashes = label.split(separator: "\\", omittingEmptySubsequences: false)
    if slashes.count == 2, !slashes[0].isEmpty, !slashes[1].isEmpty { return String(slashes[1]) }
    guard slashes.count == 1 else { return label }
    let user = label.split(separator: "@", omittingEmptySubsequences: false)
    if user.count == 2, !user[0].isEmpty, user[1].contains(".") { return String(user[0]) }
    guard user.count == 1 else { return label }
    // A name with one dot may be a file or a domain that is the finding itself; a host's full name has two at least.
    let names = label.split(separator: ".", omittingEmptySubsequences: false)
    let isName = names.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" } }
    return names.count >= 3 && isName ? String(names[0]) : label
  }

  /// Whether the label is an address of a machine, of either version.
  package static func isAddress(_ label: String) -> Bool {
    let parts = label.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count == 4, parts.allSatisfy({ UInt8($0) != nil }) { return true }
    return label.count { $0 == ":" } >= 2 && label.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
  }
}
