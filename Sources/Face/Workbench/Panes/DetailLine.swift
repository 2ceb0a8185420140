internal import Canvas
internal import Casefile

/// A line of the detail, and what keys act on while the cursor is on it.
struct DetailLine: Equatable {
  enum Item: Equatable {
    /// Place of the entity among the alert's.
    case entity(Int)
    /// A technique, by its id.
    case technique(String)
    case link
  }

  var spans: [Span]
  var item: Item?

  init(_ spans: [Span], _ item: Item? = nil) {
    self.spans = spans
    self.item = item
  }
}

/// Badges of the analyst's own lists, each a sign and a word.
enum BadgeSpans {
  static func spans(_ model: Model, _ kind: Entity.Kind, _ name: String) -> [Span] {
    model.context.badges(of: kind, named: name).map { badge in
      Span("  " + (Wording.badges[badge] ?? badge.rawValue), model.theme[badge == .vip || badge == .critical ? .warning : .note])
    }
  }

  /// A short name behind the sign of the first list that names the entity, where both have room.
  static func marked(_ short: String, of name: String, room: Int, _ model: Model) -> String {
    guard !model.context.isEmpty, short.cellWidth + 2 <= room else { return short }
    let kinds: [Entity.Kind] = EntityLabel.isAddress(name) ? [.address] : [.host, .user]
    let badge = kinds.lazy.flatMap { model.context.badges(of: $0, named: name) }.first
    return badge.flatMap { Wording.badges[$0]?.first }.map { "\($0) \(short)" } ?? short
  }
}
