internal import Casefile
internal import HuntPipeline

extension Model {
  /// Where the query on screen runs: at the workspace's service, but for one that reads only tables this machine alone has.
  package var queryPlace: String {
    let typed = query.editor.isEmpty ? [] : query.reading.tables
    let read = typed.isEmpty ? hunt?.subjectTables ?? [] : typed
    return !read.isEmpty && read.allSatisfy(tables.own.contains) ? Wording.localStore : place.queryPlace
  }

  /// Asks the service for its tables and their columns now, however fresh those are that are known.
  mutating func rereadTables() -> [Effect] {
    say(Wording.readingTables, .note)
    return [.rereadTables]
  }

  mutating func tablesReread(_ count: Int, at time: DateTime) {
    say(Wording.tablesRead(count, at: "\(Figures.clock(time, zone: zone)) \(zone.label)"), .good)
  }
}
