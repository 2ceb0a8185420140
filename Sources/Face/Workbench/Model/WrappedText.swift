internal import Casefile
internal import Canvas

/// Streaming text, broken into lines as it comes: only the last lines are broken again, however long the paragraph.
package struct WrappedText: Equatable, Sendable {
  /// The text as it came.
  package private(set) var text = ""
  /// The lines at the current width, addresses and links defanged.
  package private(set) var lines: [String] = []
  /// For each line whether the next one goes on inside the same word.
  package private(set) var goesOn: [Bool] = []
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
    goesOn = []
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
    goesOn.removeSubrange(tailStart...)
    var rest = more.unicodeScalars[...]
    while let end = rest.firstIndex(of: "\n") {
      addWords(String(rest[..<end]))
      endParagraph()
      rest = rest[rest.index(after: end)...]
    }
    addWords(String(rest))
    let open = tail + Defanging.defanged(word)
    if !open.isEmpty { add(open.wrapped(cells: width)) }
  }

  /// Adds lines; the last of `more` are not added, but the last that is may go on in them.
  private mutating func add(_ broken: [Substring], without more: Int = 0) {
    for (place, line) in broken.dropLast(more).enumerated() {
      lines.append(String(line))
      goesOn.append(place + 1 < broken.count && line.endIndex == broken[place + 1].startIndex && !line.isEmpty)
    }
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
    add(broken, without: 2)
    tail = String(tail[broken[broken.count - 2].startIndex...])
    tailStart = lines.count
  }

  private mutating func endParagraph() {
    var paragraph = tail + Defanging.defanged(word)
    if paragraph.unicodeScalars.last == "\r" { paragraph.unicodeScalars.removeLast() }
    add(paragraph.wrapped(cells: width))
    tail = ""
    word = ""
    tailStart = lines.count
  }
}
