import Casefile
import KQL

/// `make_list`, `make_set`, `make_bag` and their forms.
enum ListAggregates {
  /// The service's own limit of elements.
  private static let longest = 1_048_576

  static func make(_ site: AggregateSite) -> (any Aggregate)? {
    let (name, isConditional) = site.base
    let limit = max(0, site.number(isConditional ? 2 : 1) ?? longest)
    switch name {
    case "make_list": return ListAggregate(isSet: false, keepsNulls: false, isConditional: isConditional, limit: limit)
    case "make_list_with_nulls": return ListAggregate(isSet: false, keepsNulls: true, isConditional: false, limit: longest)
    case "make_set": return ListAggregate(isSet: true, keepsNulls: false, isConditional: isConditional, limit: limit)
    case "make_bag": return BagAggregate(isConditional: isConditional)
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
  private var lists: [[JSONValue]] = []
  private var seen: [Set<JSONValue>] = []

  init(isSet: Bool, keepsNulls: Bool, isConditional: Bool, limit: Int) {
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

  func add(_ arguments: [ColumnVector], groups: [Int]) {
    guard let values = arguments.first else { return }
    let condition = isConditional && arguments.count > 1 ? arguments[1] : nil
    let takesNulls = keepsNulls || (!isSet && values.type == .dynamic)
    for row in groups.indices where (takesNulls || !values.isNull(row)) && passing(condition, row) {
      let value = values[row].json
      if let items = value.array {
        for item in items { append(item, to: groups[row]) }
      } else {
        append(value, to: groups[row])
      }
    }
  }

  func results(_ count: Int) -> [ColumnVector] {
    [ColumnVector(type: .dynamic, count: count, storage: .dynamics(lists.prefix(count).map { .array($0) }))]
  }

  private func append(_ item: JSONValue, to group: Int) {
    guard lists[group].count < limit else { return }
    if isSet, !seen[group].insert(item).inserted { return }
    lists[group].append(item)
  }
}

/// The first value of a key stays.
private final class BagAggregate: Aggregate {
  private let isConditional: Bool
  private var bags: [JSONObject] = []

  init(isConditional: Bool) { self.isConditional = isConditional }

  func grow(to count: Int) { bags.append(contentsOf: repeatElement(JSONObject(), count: max(0, count - bags.count))) }

  func add(_ arguments: [ColumnVector], groups: [Int]) {
    guard let values = arguments.first else { return }
    let condition = isConditional && arguments.count > 1 ? arguments[1] : nil
    for row in groups.indices where passing(condition, row) {
      guard case .object(let bag) = values[row].json else { continue }
      for (key, value) in bag.pairs where bags[groups[row]][key] == nil { bags[groups[row]][key] = value }
    }
  }

  func results(_ count: Int) -> [ColumnVector] {
    [ColumnVector(type: .dynamic, count: count, storage: .dynamics(bags.prefix(count).map { .object($0) }))]
  }
}
