/// Which alert is meant: its id at its source, and that source, since two sources may have alerts of one id.
///
/// A literal text is an id whose source is not known, as files kept by earlier versions and command lines have it.
package struct AlertID: Hashable, Sendable, ExpressibleByStringLiteral {
  package var id: String
  /// Nil where it is not known; where several sources have the id, the alert stored last is read then.
  package var source: String?

  package init(_ id: String, source: String? = nil) {
    self.id = id
    self.source = source
  }

  package init(stringLiteral id: String) { self.init(id) }

  /// Whether this names that alert: the same id, and the same source where one is said.
  package func names(_ other: AlertID) -> Bool { id == other.id && (source == nil || source == other.source) }
}

extension AlertID {
  /// For a file: the id alone where the source is not known, else both.
  package var json: JSONValue { source.map { [.string(id), .string($0)] } ?? .string(id) }

  /// Reads both forms; nil for anything else.
  package init?(json: JSONValue) {
    if let id = json.string {
      self.init(id)
    } else if let parts = json.array?.compactMap(\.string), parts.count == 2 {
      self.init(parts[0], source: parts[1])
    } else {
      return nil
    }
  }
}

extension Alert {
  /// What names this alert and no other.
  package var name: AlertID { AlertID(id, source: source) }
}
