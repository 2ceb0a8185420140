internal import Canvas
internal import Casefile
internal import Decoding
internal import HuntPipeline

/// What the cell under the cursor says decoded, for the line at the bottom, where nothing moves for it.
enum DecodedPreview {
  static func spans(_ model: Model) -> [Span]? {
    guard !model.rows.isUnfolded, let column = model.rows.currentColumn, let row = model.rows.rowUnderCursor,
      let found = row.decoded.first(where: { $0.column == column })?.texts.last
    else { return nil }
    let text = String(found.text.unicodeScalars.prefix(400)) + (found.isCut ? " " + Wording.cutDecoded : "")
    return [
      Span("\(Wording.decodedSign) \(found.label): ", model.theme[.field]), Span(text, model.theme[.quote]),
    ]
  }
}
