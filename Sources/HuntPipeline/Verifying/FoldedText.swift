/// Text as claims and rows are compared: what people and models change without changing what is said makes no difference.
enum FoldedText {
  /// Lower case, one blank for each run of blanks, one backslash for each run of them, plain quotes and dashes, nothing defanged.
  /// Line breaks are blanks, unless `keepsLines`: then nothing is found over the end of a line.
  static func folded(_ text: String, keepsLines: Bool = false) -> String {
    var out = String.UnicodeScalarView()
    var last: Unicode.Scalar = " "
    for scalar in text.lowercased().unicodeScalars {
      let plain = plain(scalar, keepsLines: keepsLines)
      if plain == last, plain == " " || plain == "\\" { continue }
      if plain == " ", last == "\n" { continue }
      if let plain { out.append(plain) } else { out.append(contentsOf: "...".unicodeScalars) }
      last = plain ?? "."
    }
    while out.last == " " { out.removeLast() }
    return fanged(String(out))
  }

  /// Nil stands for an ellipsis.
  private static func plain(_ scalar: Unicode.Scalar, keepsLines: Bool) -> Unicode.Scalar? {
    switch scalar {
    case "\n": keepsLines ? "\n" : " "
    case "\t", "\r", "\u{A0}", "\u{202F}": " "
    case "“", "”", "„", "«", "»": keepsLines ? scalar : "\""
    case "‘", "’": "'"
    case "–", "—", "\u{2011}": "-"
    case "…": nil
    default: scalar
    }
  }

  private static func fanged(_ text: String) -> String {
    guard text.contains("[") || text.contains("xxp") || text.contains("(") else { return text }
    return text.replacing("[.]", with: ".").replacing("(.)", with: ".").replacing("[dot]", with: ".").replacing("[:]", with: ":")
      .replacing("[@]", with: "@").replacing("[at]", with: "@").replacing("hxxp", with: "http").replacing("fxp://", with: "ftp://")
  }
}

extension String {
  /// Without blanks at either end.
  var trimmed: String { String(self[...]).trimming() }

  private func trimming() -> String {
    var view = self[...]
    while view.first?.isWhitespace == true { view.removeFirst() }
    while view.last?.isWhitespace == true { view.removeLast() }
    return String(view)
  }
}

extension Substring {
  var trimmed: String { String(self).trimmed }
}
