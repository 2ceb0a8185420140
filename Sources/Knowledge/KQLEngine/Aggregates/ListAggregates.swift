import Casefile
import KQL

/// `make_list`, `make_set`, `make_bag` and their forms.
enum ListAggregates {
  static func make(_ site: AggregateSite) -> (any Aggregate)? {
    let (name, isConditional) = site.base
    let most = EngineLimits.mostElements
    let limit = max(0, min(most, site.number(isConditional ? 2 : 1) ?? most))
    switch name {
    case "make_list": return ListAggregate(site.share, isSet: false, keepsNulls: false, isConditional: isConditional, limit: limit)
    case "make_list_with_nulls":
      return ListAggregate(site.share, isSet: false, keepsNulls: true, isConditional: false, limit: most)
    case "make_set": return ListAggregate(site.share, isSet: true, keepsNulls: false, isConditional: isConditional, limit: limit)
    case "make_bag": return BagAggregate(site.share, isConditional: isConditional)
    default: return nil
    }
  }
}

/// Elements in the order they come; arrays among the values give their elements, and a null that is dynamic is an element.
private final class ListAggregate: Aggregate {
  private let isSet: Bool
  private let keepsNulls: Bool
  private let isConditional: Bool
  private let limit: Int
  private let share: Allowance.Share
  private var lists: [[JSONValue]] = []
  private var seen: [Set<JSONValue>] = []

  init(_ share: Allowance.Share, isSet: Bool, keepsNulls: Bool, isConditional: Bool, limit: Int) {
    self.share = share
    self.isSet = isSet
    self.keepsNulls = keepsNulls
    self.isConditional = isConditional
    self.limit = limit
  }

  func grow(to count: Int) {
    let more = max(0, count - lists.count)
    lists.append(contentsOf: repeatElement([], count: more))
    if isSet { seen.append(contentsOf: repeatElement([], count: more)) }
  }

  func add(_ arguments: [ColumnVector], groups: [Int]) throws {
    guard let values = arguments.first else { return }
    let condition = isConditional && arguments.count > 1 ? arguments[1] : nil
    let takesNulls = keepsNulls || (!isSet && values.type == .dynamic)
    for row in groups.indices where (takesNulls || !values.isNull(row)) && passing(condition, row) {
      let value = values[row].json
      if let items = value.array {
        for item in items { try append(item, to: groups[row]) }
      } else {
        try append(value, to: groups[row])
      }
    }
  }

  func results(_ count: Int) -> [ColumnVector] {
    [ColumnVector(type: .dynamic, count: count, storage: .dynamics(lists.prefix(count).map { .array($0) }))]
  }

  private func append(_ item: JSONValue, to group: Int) throws {
    guard lists[group].count < limit else { return }
    if isSet, !seen[group].insert(item).inserted { return }
    lists[group].append(item)
    try share.add((isSet ? 2 : 1) * item.estimatedBytes(upTo: EngineLimits.memory))
  }
}

/// The first value of a key stays.
private final class BagAggregate: Aggregate {
  private let isConditional: Bool
  private let share: Allowance.Share
  private var bags: [[(key: String, value: JSONValue)]] = []
  private var seen: [Set<String>] = []

  init(_ share: Allowance.Share, isConditional: Bool) {
    self.share = share
    self.isConditional = isConditional
  }

  func grow(to count: Int) {
    let more = max(0, count - bags.count)
    bags.append(contentsOf: repeatElement([], count: more))
    seen.append(contentsOf: repeatElement([], count: more))
  }

  func add(_ arguments: [ColumnVector], groups: [Int]) throws {
    guard let values = arguments.first else { return }
    let condition = isConditional && arguments.count > 1 ? arguments[1] : nil
    for row in groups.indices where passing(condition, row) {
      guard case .object(let bag) = values[row].json else { continue }
      for (key, value) in bag.pairs where seen[groups[row]].insert(key).inserted {
        bags[groups[row]].append((key, value))
        try share.add(32 + 2 * key.utf8.count + value.estimatedBytes(upTo: EngineLimits.memory))
      }
    }
  }

  func results(_ count: Int) -> [ColumnVector] {
    [ColumnVector(type: .dynamic, count: count, storage: .dynamics(bags.prefix(count).map { .object(JSONObject(distinct: $0)) }))]
  }
}
