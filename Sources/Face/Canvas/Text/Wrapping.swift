/// Breaks raw text into lines of at most so many columns.
///
/// Line breaks in the text (LF, CRLF) end a line; within a paragraph a line breaks at spaces, within a word that is too long for one line
/// behind what parts links and paths (`/ ? & = \`), and anywhere else as the last resort. Nothing is lost: only the spaces at a break disappear. The lines are
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
  /// Behind the last part of a link or path in this line, and how wide the line was there.
  private var partEnd: String.Index?
  private var widthAtPart = 0

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
        take(cluster, scalar, from: position)
      }
      position = cluster.end
    }
    endLine(at: text.endIndex, next: text.endIndex)
  }

  private mutating func take(_ cluster: SafeCluster, _ scalar: Unicode.Scalar, from position: String.Index) {
    if scalar == " " {
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
        widthAtPart -= lineWidth - widthAfterBreak
        lineWidth = widthAfterBreak
        if let part = partEnd, part <= next { partEnd = nil }
      } else {
        breakWord(at: position)
      }
      breakEnd = nil
      breakNext = nil
      if lineWidth + cluster.width > columns { breakWord(at: position) }
    }
    lineWidth += cluster.width
    widthAfterBreak += cluster.width
    if Wrapping.parting.contains(scalar) { (partEnd, widthAtPart) = (cluster.end, lineWidth) }
  }

  private static let parting: Set<Unicode.Scalar> = ["/", "?", "&", "=", "\\"]

  /// Ends the line within a word: behind a part of it, unless that would leave most of the line empty.
  private mutating func breakWord(at position: String.Index) {
    guard position > lineStart else { return }
    if let part = partEnd, part > lineStart, widthAtPart * 3 >= columns {
      lines.append(text[lineStart..<part])
      lineStart = part
      lineWidth -= widthAtPart
    } else {
      lines.append(text[lineStart..<position])
      lineStart = position
      lineWidth = 0
    }
    partEnd = nil
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
    partEnd = nil
  }
}

extension String {
  /// The raw lines this text takes in so many columns; see `Wrapping`.
  package func wrapped(cells: Int) -> [Substring] { Wrapping.lines(of: self, columns: cells) }
}
