import Casefile

extension AlertChange {
  /// What is wrong with a name that alerts are to be assigned to, in one sentence; nil where it can be one.
  ///
  /// Alerts and incidents of Graph want a user principal name, such as `ada@contoso.com`; the older list takes any name.
  package static func objection(toAssignee name: String, sources: [String?]) -> String? {
    let shown = name.harmless.replacing("\n", with: "␊")
    if name.allSatisfy(\.isWhitespace) { return "The name is empty." }
    if name.contains(where: \.isNewline) || name.harmless != name { return "“\(shown)” holds a sign that no name has." }
    if !sources.isEmpty, sources.allSatisfy({ $0 == "graph-legacy" }) { return nil }
    if let blank = name.first(where: \.isWhitespace) {
      return "“\(shown)” holds \(blank == " " ? "a blank" : "white space"): a user principal name such as ada@contoso.com is wanted."
    }
    let parts = name.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else {
      let fault = parts.count == 1 ? "lacks @ and the domain" : parts.count > 2 ? "has more than one @" : "lacks what stands before @"
      return "“\(shown)” \(fault): a user principal name such as ada@contoso.com is wanted."
    }
    let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    let isDomain = labels.count > 1 && labels.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" } }
    return isDomain ? nil : "“\(shown)” has no domain behind @: a user principal name such as ada@contoso.com is wanted."
  }
}
