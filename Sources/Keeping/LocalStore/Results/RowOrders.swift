import HuntPipeline
import Locking

/// The orders of the views looked at last: four bytes a row, however wide the rows are.
final class RowOrders: Sendable {
  private struct Entry {
    var view: RowView
    var rows: [UInt32]
    var isComplete: Bool
  }

  private static let most = 6
  private let entries = Locked<[Entry]>([])

  /// Row numbers (0-based) of a part of a view; nil when the view is not known.
  func rows(of view: RowView, _ range: Range<Int>) -> [UInt32]? {
    entries.withLock { entries in
      guard let entry = entries.first(where: { $0.view == view }) else { return nil }
      let range = range.clamped(to: 0..<entry.rows.count)
      return Array(entry.rows[range])
    }
  }

  /// All rows of a view; nil unless they are all known.
  func all(of view: RowView) -> [UInt32]? {
    entries.withLock { entries in
      guard let place = entries.firstIndex(where: { $0.view == view && $0.isComplete }) else { return nil }
      let entry = entries.remove(at: place)
      entries.insert(entry, at: 0)
      return entry.rows
    }
  }

  /// Begins a view anew.
  func begin(_ view: RowView) {
    entries.withLock { entries in
      entries.removeAll { $0.view == view }
      entries.insert(Entry(view: view, rows: [], isComplete: false), at: 0)
      if entries.count > RowOrders.most { entries.removeLast() }
    }
  }

  /// Adds rows behind those the view has.
  func add(_ rows: [UInt32], to view: RowView, isComplete: Bool) {
    entries.withLock { entries in
      guard let place = entries.firstIndex(where: { $0.view == view }) else { return }
      entries[place].rows += rows
      entries[place].isComplete = isComplete
    }
  }
}
