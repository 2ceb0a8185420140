/// Where in a document watched elements sit: `findings[*]`, `tables[0].rows[*]`, `summary`, `*` for every root member,
/// `[*]` for every element of a root array, and the empty text for the root itself.
package struct ElementPath: Hashable, Sendable {
  enum Step: Hashable, Sendable {
    case member(String)
    case anyMember
    case element(Int)
    case anyElement
  }

  let steps: [Step]

  /// Nil when the text is not a path: an empty name, an unclosed bracket or an index that is not a number.
  package init?(parsing text: String) {
    var steps: [Step] = []
    var rest = text[...]
    while let first = rest.first {
      if first == "[" {
        guard let close = rest.firstIndex(of: "]") else { return nil }
        let inside = rest[rest.index(after: rest.startIndex)..<close]
        if inside == "*" {
          steps.append(.anyElement)
        } else if let index = Int(inside), index >= 0 {
          steps.append(.element(index))
        } else {
          return nil
        }
        rest = rest[rest.index(after: close)...]
      } else {
        if first == "." {
          guard !steps.isEmpty else { return nil }
          rest = rest.dropFirst()
        } else if !steps.isEmpty {
          return nil
        }
        let name = rest.prefix { $0 != "." && $0 != "[" && $0 != "]" }
        guard !name.isEmpty else { return nil }
        steps.append(name == "*" ? .anyMember : .member(String(name)))
        rest = rest[name.endIndex...]
      }
    }
    self.steps = steps
  }
}

extension ElementPath: ExpressibleByStringLiteral {
  /// A path written in our own source; a malformed one is a mistake of the programmer.
  package init(stringLiteral text: String) {
    guard let path = ElementPath(parsing: text) else { preconditionFailure("not a path: \(text)") }
    self = path
  }
}

extension ElementPath: CustomStringConvertible {
  /// The path as it is written.
  package var description: String {
    var text = ""
    for step in steps {
      switch step {
      case .member(let name): text += text.isEmpty ? name : "." + name
      case .anyMember: text += text.isEmpty ? "*" : ".*"
      case .element(let index): text += "[\(index)]"
      case .anyElement: text += "[*]"
      }
    }
    return text
  }
}
