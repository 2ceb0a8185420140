import Casefile

/// Functions of dynamic arrays.
enum ArrayFunctions {
  static let all: [String: ScalarFunctions.Make] = [
    "array_length": length, "arraylength": length,
    "array_concat": { site in
      try site.rowwise { cells in
        try site.allow(elements: cells.reduce(0) { $0 + ($1.json.array?.count ?? 0) })
        return .dynamic(.array(cells.flatMap { $0.json.array ?? [] }))
      }
    },
    "array_slice": { site in
      try site.require(3)
      return try site.rowwise { cells in
        guard let items = cells[0].json.array, let from = Conversion.long(cells[1]), let to = Conversion.long(cells[2]) else {
          return .null
        }
        let first = max(0, from < 0 ? items.count &+ Int(clamping: from) : Int(clamping: from))
        let last = min(items.count - 1, to < 0 ? items.count &+ Int(clamping: to) : Int(clamping: to))
        return .dynamic(.array(first <= last ? Array(items[first...last]) : []))
      }
    },
    "array_split": { site in
      try site.require(2)
      return try site.rowwise { cells in
        guard let items = cells[0].json.array else { return .null }
        let marks = (cells[1].json.array ?? [cells[1].json]).compactMap { $0.integer.map { Int(clamping: $0) } }
        var (start, pieces) = (0, [JSONValue]())
        for mark in marks {
          let end = max(start, min(items.count, mark < 0 ? items.count &+ mark : mark))
          pieces.append(.array(Array(items[start..<end])))
          start = end
        }
        return .dynamic(.array(pieces + [.array(Array(items[start...]))]))
      }
    },
    "array_reverse": { site in try unary(site) { .dynamic(.array($0.reversed())) } },
    "array_sum": { site in
      try unary(site) { items in
        let numbers = items.compactMap { $0.double }
        return numbers.isEmpty ? .null : .real(numbers.reduce(0, +))
      }
    },
    "array_sort_asc": { site in try sorted(site, isAscending: true) },
    "array_sort_desc": { site in try sorted(site, isAscending: false) },
    "array_index_of": { site in
      try site.require(2)
      return try site.rowwise { indexOf($0) }
    },
    "array_iff": { site in
      try site.require(3)
      return try site.rowwise { cells in
        guard let conditions = cells[0].json.array else { return .null }
        func item(_ value: Value, _ place: Int) -> JSONValue {
          guard let items = value.json.array else { return value.json }
          return place < items.count ? items[place] : .null
        }
        return .dynamic(
          .array(
            conditions.enumerated().map { place, condition in
              guard let flag = Conversion.bool(.dynamic(condition)) else { return .null }
              return item(flag ? cells[1] : cells[2], place)
            }))
      }
    },
    "array_shift_left": { site in try moved(site, direction: 1, isRotation: false) },
    "array_shift_right": { site in try moved(site, direction: -1, isRotation: false) },
    "array_rotate_left": { site in try moved(site, direction: 1, isRotation: true) },
    "array_rotate_right": { site in try moved(site, direction: -1, isRotation: true) },
    "strcat_array": { site in
      try site.require(2)
      return try site.rowwise { cells in
        guard let items = cells[0].json.array else { return .string(Conversion.text(cells[0])) }
        return .string(try TextFunctions.joined(items.map { Conversion.text(.dynamic($0)) }, by: Conversion.text(cells[1]), site))
      }
    },
    "repeat": { site in
      try site.require(2)
      return try site.rowwise { cells in
        guard let count = Conversion.long(cells[1]), count >= 0 else { return .null }
        let length = min(EngineLimits.mostElements, Int(clamping: count))
        try site.allow(elements: length, bytes: cells[0].estimatedBytes(upTo: EngineLimits.largestDynamic))
        return .dynamic(.array(Array(repeating: cells[0].json, count: length)))
      }
    },
    "range": { site in
      try site.require(2)
      return try site.rowwise { range($0) }
    },
    "zip": { site in
      try site.rowwise { cells in
        let columns = cells.map { $0.json.array ?? [$0.json] }
        let count = columns.map(\.count).max() ?? 0
        try site.allow(elements: count, bytes: JSONValue.nodeBytes * (columns.count + 1))
        return .dynamic(.array((0..<count).map { place in .array(columns.map { place < $0.count ? $0[place] : .null }) }))
      }
    },
    "set_union": { site in try site.rowwise { cells in set(cells) { _, _ in true } } },
    "set_intersect": { site in try site.rowwise { cells in set(cells, over: 1) { item, others in others.allSatisfy { $0.contains(item) } } }
    },
    "set_difference": { site in try site.rowwise { cells in set(cells, over: 1) { item, others in !others.contains { $0.contains(item) } } }
    },
    "set_has_element": { site in
      try site.require(2)
      return try site.rowwise { cells in
        guard let items = cells[0].json.array else { return .null }
        let wanted = cells[1].json
        return .bool(items.contains { same($0, wanted) })
      }
    },
    "jaccard_index": { site in
      try site.require(2)
      return try site.rowwise { cells in
        guard let a = cells[0].json.array, let b = cells[1].json.array else { return .null }
        let (first, second) = (Set(a), Set(b))
        let all = first.union(second)
        return all.isEmpty ? .real(.nan) : .real(Double(first.intersection(second).count) / Double(all.count))
      }
    },
  ]

  private static let length: ScalarFunctions.Make = { site in try unary(site) { .long(Int64($0.count)) } }

  private static func unary(_ site: CallSite, _ body: @escaping ([JSONValue]) -> Value) throws -> Scalar {
    try site.require(1)
    return try site.rowwise { cells in cells[0].json.array.map(body) ?? .null }
  }

  /// Whole and broken numbers of one value are the same element.
  private static func same(_ a: JSONValue, _ b: JSONValue) -> Bool {
    if a == b { return true }
    guard let x = a.double, let y = b.double else { return false }
    return x == y
  }

  private static func indexOf(_ cells: [Value]) -> Value {
    guard let items = cells[0].json.array, let bounds = SearchBounds(cells, count: items.count) else { return .null }
    var left = bounds.occurrence
    for place in bounds.start..<max(bounds.start, bounds.end) where same(items[place], cells[1].json) {
      left -= 1
      if left == 0 { return .long(Int64(place)) }
    }
    return .long(-1)
  }

  private static func set(_ cells: [Value], over count: Int? = nil, _ keeps: (JSONValue, [Set<JSONValue>]) -> Bool) -> Value {
    guard cells.allSatisfy({ $0.json.array != nil }) else { return .null }
    let arrays = cells.map { $0.json.array ?? [] }
    let sources = arrays.prefix(count ?? arrays.count)
    let others = count == nil ? [] : arrays.dropFirst().map { Set($0) }
    var seen: Set<JSONValue> = []
    return .dynamic(.array(sources.joined().filter { keeps($0, others) && seen.insert($0).inserted }))
  }

  /// Nulls come last whichever way the rest is sorted; further arrays are put in the first one's order.
  private static func sorted(_ site: CallSite, isAscending: Bool) throws -> Scalar {
    try site.rowwise { cells in
      guard let keys = cells.first?.json.array else { return .null }
      let followers = cells.dropFirst().compactMap { $0.json.array }
      let nullsFirst = cells.last == .bool(true)
      let order = keys.indices.sorted { a, b in
        let (x, y) = (Value.dynamic(keys[a]), Value.dynamic(keys[b]))
        if x.isNull || y.isNull { return x.isNull == y.isNull ? a < b : x.isNull == nullsFirst }
        let rank = ValueOrder.rank(x, y)
        return rank == 0 ? a < b : (rank < 0) == isAscending
      }
      let first = JSONValue.array(order.map { keys[$0] })
      guard !followers.isEmpty else { return .dynamic(first) }
      let rest = followers.map { items in JSONValue.array(order.map { $0 < items.count ? items[$0] : .null }) }
      return .dynamic(.array([first] + rest))
    }
  }

  private static func moved(_ site: CallSite, direction: Int, isRotation: Bool) throws -> Scalar {
    try site.require(2)
    return try site.rowwise { cells in
      guard let items = cells[0].json.array, let amount = Conversion.long(cells[1]) else { return .null }
      let filler = cells.count > 2 ? cells[2].json : .null
      guard !items.isEmpty else { return .dynamic(.array([])) }
      let shift =
        Int(clamping: isRotation ? amount % Int64(items.count) : max(-Int64(items.count), min(Int64(items.count), amount))) * direction
      return .dynamic(
        .array(
          items.indices.map { place in
            let from = place + shift
            if isRotation { return items[((from % items.count) + items.count) % items.count] }
            return items.indices.contains(from) ? items[from] : filler
          }))
    }
  }

  private static func range(_ cells: [Value]) -> Value {
    let step = cells.count > 2 ? cells[2] : RangeSource.defaultStep(for: cells[0])
    var items: [JSONValue] = []
    for value in RangeSource(first: cells[0], last: cells[1], step: step) {
      guard items.count < EngineLimits.mostElements else { break }
      items.append(value.json)
    }
    return .dynamic(.array(items))
  }
}
