internal import Canvas

/// What is looked for in the analysis, and where it was found.
package struct AnalysisSearch: Equatable, Sendable {
  /// What the matches were looked for in: text only grows, and is broken at one width.
  private struct Look: Equatable, Sendable {
    var text = ""
    var bytes = 0
    var lines = 0
    var width = 0
  }

  package internal(set) var text = ""
  /// The search while it is typed.
  package internal(set) var editor: TextEditor?
  /// Lines in which a match begins; a line with two comes twice.
  package private(set) var matches: [Int] = []
  /// The match in hand, from 0.
  package internal(set) var match = 0
  /// Cells of matches by line; one that goes on over the end of a line has a part in each.
  package private(set) var marks: [Int: [Range<Int>]] = [:]
  private var look = Look()

  package init() {}

  /// Looks in any case, in the text as it was before it was broken into lines; nothing where nothing changed since the last look.
  mutating func follow(_ analysis: WrappedText) {
    let wish =
      text.isEmpty ? Look() : Look(text: text, bytes: analysis.text.utf8.count, lines: analysis.lines.count, width: analysis.width)
    guard wish != look else { return }
    look = wish
    matches = []
    marks = [:]
    let sought = Array(text.lowercased().utf8)
    if !sought.isEmpty { find(sought, in: UnbrokenText(analysis)) }
    match = min(match, max(0, matches.count - 1))
  }

  private mutating func find(_ sought: [UInt8], in whole: UnbrokenText) {
    var line = 0
    var place = 0
    while place + sought.count <= whole.bytes.count {
      guard whole.bytes[place] == sought[0], whole.bytes[place..<place + sought.count].elementsEqual(sought) else {
        place += 1
        continue
      }
      while line + 1 < whole.starts.count, whole.starts[line + 1] <= place { line += 1 }
      matches.append(line)
      for part in whole.parts(of: place..<place + sought.count, from: line) { marks[part.line, default: []].append(part.cells) }
      place += sought.count
    }
  }
}

/// The analysis in small letters, as it was before it was broken.
private struct UnbrokenText {
  private let lines: [String]
  private(set) var bytes: [UInt8] = []
  /// Where each line begins in `bytes`.
  private(set) var starts: [Int] = []

  init(_ analysis: WrappedText) {
    lines = analysis.lines
    for (line, isInWord) in zip(analysis.lines, analysis.goesOn) {
      starts.append(bytes.count)
      bytes += Array(line.lowercased().utf8)
      if !isInWord { bytes.append(UInt8(ascii: " ")) }
    }
  }

  /// The cells of a stretch of bytes, line by line from the one it begins in.
  func parts(of stretch: Range<Int>, from first: Int) -> [(line: Int, cells: Range<Int>)] {
    var parts: [(line: Int, cells: Range<Int>)] = []
    var line = first
    while line < lines.count, starts[line] < stretch.upperBound {
      let cells = UnbrokenText.cells(of: (stretch.lowerBound - starts[line])..<(stretch.upperBound - starts[line]), in: lines[line])
      if !cells.isEmpty { parts.append((line, cells)) }
      line += 1
    }
    return parts
  }

  private static func cells(of stretch: Range<Int>, in line: String) -> Range<Int> {
    var (offset, before, marked) = (0, "", "")
    for letter in line {
      guard offset < stretch.upperBound else { break }
      if offset < stretch.lowerBound { before.append(letter) } else { marked.append(letter) }
      offset += letter.lowercased().utf8.count
    }
    let start = before.cellWidth
    return start..<start + marked.cellWidth
  }
}
