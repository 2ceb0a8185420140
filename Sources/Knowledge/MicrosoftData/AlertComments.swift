package import Casefile

/// Reads the comments of alerts and incidents of Microsoft Graph.
package enum AlertComments {
  /// The newest first; those without a time stand last, in the order of the source. Legacy alerts have bare texts.
  package static func of(_ record: JSONValue) -> [AlertComment] {
    let read = (record.at("comments")?.array ?? []).compactMap { item -> AlertComment? in
      if let text = item.string { return text.isEmpty ? nil : AlertComment(text) }
      guard let text = item.textAt("comment") else { return nil }
      return AlertComment(text, author: item.textAt("createdByDisplayName") ?? "", time: item.momentAt("createdDateTime"))
    }
    return read.enumerated().sorted { one, other in
      let (left, right) = (one.element.time ?? .minimum, other.element.time ?? .minimum)
      return left == right ? one.offset < other.offset : left > right
    }.map(\.element)
  }

  /// The same, of the text of a record; none where it is no JSON.
  package static func of(raw: String) -> [AlertComment] { (try? JSONValue(parsing: raw)).map(of) ?? [] }
}
