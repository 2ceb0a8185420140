internal import Casefile
internal import Canvas

/// Streaming text, broken into lines as it comes: only the last paragraph is broken again.
package struct WrappedText: Equatable, Sendable {
  /// The text as it came.
  package private(set) var text = ""
  /// The lines at the current width, addresses and links defanged.
  package private(set) var lines: [String] = []
  package private(set) var width = 80
  /// First line shown.
  package internal(set) var scroll = 0
  /// True when the end is to stay in view.
  package internal(set) var isFollowing = false
  /// The paragraph that may still grow, and where its lines begin.
  private var tail = ""
  private var tailStart = 0

  package init() {}

  /// Adds what came; lines above the last paragraph stay as they are.
  package mutating func append(_ more: String) {
    guard !more.isEmpty else { return }
    text += more
    take(more)
  }

  /// Breaks everything anew when the width changed.
  package mutating func rewrap(width wanted: Int) {
    let wanted = max(1, wanted)
    guard wanted != width else { return }
    width = wanted
    let whole = text
    lines = []
    tail = ""
    tailStart = 0
    take(whole)
  }

  package mutating func clear() {
    let width = width
    self = WrappedText()
    self.width = width
  }

  private mutating func take(_ more: String) {
    guard !more.isEmpty else { return }
    tail += more
    lines.removeSubrange(tailStart...)
    while let end = tail.firstIndex(where: { $0 == "\n" || $0 == "\r\n" }) {
      wrap(String(tail[..<end]))
      tail = String(tail[tail.index(after: end)...])
      tailStart = lines.count
    }
    if !tail.isEmpty { wrap(tail) }
  }

  private mutating func wrap(_ paragraph: String) {
    lines.append(contentsOf: Defanging.defanged(paragraph).wrapped(cells: width).map(String.init))
  }
}
