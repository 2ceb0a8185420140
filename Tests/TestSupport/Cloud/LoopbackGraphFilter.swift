import Casefile

/// The `$filter` a strict service takes: comparisons of its own properties with and, or and parentheses; `in` and `not` are refused.
struct LoopbackGraphFilter {
  struct Refused: Error {}

  private indirect enum Node {
    case compare(String, String, String, isText: Bool)
    case all([Node])
    case any([Node])
  }

  private var tokens: [String] = []
  private var position = 0
  private let properties: Set<String>
  private let root: Node

  init(_ text: String, properties: Set<String>) throws {
    var reader = LoopbackGraphFilter(properties, .all([]))
    reader.tokens = try LoopbackGraphFilter.tokens(text)
    let root = try reader.either()
    guard reader.position == reader.tokens.count else { throw Refused() }
    self.init(properties, root)
  }

  private init(_ properties: Set<String>, _ root: Node) {
    self.properties = properties
    self.root = root
  }

  func matches(_ record: JSONObject) -> Bool { LoopbackGraphFilter.holds(root, .object(record)) }

  private static func tokens(_ text: String) throws -> [String] {
    var tokens: [String] = []
    var rest = Substring(text)
    while let first = rest.first {
      if first == " " {
        rest = rest.dropFirst()
      } else if "()".contains(first) {
        tokens.append(String(first))
        rest = rest.dropFirst()
      } else if first == "'" {
        var value = "'"
        rest = rest.dropFirst()
        while true {
          guard let next = rest.popFirst() else { throw Refused() }
          guard next == "'" else {
            value.append(next)
            continue
          }
          guard rest.first == "'" else { break }
          value.append(rest.removeFirst())
        }
        tokens.append(value)
      } else {
        let word = rest.prefix { !" ()'".contains($0) }
        tokens.append(String(word))
        rest = rest.dropFirst(word.count)
      }
    }
    return tokens
  }

  private var next: String? { position < tokens.count ? tokens[position] : nil }

  private mutating func take() throws -> String {
    guard let next else { throw Refused() }
    position += 1
    return next
  }

  private mutating func either() throws -> Node {
    var parts = [try both()]
    while next == "or" {
      position += 1
      parts.append(try both())
    }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func both() throws -> Node {
    var parts = [try primary()]
    while next == "and" {
      position += 1
      parts.append(try primary())
    }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func primary() throws -> Node {
    if next == "(" {
      position += 1
      let inner = try either()
      guard try take() == ")" else { throw Refused() }
      return inner
    }
    let (name, comparison, value) = (try take(), try take(), try take())
    guard properties.contains(name), ["eq", "ne", "gt", "ge", "lt", "le"].contains(comparison) else { throw Refused() }
    let isText = value.hasPrefix("'")
    // Moments stand bare, everything else between quotes.
    guard name.hasSuffix("DateTime") ? !isText && DateTime(value) != nil : isText else { throw Refused() }
    return .compare(name, comparison, isText ? String(value.dropFirst()) : value, isText: isText)
  }

  private static func holds(_ node: Node, _ record: JSONValue) -> Bool {
    switch node {
    case .all(let parts): return parts.allSatisfy { holds($0, record) }
    case .any(let parts): return parts.contains { holds($0, record) }
    case .compare(let name, let comparison, let wanted, let isText):
      let value = name.split(separator: "/").reduce(record) { $0[String($1)] ?? .null }.string
      guard let value else { return comparison == "ne" }
      if isText {
        let isSame = value.lowercased() == wanted.lowercased()
        return comparison == "eq" ? isSame : comparison == "ne" && !isSame
      }
      guard let left = DateTime(value), let right = DateTime(wanted) else { return false }
      switch comparison {
      case "eq": return left == right
      case "ne": return left != right
      case "gt": return left > right
      case "ge": return left >= right
      case "lt": return left < right
      default: return left <= right
      }
    }
  }
}
