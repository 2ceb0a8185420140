import Yams

/// A mapping of a YAML document whose size has been checked, so that aliases cannot make it explode.
struct SigmaNode {
  private static let mostNodes = 20_000
  private let mapping: Node.Mapping

  init(_ node: Node) throws(SigmaReadError) {
    var budget = SigmaNode.mostNodes
    guard SigmaNode.fits(node, &budget, depth: 0) else {
      throw .tooLarge(reason: "more than \(SigmaNode.mostNodes) values, or nested too deep")
    }
    guard case .mapping(let mapping) = node else { throw .wrongType(key: "rule", expected: "a map of keys") }
    self.mapping = mapping
  }

  private init(checked mapping: Node.Mapping) { self.mapping = mapping }

  var pairs: [(String, Node)] { mapping.compactMap { key, value in key.scalar.map { ($0.string, value) } } }

  func text(_ key: String) -> String? { mapping[Node(key)]?.scalar.map { $0.string } }

  func mapping(_ key: String) -> SigmaNode? {
    guard case .mapping(let inner)? = mapping[Node(key)] else { return nil }
    return SigmaNode(checked: inner)
  }

  /// The texts of a list, or the one text there is.
  func list(_ key: String) -> [String] {
    switch mapping[Node(key)] {
    case .sequence(let items)?: items.compactMap { $0.scalar?.string }
    case .scalar(let scalar)?: scalar.string.isEmpty ? [] : [scalar.string]
    default: []
    }
  }

  static func error(_ error: YamlError) -> SigmaReadError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
      .notYAML(reason: problem, line: mark.line)
    default: .notYAML(reason: "\(error)", line: nil)
    }
  }

  private static func fits(_ node: Node, _ budget: inout Int, depth: Int) -> Bool {
    budget -= 1
    guard budget > 0, depth < 32 else { return false }
    switch node {
    case .mapping(let mapping):
      for (key, value) in mapping where !fits(key, &budget, depth: depth + 1) || !fits(value, &budget, depth: depth + 1) { return false }
    case .sequence(let items):
      for item in items where !fits(item, &budget, depth: depth + 1) { return false }
    case .scalar, .alias: break
    }
    return true
  }
}
