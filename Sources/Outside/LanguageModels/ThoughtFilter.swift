/// Takes apart text that begins with `<think>…</think>`, as some servers send reasoning; the marks may be cut anywhere.
struct ThoughtFilter: Sendable {
  enum Piece: Equatable, Sendable {
    case text(String)
    case thought(String)
  }

  private enum State { case undecided, inside, outside }
  private static let opening = "<think>"
  private static let closing = "</think>"

  private var state = State.undecided
  private var held = ""

  mutating func push(_ text: String) -> [Piece] {
    if state == .outside { return text.isEmpty ? [] : [.text(text)] }
    held += text
    if state == .undecided {
      let start = held.drop { $0.isWhitespace }
      if start.hasPrefix(ThoughtFilter.opening) {
        held = String(start.dropFirst(ThoughtFilter.opening.count))
        state = .inside
      } else if ThoughtFilter.opening.hasPrefix(start) {
        return []
      } else {
        state = .outside
        defer { held = "" }
        return [.text(held)]
      }
    }
    return takeThought()
  }

  private mutating func takeThought() -> [Piece] {
    if let end = held.firstRange(of: ThoughtFilter.closing) {
      let thought = String(held[..<end.lowerBound])
      let rest = String(held[end.upperBound...].drop { $0.isWhitespace })
      held = ""
      state = .outside
      return (thought.isEmpty ? [] : [.thought(thought)]) + (rest.isEmpty ? [] : [.text(rest)])
    }
    let most = min(ThoughtFilter.closing.count - 1, held.count)
    let kept = (0...most).reversed().first { held.hasSuffix(ThoughtFilter.closing.prefix($0)) } ?? 0
    let thought = String(held.dropLast(kept))
    held = String(held.suffix(kept))
    return thought.isEmpty ? [] : [.thought(thought)]
  }

  /// What was still held back when the stream ended.
  mutating func finish() -> [Piece] {
    defer { held = "" }
    if held.isEmpty { return [] }
    return state == .inside ? [.thought(held)] : [.text(held)]
  }
}
