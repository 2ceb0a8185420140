internal import Casefile
internal import Canvas

/// Streaming text, broken into lines as it comes: only the last lines are broken again, however long the paragraph.
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
  /// Whole words from the first line that may still change, defanged; and the line it is.
  private var tail = ""
  private var tailStart = 0
  /// The raw letters since the last blank: how they are defanged may still change.
  private var word = ""
  /// Bytes after which a word without a blank is no longer waited for.
  private static let longestWord = 4096

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
    word = ""
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
    lines.removeSubrange(tailStart...)
    var rest = more.unicodeScalars[...]
    while let end = rest.firstIndex(of: "\n") {
      addWords(String(rest[..<end]))
      endParagraph()
      rest = rest[rest.index(after: end)...]
    }
    addWords(String(rest))
    let open = tail + Defanging.defanged(word)
    if !open.isEmpty { lines += open.wrapped(cells: width).map(String.init) }
  }

  /// Takes text without line ends; whole words are defanged, and lines that can no longer change are settled.
  private mutating func addWords(_ more: String) {
    word += more
    if word.utf8.count > WrappedText.longestWord {
      tail += Defanging.defanged(word)
      word = ""
    } else if let blank = word.lastIndex(of: " ") {
      tail += Defanging.defanged(String(word[...blank]))
      word = String(word[word.index(after: blank)...])
    }
    settle()
  }

  /// A line with two more behind it stays as it is: what comes later is put behind the last word.
  private mutating func settle() {
    guard tail.utf8.count > width else { return }
    let broken = tail.wrapped(cells: width)
    guard broken.count > 2 else { return }
    lines += broken.dropLast(2).map(String.init)
    tail = String(tail[broken[broken.count - 2].startIndex...])
    tailStart = lines.count
  }

  private mutating func endParagraph() {
    var paragraph = tail + Defanging.defanged(word)
    if paragraph.unicodeScalars.last == "\r" { paragraph.unicodeScalars.removeLast() }
    lines += paragraph.wrapped(cells: width).map(String.init)
    tail = ""
    word = ""
    tailStart = lines.count
  }
}
