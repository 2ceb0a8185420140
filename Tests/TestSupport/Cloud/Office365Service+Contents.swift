internal import Casefile
internal import Foundation
internal import Locking

extension Office365Service {
  /// Lists one window: its rules are those of the reference, and pages are named by the place they begin at.
  func contents(_ request: LoopbackCloud.Request, root: String) -> LoopbackCloud.Answer {
    let query = request.query
    guard let type = query["contentType"] else { return Office365Service.error("AF20001", "Missing parameter: contentType.") }
    guard Office365Service.types.contains(type) else { return Office365Service.error("AF20020", "Not a valid content type.") }
    let (now, status, all, pageSize) = state.withLock { ($0.now, $0.subscriptions[type], $0.contents, $0.pageSize) }
    guard let status else { return Office365Service.error("AF20022", "No subscription found for the specified content type.") }
    guard status == "enabled" else { return Office365Service.error("AF20023", "The subscription was disabled by a tenant admin.") }
    guard let window = Office365Service.window(query, now: now) else {
      return Office365Service.error("AF20030", "Start time and end time must both be specified and must be less than 24 hours apart.")
    }
    let found = all.filter { $0.type == type && window.contains($0.created) }
    var start = 0
    if let page = query["nextPage"] {
      guard let place = Int(page), place > 0, place < found.count else {
        return Office365Service.error("AF20031", "Invalid nextPage Input.")
      }
      start = place
    }
    let page = found[start..<min(start + pageSize, found.count)]
    let items = page.map { content -> String in
      let expires = (content.expires ?? content.created + .days(7)).text(decimals: 3)
      return
        "{\"contentType\":\"\(type)\",\"contentId\":\"\(content.id)\",\"contentUri\":\"\(address(of: content.id, root: root))\","
        + "\"contentCreated\":\"\(content.created.text(decimals: 3))\",\"contentExpiration\":\"\(expires)\"}"
    }
    var headers: [[String]] = []
    if page.endIndex < found.count {
      let times = "startTime=\(query["startTime"] ?? "")&endTime=\(query["endTime"] ?? "")"
      let link = "\(root)/api/v1/\(tenant)/activity/feed/subscriptions/content?contentType=\(type)&\(times)&nextPage=\(page.endIndex)"
      headers = [[state.withLock { $0.fault == .nextPageURL } ? "nextpageurl" : "NextPageUri", link]]
    }
    return .json("[" + items.joined(separator: ",") + "]", headers: headers)
  }

  func address(of id: String, root: String) -> String { "\(root)/api/v1.0/\(tenant)/activity/feed/audit/\(id)" }

  /// Both or neither; no zone and no fraction; in order, at most 24 hours, begun within seven days.
  private static func window(_ query: [String: String], now: DateTime) -> TimeRange? {
    guard query["startTime"] != nil || query["endTime"] != nil else { return TimeRange(from: now - .hours(24), to: now) }
    guard let from = query["startTime"].flatMap(moment), let to = query["endTime"].flatMap(moment) else { return nil }
    guard from < to, to - from <= .hours(24), from >= now - .days(7) else { return nil }
    return TimeRange(from: from, to: to)
  }

  /// `YYYY-MM-DD`, with `THH:MM` or `THH:MM:SS`.
  private static func moment(_ text: String) -> DateTime? {
    let shape = String(text.map { $0.isASCII && $0.isNumber ? "0" : $0 })
    guard ["0000-00-00", "0000-00-00T00:00", "0000-00-00T00:00:00"].contains(shape) else { return nil }
    return DateTime(text)
  }
}
