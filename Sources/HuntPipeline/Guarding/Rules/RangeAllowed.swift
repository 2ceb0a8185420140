import Casefile
import KQL

/// `range-allowed`: no table is read over a longer stretch of time than the policy's `max_range`.
///
/// Each reading of a table counts by itself: a join leg, union leg or sub-query without a window is not excused by another's. A reading
/// without any gets the policy's `default_range`, in the text and said in words; one whose beginning is computed when the query runs is
/// bounded by `max_range`. A range given beside the text, as a service's timespan, counts as the window of them all. Where a table has a
/// time column and no window can be put to it, the analyst is asked.
struct RangeAllowed: GuardrailRule {
  let id = "range-allowed"

  func objections(to subject: ReviewSubject) -> [Objection] {
    let longest = subject.policy.maxRange
    // A literal such as ago(30d) is read a moment after it was written; a minute's grace keeps it from being "too long".
    let most = longest.ticks + TimeSpan.minutes(1).ticks
    if let range = subject.range, range.length.ticks > most {
      return [
        refuses(
          "The range asked for is \(range.length.words); \(longest.words) are allowed.",
          remedy: "Ask for a shorter range, or raise max_range in the guardrails file.")
      ]
    }
    var seen: Set<String> = []
    // What is added to readings without a window is never longer than allowed.
    return subject.windows.compactMap { window -> Objection? in
      guard let from = window.from else { return nil }
      let length = (window.to ?? max(subject.now, from)) - from
      guard length.ticks > most, seen.insert(window.table).inserted else { return nil }
      let place = subject.line(subject.bound.reads[window.read].range)
      return refuses(
        "\(window.table)\(place) is read over \(length.words); \(longest.words) are allowed.",
        remedy: "Begin later, at ago(\(longest.literal)) at the earliest, or raise max_range in the guardrails file.")
    }
  }

  /// What is asked where tables with a time column could be given no window; nil when there are none.
  func unbounded(_ left: [String]) -> Objection? {
    guard !left.isEmpty else { return nil }
    let names = left.prefix(4).joined(separator: ", ") + (left.count > 4 ? " and \(left.count - 4) more" : "")
    return asks("\(names) would be read without any limit in time.", remedy: "Put `| where TimeGenerated > ago(1d)` to it, or say yes.")
  }
}

extension TimeSpan {
  /// As KQL writes it: `30d`, `12h`, `90m`.
  fileprivate var literal: String {
    for (length, unit) in [(86_400.0, "d"), (3600, "h"), (60, "m")] {
      let count = totalSeconds / length
      if count >= 1, count == count.rounded() { return "\(Int(count))\(unit)" }
    }
    return "\(Int(totalSeconds))s"
  }
}
