/// Texts that were met, the last so many of them; tells doubled ids in bounded memory.
struct Office365RecentTexts {
  private let limit: Int
  private var known: Set<String> = []
  private var order: [String] = []
  private var oldest = 0

  init(limit: Int) { self.limit = max(1, limit) }

  var count: Int { known.count }

  /// False when the text is among the last ones.
  mutating func insert(_ text: String) -> Bool {
    guard known.insert(text).inserted else { return false }
    if order.count < limit {
      order.append(text)
    } else {
      known.remove(order[oldest])
      order[oldest] = text
      oldest = (oldest + 1) % limit
    }
    return true
  }
}
