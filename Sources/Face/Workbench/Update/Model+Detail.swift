internal import Canvas
internal import Casefile
internal import HuntPipeline

extension Model {
  mutating func performDetail(_ command: Command) -> [Effect] {
    switch command {
    case .showRaw:
      guard !detail.showsRaw, let alert = detail.alert else {
        leaveRecord()
        return []
      }
      detail.showsRaw = true
      focus = .record
      guard record.alert != alert.name else { return [] }
      record = RecordState()
      record.alert = alert.name
      return [.readRecord(alert.name, text: alert.raw)]
    case .nextEntity: stepItem(1)
    case .previousEntity: stepItem(-1)
    case .openLink:
      copiedThing = Wording.copiedLink
      return (detail.alert?.webLink).map { [.openLink($0)] } ?? []
    default: break
    }
    return []
  }

  /// Goes to the first line of another entity, technique or link.
  private mutating func stepItem(_ step: Int) {
    let lines = DetailPane.lines(self, width: ScreenLayout(self).inner(.detail).width - 2)
    let starts = lines.indices.filter { lines[$0].item != nil && ($0 == 0 || lines[$0 - 1].item != lines[$0].item) }
    let next = step > 0 ? starts.first { $0 > detail.cursor } : starts.last { $0 < detail.cursor }
    if let next { detail.cursor = next }
  }

  /// Puts the detail back where the record was.
  mutating func leaveRecord() {
    detail.showsRaw = false
    record.editor = nil
    if focus == .record { focus = .detail }
  }

  mutating func alertArrived(_ alert: Alert?) {
    guard let alert, alert.name == detail.wanted || alert.name == alerts.lineUnderCursor?.name else { return }
    if detail.alert?.name != alert.name {
      detail.scroll = 0
      detail.cursor = 0
    }
    if detail.alert?.name != alert.name || detail.alert?.raw != alert.raw {
      leaveRecord()
      record = RecordState()
    }
    detail.alert = alert
    detail.isStale = false
  }

  mutating func moveInDetail(_ command: Command) {
    let inner = ScreenLayout(self).inner(.detail)
    detail.cursor = moved(detail.cursor, count: DetailPane.lineCount(self, width: inner.width), page: inner.height, command)
  }

  mutating func settleDetail(_ inner: Rect) {
    guard !inner.isEmpty, detail.cursor > 0 || detail.scroll > 0 else { return }
    let count = DetailPane.lineCount(self, width: inner.width)
    detail.cursor = min(max(0, detail.cursor), max(0, count - 1))
    detail.scroll = Model.top(detail.scroll, cursor: detail.cursor, count: count, height: inner.height)
  }

  /// What the line under the cursor of the detail is about.
  var detailItem: DetailLine.Item? {
    guard focus == .detail, detail.alert != nil else { return nil }
    let lines = DetailPane.lines(self, width: ScreenLayout(self).inner(.detail).width - 2)
    return lines.indices.contains(detail.cursor) ? lines[detail.cursor].item : nil
  }

  /// The entity on the line under the cursor; nil on other lines.
  var entityUnderCursor: Entity? {
    guard case .entity(let place) = detailItem, let entities = detail.alert?.entities, entities.indices.contains(place) else { return nil }
    return entities[place]
  }

  /// What is copied from the detail: the link, technique or entity under the cursor, else the alert.
  var detailCopy: (text: String, thing: String)? {
    guard let alert = detail.alert else { return nil }
    switch detailItem {
    case .link: return (alert.webLink, Wording.copiedLink)
    case .technique(let id): return (DetailPane.techniqueName(id), Wording.copiedTechnique)
    case .entity:
      if let entity = entityUnderCursor {
        return (Defanging.defanged(entity.label, sparing: DetailPane.ownNames(alert)), Wording.copiedEntity)
      }
    case nil: break
    }
    return (DetailPane.copyText(alert, zone: zone), Wording.copyNames[.detail] ?? "")
  }
}
