import Casefile

/// Which page of a list comes next: the one its link names, or, where a full page has no link, the one that begins in time where it ended.
///
/// Whether the list keeps an order is told by its pages, not believed: `$orderby` is not documented for alerts, and may be ignored.
struct GraphWalk {
  enum Step: Equatable {
    case follow(String)
    case ask(GraphQuery)
    case end
  }

  /// An order in time that pages follow.
  struct Way: Equatable {
    var property: String
    var isCreated: Bool
    var isAscending: Bool
    /// What is asked for it; nil where the list has it by itself.
    var order: String?
  }

  /// Pages in a row that may bring nothing new.
  static let mostBarrenPages = 50

  private(set) var query: GraphQuery
  /// Matches in all, by the first page.
  private(set) var total: Int?
  /// Why something may be missing, one sentence each.
  private(set) var gaps: [String] = []
  private(set) var notes: [String] = []
  /// True once pages are asked for again from the beginning, so that what came must stay known.
  private(set) var hasBegunAnew = false
  private let base: GraphQuery
  private let isLimited: Bool
  private var way: Way?
  private var ordersAreRefused = false
  private var seenLinks: Set<Int> = []
  private var received = 0
  private var matching: Int?
  private var barrenPages = 0
  private var bound: DateTime?

  /// `isLimited` where only the newest are wanted, so that beginning with the oldest would not do.
  init(_ query: GraphQuery, isLimited: Bool) {
    self.query = query
    self.isLimited = isLimited
    var base = query
    base.order = nil
    self.base = base
    if query.order != nil { way = GraphWalk.upward(query.endpoint) }
  }

  private static func upward(_ endpoint: GraphEndpoint) -> Way {
    Way(property: endpoint.updatedProperty, isCreated: false, isAscending: true, order: "\(endpoint.updatedProperty) asc")
  }

  mutating func next(after page: GraphPage, hadNews: Bool) -> Step {
    received += page.count
    matching = matching ?? page.total
    total = total ?? page.total
    barrenPages = hadNews ? 0 : barrenPages + 1
    guard barrenPages < GraphWalk.mostBarrenPages else {
      return end("\(barrenPages) pages in a row brought nothing new, so the rest was not asked for.")
    }
    if let link = page.next {
      guard seenLinks.insert(link.hashValue).inserted else { return end("A page pointed back to one that was read already.") }
      return .follow(link)
    }
    let isShort = matching.map { received + query.skip < $0 } ?? false
    guard isShort || seenLinks.isEmpty && page.count >= base.top else { return .end }
    guard !page.items.isEmpty, base.endpoint != .legacyAlerts else {
      return isShort ? end("The service counts \(matching ?? 0) and sent \(received).") : .end
    }
    return turn(page)
  }

  /// What else can be asked after the service did not take a question; nil where nothing can.
  mutating func next(afterRefusal kind: GraphRefusal.Class) -> Step? {
    guard kind == .request else { return nil }
    if query.skip > 0, let way, let bound { return leap(way, bound) }
    guard query.order != nil else { return nil }
    ordersAreRefused = true
    way = nil
    notes.append("The service took no order, so the pages came in its own.")
    query.order = nil
    return .ask(query)
  }

  private mutating func end(_ gap: String) -> Step {
    gaps.append(gap)
    return .end
  }

  /// A full page without a link: goes on in time.
  private mutating func turn(_ page: GraphPage) -> Step {
    if way == nil, !isLimited, !ordersAreRefused, base.endpoint == .alerts {
      let upward = GraphWalk.upward(base.endpoint)
      way = upward
      hasBegunAnew = true
      return ask(base.bounds, order: upward.order)
    }
    if way.map({ !$0.isKept(by: page) }) ?? true {
      let own = [(base.endpoint.updatedProperty, false), ("createdDateTime", true)].map {
        Way(property: $0.0, isCreated: $0.1, isAscending: false, order: nil)
      }
      // By creation first: that is the documented order.
      guard let kept = own.reversed().first(where: { $0.isKept(by: page) }) else {
        return end("A full page came without a link and in no order of time, so what follows it could not be asked for.")
      }
      if way != kept { bound = nil }
      way = kept
    }
    guard let way else { return .end }
    return advance(way, page)
  }

  private mutating func advance(_ way: Way, _ page: GraphPage) -> Step {
    let moments = way.moments(of: page)
    guard let furthest = way.isAscending ? moments.max() : moments.min() else { return end("A full page came without times.") }
    guard bound == furthest else {
      bound = furthest
      return ask(bounds(way, furthest, isInclusive: true), order: way.order)
    }
    // The whole page bears one time: more of it at once, then past it, as far as the service goes.
    let skip = min(query.skip + page.count, GraphEndpoint.largestSkip)
    if query.skip == 0, query.top < base.endpoint.largestPage {
      return ask(bounds(way, furthest, isInclusive: true), order: way.order, top: base.endpoint.largestPage)
    }
    guard skip > query.skip else { return leap(way, furthest) }
    return ask(bounds(way, furthest, isInclusive: true), order: way.order, top: query.top, skip: skip)
  }

  /// Goes past a time that more alerts bear than can be asked for.
  private mutating func leap(_ way: Way, _ moment: DateTime) -> Step {
    gaps.append(
      "So many bear the \(way.property) \(ODataWriter.text(moment)) that not all of them could be asked for; those after it were.")
    return ask(bounds(way, moment, isInclusive: false), order: way.order)
  }

  private func bounds(_ way: Way, _ moment: DateTime, isInclusive: Bool) -> [GraphQuery.Bound] {
    let comparison = way.isAscending ? (isInclusive ? "ge" : "gt") : (isInclusive ? "le" : "lt")
    let others = base.bounds.filter { !(way.isAscending && $0.property == way.property) }
    return others + [GraphQuery.Bound(property: way.property, comparison: comparison, moment: moment)]
  }

  private mutating func ask(_ bounds: [GraphQuery.Bound], order: String?, top: Int? = nil, skip: Int = 0) -> Step {
    query = base
    query.bounds = bounds
    query.order = order
    query.top = top ?? base.top
    query.skip = skip
    received = 0
    matching = nil
    seenLinks = []
    return .ask(query)
  }
}

extension GraphWalk.Way {
  func moments(of page: GraphPage) -> [DateTime] { page.items.compactMap { isCreated ? $0.created : $0.updated } }

  /// Whether the page's times go this way; a page without times goes none.
  func isKept(by page: GraphPage) -> Bool {
    let moments = moments(of: page)
    guard !moments.isEmpty else { return false }
    return zip(moments, moments.dropFirst()).allSatisfy { isAscending ? $0 <= $1 : $0 >= $1 }
  }
}
