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

  /// All of them are asked from now on; what came of the last reading stays beside that until they tell more.
  mutating func ask() {
    isUnderWay = true
    for place in sources.indices { sources[place].isAsked = true }
  }

  /// The reading is over. A source that told nothing of its end was not read.
  mutating func end() {
    isUnderWay = false
    for place in sources.indices {
      switch sources[place].state {
      case .reading(let count, _): sources[place].state = .stopped(count, new: 0)
      case .retrying: sources[place].state = .stopped(0, new: 0)
      default: if sources[place].isAsked { sources[place].state = .stopped(0, new: 0) }
      }
      sources[place].isAsked = false
    }
  }

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
    /// Given up before the end, by the analyst or with the program; what came until then is kept.
    case stopped(Int, new: Int)
    case failed(Problem)
  }

  package var name: String
  package var state: State
  /// When it was told.
  package var time: DateTime
  /// When it was read to its end last; nil where it never was since the program began.
  var lastRead: DateTime?
  /// Whether it is asked anew and has told nothing of that yet: its state is that of the reading before.
  package internal(set) var isAsked = false

  package init(name: String, state: State, time: DateTime) {
    self.name = name
    self.state = state
    self.time = time
  }
}
