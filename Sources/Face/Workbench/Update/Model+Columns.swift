internal import Canvas
internal import HuntPipeline

extension Model {
  /// The window of columns: each key changes the list behind it at once.
  mutating func performColumns(_ command: Command) -> [Effect] {
    guard case .columns(let place) = overlay, alerts.columns.entries.indices.contains(place) else { return [] }
    let last = alerts.columns.entries.count - 1
    switch command {
    case .columnNext: overlay = .columns(min(place + 1, last))
    case .columnBefore: overlay = .columns(max(place - 1, 0))
    case .columnToggle: alerts.columns.toggle(place, isOnScreen: isOnScreen(alerts.columns.entries[place]))
    case .columnLater: overlay = .columns(alerts.columns.move(place, by: 1))
    case .columnEarlier: overlay = .columns(alerts.columns.move(place, by: -1))
    case .columnNarrow: alerts.columns.resize(place, by: -1, from: width(of: alerts.columns.entries[place]))
    case .columnWiden: alerts.columns.resize(place, by: 1, from: width(of: alerts.columns.entries[place]))
    case .columnSort: return sort(by: alerts.columns.entries[place].column)
    case .columnsReset: alerts.columns = AlertColumns()
    default: break
    }
    return []
  }

  /// Whether the list has room for the column as it is now.
  func isOnScreen(_ entry: AlertColumns.Entry) -> Bool {
    let room = ScreenLayout(self).inner(.alerts).width - 3
    return alerts.columns.placed(in: room, entityWidth: alerts.entityWidth).contains { $0.column == entry.column }
  }

  /// What a column takes on screen; where it is not there, what it would.
  func width(of entry: AlertColumns.Entry) -> Int {
    let room = ScreenLayout(self).inner(.alerts).width - 3
    let placed = alerts.columns.placed(in: room, entityWidth: alerts.entityWidth).first { $0.column == entry.column }
    return entry.width ?? placed?.width ?? AlertColumns.usual(entry.column, room: room, entityWidth: alerts.entityWidth)
  }

  private mutating func sort(by column: AlertColumn) -> [Effect] {
    list { listing in
      if listing.sort == column.sortKey {
        listing.isDescending.toggle()
      } else {
        listing.sort = column.sortKey
        listing.isDescending = column.sortKey.isNaturallyDescending
      }
    }
  }
}

extension AlertListing.SortKey {
  /// Whether one expects the greatest first.
  var isNaturallyDescending: Bool { self == .time || self == .severity || self == .count }
}
