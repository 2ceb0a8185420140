import Casefile

/// Functions of dynamic bags, and making dynamic values.
enum BagFunctions {
  static let all: [String: ScalarFunctions.Make] = [
    "pack": pack, "bag_pack": pack, "pack_dictionary": pack,
    "pack_array": { site in try site.rowwise { cells in .dynamic(.array(cells.map { $0.json })) } },
    "bag_keys": { site in
      try site.require(1)
      return try site.rowwise { cells in cells[0].json.object.map { .dynamic(.array($0.keys.map { .string($0) })) } ?? .null }
    },
    "bag_values": { site in
      try site.require(1)
      return try site.rowwise { cells in cells[0].json.object.map { .dynamic(.array($0.values)) } ?? .null }
    },
    "bag_has_key": { site in
      try site.require(2)
      return try site.rowwise { cells in
        guard cells[0].json.object != nil else { return .null }
        return .bool(JSONPath.find(Conversion.text(cells[1]), in: cells[0].json) != nil)
      }
    },
    "bag_merge": { site in
      try site.rowwise { cells in
        var result = JSONObject()
        for case .object(let bag) in cells.map({ $0.json }) {
          for (key, value) in bag.pairs where result[key] == nil { result[key] = value }
        }
        return .dynamic(.object(result))
      }
    },
    "bag_remove_keys": { site in
      try site.require(2)
      return try site.rowwise { cells in
        guard cells[0].json.object != nil else { return .null }
        let keys = (cells[1].json.array ?? []).compactMap { $0.string }
        return .dynamic(keys.reduce(cells[0].json) { JSONPath.replace($1, in: $0, with: nil) })
      }
    },
    "bag_set_key": { site in
      try site.require(3)
      return try site.rowwise { cells in
        guard cells[0].json.object != nil else { return .null }
        let path = Conversion.text(cells[1])
        // The key moves to the end, as the service does it.
        return .dynamic(JSONPath.replace(path, in: JSONPath.replace(path, in: cells[0].json, with: nil), with: cells[2].json))
      }
    },
    "bag_zip": { site in
      try site.require(2)
      return try site.rowwise { cells in
        guard let keys = cells[0].json.array else { return .null }
        let values = cells[1].json.array ?? []
        var result = JSONObject()
        for (place, key) in keys.enumerated() {
          if let name = key.string, result[name] == nil { result[name] = place < values.count ? values[place] : .null }
        }
        return .dynamic(.object(result))
      }
    },
    "dynamic_to_json": { site in
      try site.require(1)
      return try site.rowwise { cells in .string(cells[0].isNull ? "" : JSONPath.sorted(cells[0].json, depth: 0).text) }
    },
    "extract_json": extract, "extractjson": extract,
    "treepath": { site in
      try site.require(1)
      return try site.rowwise { cells in
        var paths: [JSONValue] = []
        var bytes = 0
        try JSONPath.collect(cells[0].json, prefix: "", depth: 0) { path in
          bytes += JSONValue.nodeBytes + path.utf8.count
          try site.allow(bytes: bytes, most: EngineLimits.largestDynamic)
          paths.append(.string(path))
        }
        return .dynamic(.array(paths))
      }
    },
  ]

  private static let pack: ScalarFunctions.Make = { site in
    try site.rowwise { cells in
      var bag = JSONObject()
      for place in stride(from: 0, to: cells.count - 1, by: 2) { bag[Conversion.text(cells[place])] = cells[place + 1].json }
      return .dynamic(.object(bag))
    }
  }

  private static let extract: ScalarFunctions.Make = { site in
    try site.require(2)
    let type = site.type
    return try site.rowwise { cells in
      let source = Conversion.dynamic(cells[1]).json
      let found = JSONPath.find(Conversion.text(cells[0]), in: source).map { Value.dynamic($0) } ?? .null
      return Conversion.convert(found, to: type)
    }
  }
}

/// `$.a.b[0]['c']`, or a bare key.
enum JSONPath {
  private static let deepest = 64

  static func find(_ path: String, in value: JSONValue) -> JSONValue? {
    steps(path).reduce(Optional(value)) { current, step in
      switch step {
      case .string(let key): current?[key]
      case .integer(let index): Int(exactly: index).flatMap { current?[$0] }
      default: nil
      }
    }
  }

  /// Puts a value in the place of the path, making bags on the way; nil takes the member out.
  static func replace(_ path: String, in value: JSONValue, with new: JSONValue?) -> JSONValue {
    replace(steps(path)[...], in: value, with: new)
  }

  private static func replace(_ path: ArraySlice<JSONValue>, in value: JSONValue, with new: JSONValue?) -> JSONValue {
    guard case .string(let key)? = path.first, path.count <= deepest else { return value }
    let makesBags = new != Optional<JSONValue>.none
    guard value.object != Optional<JSONObject>.none || makesBags else { return value }
    var bag = value.object ?? JSONObject()
    if path.count == 1 {
      bag[key] = new
    } else if bag[key] != Optional<JSONValue>.none || makesBags {
      bag[key] = replace(path.dropFirst(), in: bag[key] ?? JSONValue.object(JSONObject()), with: new)
    }
    return .object(bag)
  }

  /// Members in the order of their keys; nesting deeper than JSON may be is left as it is.
  static func sorted(_ value: JSONValue, depth: Int) -> JSONValue {
    guard depth < deepest else { return value }
    switch value {
    case .array(let items): return .array(items.map { sorted($0, depth: depth + 1) })
    case .object(let bag):
      var result = JSONObject()
      for key in bag.keys.sorted(by: { ValueOrder.texts($0, $1) < 0 }) { result[key] = bag[key].map { sorted($0, depth: depth + 1) } }
      return .object(result)
    default: return value
    }
  }

  static func collect(_ value: JSONValue, prefix: String, depth: Int, _ found: (String) throws -> Void) throws {
    guard depth < deepest else { return }
    switch value {
    case .object(let bag):
      for (key, member) in bag.pairs {
        let path = "\(prefix)['\(key)']"
        try found(path)
        try collect(member, prefix: path, depth: depth + 1, found)
      }
    case .array(let items):
      for (place, item) in items.enumerated() {
        let path = "\(prefix)[\(place)]"
        try found(path)
        try collect(item, prefix: path, depth: depth + 1, found)
      }
    default: break
    }
  }

  private static func steps(_ path: String) -> [JSONValue] {
    guard path.hasPrefix("$") else { return [.string(path)] }
    var result: [JSONValue] = []
    for piece in path.dropFirst().split(whereSeparator: { $0 == "." || $0 == "[" }) {
      var text = piece.last == "]" ? piece.dropLast() : piece
      if let quote = text.first, quote == "'" || quote == "\"", text.count > 1 {
        text = text.dropFirst().dropLast()
        result.append(.string(String(text)))
      } else if piece.last == "]", let index = Int64(text) {
        result.append(.integer(index))
      } else {
        result.append(.string(String(text)))
      }
    }
    return result
  }
}
