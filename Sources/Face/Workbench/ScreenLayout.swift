package import Canvas

/// Where everything is on a screen of that size, with that focus. Pure arithmetic.
package struct ScreenLayout: Sendable {
  package let size: Size
  package let isTooSmall: Bool
  /// Whether panes stand beside each other, each with its border.
  package let isWide: Bool
  package private(set) var titleBar = Rect(x: 0, y: 0, width: 0, height: 0)
  package private(set) var status = Rect(x: 0, y: 0, width: 0, height: 0)
  package private(set) var footer = Rect(x: 0, y: 0, width: 0, height: 0)
  /// Panes with room for content: the outer rectangle, borders included; neighbours overlap by one line.
  package private(set) var frames: [PaneID: Rect] = [:]
  /// Panes that show only their title line.
  package private(set) var folds: [(pane: PaneID, rect: Rect)] = []
  /// The meter's one line where it has no frame.
  package private(set) var meterLine: Rect?
  private var filterLines = 0
  private var isEditingQuery = false
  /// Lines that the rows spend on how they are looked at and what is missing.
  package private(set) var rowStateLines = 0

  package static let leastWidth = 40
  package static let leastHeight = 10

  package init(_ model: Model) {
    size = model.size
    isTooSmall = size.width < ScreenLayout.leastWidth || size.height < ScreenLayout.leastHeight
    isWide = size.width >= 100 && size.height >= 28
    guard !isTooSmall else { return }
    isEditingQuery = model.query.isEditing
    filterLines = model.alerts.filterEditor == nil ? 0 : 1
    rowStateLines = model.hasRowStateLine ? 1 : 0
    let screen = Rect(size)
    titleBar = screen.row(0)
    // Without the hints a line is left to the panes.
    let edge = model.hidesHints ? 0 : 1
    if edge > 0 { footer = screen.row(size.height - 1) }
    status = screen.row(size.height - 1 - edge)
    let body = Rect(x: 0, y: 1, width: size.width, height: size.height - 2 - edge)
    if model.isZoomed || model.focus == .entity, model.focus != .meter, isWide {
      frames[model.focus] = body
    } else if isWide {
      placeWide(body, model)
    } else if size.height >= ScreenLayout.tallHeight, !model.isZoomed {
      placeTall(body, model)
    } else {
      placeNarrow(body, model)
    }
  }

  /// Lines from which a narrow screen has room for several panes below each other.
  private static let tallHeight = 40

  /// Lines from which the alert under the cursor is shown beside the list too.
  private static let tallForDetail = 48

  /// One column with list, alert, request, query and tab open. The query takes what it needs, the alert a fifth; list and tab share the
  /// rest, and the pane with the focus gets more than others.
  private mutating func placeTall(_ body: Rect, _ model: Model) {
    meterLine = Rect(x: 0, y: body.bottom - 1, width: body.width, height: 1)
    let detail: PaneID = model.detail.showsRaw ? .record : .detail
    let room = body.height - 1 - 2
    var lines: [PaneID: Int] = [.ask: 2, detail: 1]
    if model.focus == detail { lines[detail] = room * 2 / 5 } else if body.height >= ScreenLayout.tallForDetail { lines[detail] = room / 5 }
    let wanted = QueryPane.wantedLines(model, width: body.width - 2) + 1
    let query = model.focus == .query ? max(room * 2 / 5, min(wanted, room / 2)) : min(max(3, wanted), room / 4)
    lines[.query] = query
    let rest = room - query - (lines[detail] ?? 1)
    // Before the first hunt there is little to see but the alerts.
    let share = model.focus == model.tab ? 3 : model.hunt == nil ? 5 : model.focus == .alerts ? 4 : 3
    let list = rest * share / (share + (model.focus == model.tab ? 5 : model.hunt == nil ? 2 : 3))
    lines[.alerts] = list
    lines[model.tab] = rest - list
    var y = body.y
    for pane in [.alerts, detail, .ask, .query, model.tab] {
      let rect = Rect(x: 0, y: y, width: body.width, height: lines[pane] ?? 1)
      if rect.height > 1 { frames[pane] = rect } else { folds.append((pane, rect)) }
      y += rect.height
    }
  }

  private mutating func placeWide(_ body: Rect, _ model: Model) {
    let left = min(96, max(46, body.width * ScreenLayout.share(model) / 100))
    let meter = 6
    let detail = min(22, max(9, body.height * 36 / 100))
    let alerts = body.height - meter - detail + 2
    frames[.alerts] = Rect(x: 0, y: body.y, width: left + 1, height: alerts)
    frames[model.detail.showsRaw ? .record : .detail] = Rect(x: 0, y: body.y + alerts - 1, width: left + 1, height: detail)
    frames[.meter] = Rect(x: 0, y: body.bottom - meter, width: left + 1, height: meter)
    let right = Rect(x: left, y: body.y, width: body.width - left, height: body.height)
    // The query's pane grows for its reasons, which belong beside it, and leaves half of the height to what was found.
    let leastQuery = min(20, max(9, body.height * 36 / 100))
    let wanted = QueryPane.wantedLines(model, width: right.width - 4) + 2
    let query = max(leastQuery, min(wanted, body.height / 2))
    frames[.ask] = Rect(x: right.x, y: right.y, width: right.width, height: 3)
    frames[.query] = Rect(x: right.x, y: right.y + 2, width: right.width, height: query)
    let top = right.y + 2 + query - 1
    frames[model.tab] = Rect(x: right.x, y: top, width: right.width, height: right.bottom - top)
  }

  /// Hundredths of the width for the alerts: more while there is no hunt beside them that would need it.
  private static func share(_ model: Model) -> Int {
    let isIdle = model.hunt == nil && model.query.editor.isEmpty && !model.query.isEditing
    return isIdle && [.alerts, .detail, .record].contains(model.focus) ? 58 : 42
  }

  private mutating func placeNarrow(_ body: Rect, _ model: Model) {
    meterLine = Rect(x: 0, y: body.bottom - 1, width: body.width, height: 1)
    let stack: [PaneID] =
      model.isZoomed || model.focus == .entity
      ? [model.focus] : [.alerts, model.detail.showsRaw ? .record : .detail, .ask, .query, model.tab]
    let open = stack.contains(model.focus) ? model.focus : .alerts
    let height = body.height - 1
    // The request needs only its line; what is left goes to the draft it will fill.
    let second: PaneID? = open == .ask && !model.isZoomed ? .query : nil
    let folded = stack.filter { $0 != open && $0 != second }.count
    let room = height - folded
    let own = second == nil ? room : min(room, 2)
    var y = body.y
    for pane in stack {
      let lines = pane == open ? own : pane == second ? room - own : 1
      let rect = Rect(x: 0, y: y, width: body.width, height: lines)
      if lines > 1 { frames[pane] = rect } else { folds.append((pane, rect)) }
      y += lines
    }
  }

  /// Where a pane's content goes; empty when it is not on screen.
  package func inner(_ pane: PaneID) -> Rect {
    guard let frame = frames[pane] else { return Rect(x: 0, y: 0, width: 0, height: 0) }
    return isWide ? frame.inset() : Rect(x: frame.x, y: frame.y + 1, width: frame.width, height: frame.height - 1)
  }

  /// Lines the alert list spends on its histogram: bars and dates, bars alone, or none.
  package var histogramLines: Int {
    switch inner(.alerts).height {
    case 12...: 2
    case 8...: 1
    default: 0
    }
  }

  /// Whether the column titles of the alert list have room.
  package var hasAlertHead: Bool { inner(.alerts).height >= 5 }

  /// Alerts on screen.
  package var alertLines: Int {
    max(1, inner(.alerts).height - histogramLines - (hasAlertHead ? 1 : 0) - filterLines)
  }

  /// Rows on screen.
  package var rowLines: Int { max(1, inner(.rows).height - 1 - rowStateLines) }

  /// Lines of the query on screen.
  package var queryLines: Int {
    max(1, inner(.query).height - (isEditingQuery ? QueryEditorPane.footLines(height: inner(.query).height) : 0))
  }
}
