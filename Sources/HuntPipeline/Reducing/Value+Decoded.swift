package import Casefile
internal import Decoding

extension Value {
  /// Characters of a decoded text that are worth their tokens; what is longer is cut and says so.
  private static let mostDecoded = 4_000

  /// What is encoded in the value, decoded, as it is offered to the analysis: on one line, its kind before it, long texts cut.
  package var decodedLines: [String] {
    decoded.map { found in
      let scalars = found.text.unicodeScalars
      let isLong = scalars.count > Value.mostDecoded
      let text = isLong ? String(String.UnicodeScalarView(scalars.prefix(Value.mostDecoded))) : found.text
      return "[\(found.label)] \(RowReducer.oneLine(text))\(isLong || found.isCut ? " … (cut)" : "")"
    }
  }
}
