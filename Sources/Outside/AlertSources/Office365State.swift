package import Casefile

/// How far the collection of each content type has come. The caller keeps it from one collection to the next.
package struct Office365State: Equatable, Sendable {
  /// Where one content type stands.
  package struct Position: Equatable, Sendable {
    /// All content that became available before this moment was read; nil before the first collection.
    package var lastEnd: DateTime?
    /// When its subscription was last started from here.
    package var lastStart: DateTime?
    /// Contents that were read and may be listed again, with the moment they became available.
    package var seen: [String: DateTime]

    package init(lastEnd: DateTime? = nil, lastStart: DateTime? = nil, seen: [String: DateTime] = [:]) {
      self.lastEnd = lastEnd
      self.lastStart = lastStart
      self.seen = seen
    }
  }

  package var positions: [Office365ContentType: Position]

  package init(_ positions: [Office365ContentType: Position] = [:]) { self.positions = positions }

  package subscript(type: Office365ContentType) -> Position {
    get { positions[type] ?? Position() }
    set { positions[type] = newValue }
  }
}

extension Office365State {
  /// For keeping it in a file; the same state gives the same text.
  package var json: JSONValue {
    var whole = JSONObject()
    for (type, position) in positions.sorted(by: { $0.key < $1.key }) {
      var object = JSONObject()
      if let moment = position.lastEnd { object["lastEnd"] = .string(moment.description) }
      if let moment = position.lastStart { object["lastStart"] = .string(moment.description) }
      let seen = position.seen.sorted { $0.key < $1.key }
      if !seen.isEmpty { object["seen"] = .object(JSONObject(distinct: seen.map { ($0.key, .string($0.value.description)) })) }
      whole[type.rawValue] = .object(object)
    }
    return .object(whole)
  }

  /// Reads what `json` wrote; what cannot be read is left out, so that it is collected anew and never skipped.
  package init(json: JSONValue) {
    self.init()
    for (name, value) in json.object?.pairs.map({ ($0, $1) }) ?? [] {
      guard let type = Office365ContentType(reading: name) else { continue }
      func moment(_ key: String) -> DateTime? { value[key]?.string.flatMap { DateTime($0) } }
      let seen = value["seen"]?.object?.pairs.compactMap { id, time in time.string.flatMap { DateTime($0) }.map { (id, $0) } } ?? []
      self[type] = Position(
        lastEnd: moment("lastEnd"), lastStart: moment("lastStart"), seen: Dictionary(seen) { first, _ in first })
    }
  }
}
