/// The characters that lines, gauges and cuts are drawn with: Unicode, or ASCII where the terminal knows nothing else.
package struct GlyphSet: Hashable, Sendable {
  /// Whether only ASCII may reach a cell; drawing then replaces every other cluster.
  package let isASCII: Bool

  /// What stands for text that was cut off.
  package let ellipsis: String

  /// Line pieces by arms (see `Arms`): 16 one-column strings.
  let lines: [String]

  /// Horizontal blocks from one eighth to full, for gauges.
  let horizontalEighths: [String]

  /// Vertical blocks from one eighth to full, for sparklines.
  let verticalEighths: [String]

  /// What an empty part of a gauge shows.
  let gaugeGround: String

  /// Box drawing with round corners, and blocks in eighths.
  package static let unicode = GlyphSet(
    isASCII: false, ellipsis: "…",
    lines: [" ", "╵", "╷", "│", "╴", "╯", "╮", "┤", "╶", "╰", "╭", "├", "─", "┴", "┬", "┼"],
    horizontalEighths: ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"],
    verticalEighths: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    gaugeGround: " ")

  /// The same shapes from ASCII, for terminals that are not UTF-8.
  package static let ascii = GlyphSet(
    isASCII: true, ellipsis: ">",
    lines: [" ", "|", "|", "|", "-", "+", "+", "+", "-", "+", "+", "+", "-", "+", "+", "+"],
    horizontalEighths: [" ", " ", " ", "=", "=", "=", "=", "#"],
    verticalEighths: [".", ".", ":", ":", "|", "|", "#", "#"],
    gaugeGround: ".")
}

extension GlyphSet {
  /// What an ASCII terminal shows for a cluster: a look-alike of the same width, or question marks.
  static func asciiText(for text: String, width: Int) -> String {
    if let like = lookAlikes[text], width == 1 { return like }
    if text.unicodeScalars.allSatisfy({ $0.isASCII }) { return text }
    if let first = text.unicodeScalars.first, first.isASCII, width == 1 { return String(first) }
    return String(repeating: "?", count: max(1, width))
  }

  private static let lookAlikes: [String: String] = [
    "▲": "^", "△": "^", "▴": "^", "◆": "*", "◇": "*", "■": "#", "□": "o", "●": "*", "◉": "@", "○": "o", "◌": "o", "·": ".", "•": "*",
    "▸": ">", "◂": "<",
    "▾": "v", "▼": "v", "▶": ">", "◀": "<", "→": ">", "←": "<", "↑": "^", "↓": "v", "✓": "v", "✗": "x", "◐": "~", "▌": "|", "▐": "|",
    "█": "#", "▓": "#", "▒": ":", "░": ".", "‹": "<", "›": ">", "“": "\"", "”": "\"", "‘": "'", "’": "'", "–": "-", "—": "-", "…": ">",
    "×": "x", "─": "-", "│": "|", "┼": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+", "╭": "+", "╮": "+", "╰": "+", "╯": "+", "≥": ">",
    "≤": "<", "━": "=", "┃": "|", "\u{A0}": " ",
  ]
}
