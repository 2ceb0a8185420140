package import Casefile

/// From when on a source is to be asked, from one reading to the next.
///
/// A source whose readings are whole goes on where the last one ended. One that is never whole, since one of its providers stays silent,
/// would be read from its beginning every minute: it goes on from where its list ended, and what is missing is asked for again later.
package struct ReadingMemory: Equatable, Sendable {
  /// How long what is missing is left alone before it is asked for again.
  package static let pause = TimeSpan.minutes(15)

  /// All that was updated before this moment is there; nil before the first whole reading.
  package private(set) var wholeUpTo: DateTime?
  /// How far the list was read since, with something missing in it; nil where nothing is.
  private var reachedUpTo: DateTime?
  /// When what is missing was last asked for.
  private var askedAt: DateTime?

  package init(wholeUpTo: DateTime? = nil) { self.wholeUpTo = wholeUpTo }

  /// Where the next reading begins; nil asks for all.
  package func since(at now: DateTime) -> DateTime? { leavesGapAlone(at: now) ? reachedUpTo : wholeUpTo }

  /// When what is missing is asked for again; nil where nothing is.
  package var asksAgainAt: DateTime? { reachedUpTo == nil ? nil : askedAt.map { $0 + ReadingMemory.pause } }

  /// Takes in what came of a reading that began at `since(at: began)`.
  package mutating func take(_ result: GatheredSource, began: DateTime) {
    let hadGap = leavesGapAlone(at: began)
    guard let reached = result.reachedUpTo else { return }
    if result.isWhole, !hadGap {
      self = ReadingMemory(wholeUpTo: reached)
    } else {
      reachedUpTo = reached
      if !hadGap { askedAt = began }
    }
  }

  /// A clock that was set back asks at once.
  private func leavesGapAlone(at now: DateTime) -> Bool {
    guard reachedUpTo != nil, let askedAt else { return false }
    return askedAt <= now && now < askedAt + ReadingMemory.pause
  }
}

extension ReadingMemory {
  /// For keeping it; `init(text:)` reads it.
  package var text: String {
    var object = JSONObject()
    for (key, moment) in [("whole", wholeUpTo), ("reached", reachedUpTo), ("asked", askedAt)] {
      if let moment { object[key] = .string(moment.description) }
    }
    return JSONValue.object(object).text
  }

  /// What cannot be read is asked for anew. A moment alone is what was whole.
  package init(text: String) {
    let json = try? JSONValue(parsing: text)
    func moment(_ key: String) -> DateTime? { json?[key]?.string.flatMap { DateTime($0) } }
    wholeUpTo = moment("whole") ?? DateTime(text)
    reachedUpTo = moment("reached")
    askedAt = moment("asked")
  }
}
