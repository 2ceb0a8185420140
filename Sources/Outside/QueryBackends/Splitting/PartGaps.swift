import Casefile

/// Says what is missing in the parts of one query: a reason that several parts share is said once.
enum PartGaps {
  /// Parts that must share a reason before it is said for all of them at once.
  private static let several = 3
  /// `2026-11-23T00:00:00Z to 2026-11-24T00:00:00Z: `
  private static let placeLength = 46

  /// The gaps as one text, nil where there are none. Each is a reason, with the range of its part and a colon before it where only that
  /// part is meant; `parts` is how many were asked.
  static func told(_ gaps: [String], of parts: Int) -> String? {
    var order: [String] = []
    var places: [String: [(range: TimeRange, gap: String)]] = [:]
    for gap in gaps {
      guard let (range, reason) = placed(gap) else {
        order.append(gap)
        continue
      }
      if places[reason] == nil { order.append(reason) }
      places[reason, default: []].append((range, gap))
    }
    let told = order.flatMap { reason -> [String] in
      guard let shared = places[reason] else { return [reason] }
      guard shared.count >= several, let from = shared.map(\.range.from).min(), let to = shared.map(\.range.to).max() else {
        return shared.map(\.gap)
      }
      return ["in \(shared.count) of \(parts) parts between \(from.text(decimals: 0)) and \(to.text(decimals: 0)): \(reason)"]
    }
    return told.isEmpty ? nil : told.joined(separator: "; ")
  }

  /// The part's range and the reason, where the gap names a part.
  private static func placed(_ gap: String) -> (TimeRange, String)? {
    let head = gap.prefix(placeLength)
    guard head.count == placeLength, head.hasSuffix(": "), let from = DateTime(String(head.prefix(20))),
      let to = DateTime(String(head.dropFirst(24).prefix(20))), TimeRange(from: from, to: to).words + ": " == head
    else { return nil }
    return (TimeRange(from: from, to: to), String(gap.dropFirst(placeLength)))
  }
}
