/// Breaks raw text into lines of at most so many columns.
///
/// Line breaks in the text (LF, CRLF) end a line; within a paragraph a line breaks at spaces, after a hyphen-like separator only when a
/// single word is too long, and inside a word as the last resort. Nothing is lost: only the spaces at a break disappear. The lines are
/// raw slices of the text, to be made safe by drawing.
package struct Wrapping {
  private let columns: Int
  private let text: String
  private var lines: [Substring] = []
  private var lineStart: String.Index
  private var lineWidth = 0
  private var breakEnd: String.Index?
  private var breakNext: String.Index?
  private var widthAfterBreak = 0

  private init(_ text: String, columns: Int) {
    self.text = text
    self.columns = max(1, columns)
    lineStart = text.startIndex
  }

  /// The lines of the text; one empty line for empty text.
  package static func lines(of text: String, columns: Int) -> [Substring] {
    var wrapping = Wrapping(text, columns: columns)
    wrapping.run()
    return wrapping.lines
  }

  private mutating func run() {
    var position = text.startIndex
    for cluster in SafeClusters(text) {
      let scalar = text.unicodeScalars[position]
      if scalar == "\n" {
        endLine(at: position, next: cluster.end)
      } else if scalar == "\r", cluster.end < text.endIndex, text.unicodeScalars[cluster.end] == "\n" {
        // The newline that follows ends the line; its carriage return is not part of the text.
      } else {
        take(cluster, isSpace: scalar == " ", from: position)
      }
      position = cluster.end
    }
    endLine(at: text.endIndex, next: text.endIndex)
  }

  private mutating func take(_ cluster: SafeCluster, isSpace: Bool, from position: String.Index) {
    if isSpace {
      if breakNext != position { breakEnd = position }
      breakNext = cluster.end
      lineWidth += 1
      widthAfterBreak = 0
      return
    }
    if lineWidth + cluster.width > columns {
      if let end = breakEnd, let next = breakNext, end > lineStart {
        lines.append(text[lineStart..<end])
        lineStart = next
        lineWidth = widthAfterBreak
      } else if position > lineStart {
        lines.append(text[lineStart..<position])
        lineStart = position
        lineWidth = 0
      }
      breakEnd = nil
      breakNext = nil
      if lineWidth + cluster.width > columns, position > lineStart {
        lines.append(text[lineStart..<position])
        lineStart = position
        lineWidth = 0
      }
    }
    lineWidth += cluster.width
    widthAfterBreak += cluster.width
  }

  private mutating func endLine(at end: String.Index, next: String.Index) {
    var last = end
    if last > lineStart, next > end {
      let before = text.unicodeScalars.index(before: last)
      if text.unicodeScalars[before] == "\r" { last = before }
    }
    lines.append(text[lineStart..<last])
    lineStart = next
    lineWidth = 0
    widthAfterBreak = 0
    breakEnd = nil
    breakNext = nil
  }
}

extension String {
  /// The raw lines this text takes in so many columns; see `Wrapping`.
  package func wrapped(cells: Int) -> [Substring] { Wrapping.lines(of: self, columns: cells) }
}
