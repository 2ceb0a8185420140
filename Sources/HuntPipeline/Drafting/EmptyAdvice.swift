import Casefile
import KQL

/// What a query whose conditions no row meets may leave out or loosen: only what its own text has.
package struct EmptyAdvice {
  /// Each one thing to try; never empty.
  package let steps: [String]

  /// `kql` is the query that ran.
  package init(_ kql: String) {
    let conditions = EmptyAdvice.conditions(of: KQLQuery(parsing: kql))
    guard let first = conditions.first else {
      steps = ["Run it step by step, to see which one leaves no row."]
      return
    }
    var steps = [conditions.count > 1 ? "Leave out one condition at a time." : "Leave out its only condition: \(first.text.harmless)"]
    for condition in conditions {
      guard let step = EmptyAdvice.looser(condition), !steps.contains(step) else { continue }
      steps.append(step)
    }
    let names = conditions.flatMap { $0.subtree.compactMap(\.stringValue) }.compactMap(EmptyAdvice.withoutDomain)
    if let name = names.first { steps.append("Look for the name without its domain: \(name.harmless)") }
    self.steps = steps
  }

  /// The comparisons of its `where` steps, those of times left out: that there are rows in that time is known.
  private static func conditions(of query: KQLQuery) -> [SyntaxNode] {
    var seen: Set<Range<Int>> = []
    return query.syntax.subtree.filter { $0.kind == .whereOperator }.flatMap(\.subtree).filter { node in
      switch node.kind {
      case .comparison, .stringComparison, .membership, .between: break
      default: return false
      }
      let isOfTime = node.subtree.contains { part in
        part.kind == .timespanLiteral || part.literal?.type == .datetime
          || part.kind == .call && ["ago", "now"].contains(part.firstToken?.text ?? "")
      }
      // A step inside of another one is met twice.
      return !isOfTime && seen.insert(node.range).inserted
    }
  }

  /// What finds more than the condition's operator does; nil where it compares no text, or nothing finds more.
  private static func looser(_ condition: SyntaxNode) -> String? {
    guard condition.subtree.contains(where: { $0.kind == .stringLiteral }), let operation = operation(of: condition) else { return nil }
    switch operation {
    case "==", "=~": return "Use has or contains instead of \(operation)."
    case "in", "in~": return "Use has_any instead of \(operation)."
    case "has", "has_cs", "hasprefix", "hassuffix", "hasprefix_cs", "hassuffix_cs", "startswith", "endswith", "startswith_cs",
      "endswith_cs":
      return "Use contains instead of \(operation)."
    case "contains_cs": return "Use contains instead of contains_cs, which heeds upper and lower case."
    default: return nil
    }
  }

  /// The operator between what is compared and its value.
  private static func operation(of condition: SyntaxNode) -> String? {
    let words = condition.ownTokens.map(\.text).filter { !["(", ")", ","].contains($0) }
    return words.isEmpty ? nil : words.joined()
  }

  /// `ws-104` of `ws-104.contoso.com`, `alice` of `alice@contoso.com` or `CONTOSO\alice`; nil for what bears no domain.
  private static func withoutDomain(_ text: String) -> String? {
    func isName(_ text: Substring) -> Bool { !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || "-_.$".contains($0) } }
    let mail = text.split(separator: "@", omittingEmptySubsequences: false)
    if mail.count == 2, mail.allSatisfy(isName) { return String(mail[0]) }
    let account = text.split(separator: "\\", omittingEmptySubsequences: false)
    if account.count == 2, account.allSatisfy(isName) { return String(account[1]) }
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    // Two labels are a domain or a file.
    guard labels.count > 2, labels.allSatisfy(isName), let last = labels.last, last.count > 1, last.allSatisfy(\.isLetter) else {
      return nil
    }
    return String(labels[0])
  }
}
