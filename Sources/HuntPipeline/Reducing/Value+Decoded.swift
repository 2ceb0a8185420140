package import Casefile
internal import Decoding

extension Value {
  /// What is encoded in the value, decoded, as it is offered to the analysis: on one line, its kind before it, long texts cut.
  package var decodedLines: [String] { decoded.map(\.line) }
}

extension DecodedText {
  /// Characters of a decoded text that are worth their tokens; what is longer is cut and says so.
  private static let most = 4_000

  /// On one line, its kind before it, cut where it is long.
  var line: String {
    let scalars = text.unicodeScalars
    let isLong = scalars.count > DecodedText.most
    let shown = isLong ? String(String.UnicodeScalarView(scalars.prefix(DecodedText.most))) : text
    return "[\(label)] \(SafeCell.written(shown))\(isLong || isCut ? " … (cut)" : "")"
  }
}
