package import Casefile

/// The sources the alerts come from, and how reading each of them goes.
package struct SourcesState: Equatable, Sendable {
  /// In the order they are configured; empty where alerts lie in the store alone.
  package internal(set) var sources: [SourceNews] = []

  /// True between asking for all of them and the last one's end.
  package internal(set) var isUnderWay = false

  package init() {}

  package var isFetching: Bool { isUnderWay && !sources.isEmpty }

  /// Whether a source waits before it tries again, so that seconds are counted on screen.
  var isWaiting: Bool { sources.contains { if case .retrying = $0.state { true } else { false } } }

  /// Sources whose last reading failed.
  var failed: [SourceNews] { sources.filter { if case .failed = $0.state { true } else { false } } }

  /// When any of them was read to its end last; nil before that.
  var read: DateTime? { sources.compactMap(\.lastRead).max() }

  mutating func take(_ news: SourceNews) {
    var news = news
    if case .read = news.state {
      news.lastRead = news.time
    } else {
      news.lastRead = news.lastRead ?? sources.first { $0.name == news.name }?.lastRead
    }
    if let place = sources.firstIndex(where: { $0.name == news.name }) { sources[place] = news } else { sources.append(news) }
  }
}

/// How reading one source of alerts goes.
package struct SourceNews: Equatable, Sendable {
  package enum State: Equatable, Sendable {
    case waiting
    /// So many alerts were read, of so many where the source tells.
    case reading(Int, of: Int?)
    case retrying(afterSeconds: Double, cause: String)
    /// Read to the end; `partial` says what is missing, `notes` what else is worth knowing.
    case read(Int, new: Int, partial: String?, notes: [String])
    case failed(Problem)
  }

  package var name: String
  package var state: State
  /// When it was told.
  package var time: DateTime
  /// When it was read to its end last; nil where it never was since the program began.
  var lastRead: DateTime?

  package init(name: String, state: State, time: DateTime) {
    self.name = name
    self.state = state
    self.time = time
  }
}
