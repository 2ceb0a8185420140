/// A JSON value, which is also Kusto's `dynamic`. Objects keep the order of their keys; integers keep all 64 bits.
package indirect enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
}

/// The members of an object, in order. A key that comes twice keeps its first place and its last value.
package struct JSONObject: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  package private(set) var keys: [String]
  package private(set) var values: [JSONValue]

  package init() {
    keys = []
    values = []
  }

  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init()
    for (key, value) in elements { self[key] = value }
  }

  /// Members whose keys are known to be different.
  package init(distinct members: [(key: String, value: JSONValue)]) {
    keys = members.map(\.key)
    values = members.map(\.value)
  }

  /// Members of which a later one of the same key takes the place of an earlier one's value; in the time of one pass, however many.
  package init(members: some Sequence<(key: String, value: JSONValue)>) {
    self.init()
    var places: [String: Int] = [:]
    for (key, value) in members {
      if let place = places[key] {
        values[place] = value
      } else {
        places[key] = keys.count
        appendUnchecked(key, value)
      }
    }
  }

  package var count: Int { keys.count }
  package var isEmpty: Bool { keys.isEmpty }
  package var pairs: Zip2Sequence<[String], [JSONValue]> { zip(keys, values) }

  /// Linear in the number of keys; objects in alerts and log rows are small.
  package subscript(key: String) -> JSONValue? {
    get { keys.firstIndex(of: key).map { values[$0] } }
    set {
      let place = keys.firstIndex(of: key)
      switch (place, newValue) {
      case (let place?, let value?): values[place] = value
      case (let place?, nil):
        keys.remove(at: place)
        values.remove(at: place)
      case (nil, let value?):
        keys.append(key)
        values.append(value)
      case (nil, nil): break
      }
    }
  }

  /// For readers that have already ruled out that the key is present.
  mutating func appendUnchecked(_ key: String, _ value: JSONValue) {
    keys.append(key)
    values.append(value)
  }
}

extension JSONValue {
  package subscript(key: String) -> JSONValue? {
    if case .object(let object) = self { object[key] } else { nil }
  }

  /// Negative indexes count from the end, as in KQL. Nil outside the array.
  package subscript(index: Int) -> JSONValue? {
    guard case .array(let items) = self else { return nil }
    let place = index < 0 ? items.count + index : index
    return items.indices.contains(place) ? items[place] : nil
  }

  package var string: String? { if case .string(let text) = self { text } else { nil } }
  package var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
  package var array: [JSONValue]? { if case .array(let items) = self { items } else { nil } }
  package var object: JSONObject? { if case .object(let object) = self { object } else { nil } }

  /// A whole number that fits; a `number` counts when it has no fraction.
  package var integer: Int64? {
    switch self {
    case .integer(let number): number
    case .number(let number): Int64(exactly: number)
    default: nil
    }
  }

  package var double: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByFloatLiteral, ExpressibleByNilLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(nilLiteral: ()) { self = .null }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    var object = JSONObject()
    for (key, value) in elements { object[key] = value }
    self = .object(object)
  }
}
