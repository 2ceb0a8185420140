internal import Canvas
internal import Casefile
package import KQL

/// What the language knows of the place where one types: the call one is in, the word one is at, the bracket's partner.
package struct QueryHelp: Sendable {
  /// How the call or operator around the cursor is written.
  package private(set) var signature: KQLSignatureHelp?
  /// What the word at the cursor is, where no call is being typed.
  package private(set) var hover: KQLHover?
  /// The bracket at the cursor and its partner, as places of the editor.
  package private(set) var brackets: [TextEditor.Place] = []
  private var source: [[Character]] = [[]]
  private var cursor = TextEditor.Place(line: -1, column: 0)
  private var version = -1

  /// Bytes of a query beyond which there is no help while it is typed.
  static let longest = 100_000

  package init() {}

  /// Looks again when text, cursor or tables changed.
  mutating func follow(_ editor: TextEditor, _ reading: QueryReading, _ known: KnownTables, now: DateTime) {
    guard editor.cursor != cursor || known.version != version || editor.lines != source else { return }
    (source, cursor, version) = (editor.lines, editor.cursor, known.version)
    (signature, hover, brackets) = (nil, nil, [])
    guard reading.query.text.utf8.count <= QueryHelp.longest, !editor.isEmpty else { return }
    let offset = editor.offset
    if let pair = reading.query.bracketPair(at: offset) {
      brackets = [editor.place(of: pair.open.lowerBound), editor.place(of: pair.close.lowerBound)]
    }
    let assistant = known.assistant(now: now)
    signature = assistant.signatureHelp(in: reading.query, at: offset)
    if signature == nil || signature?.parameters.isEmpty == true { hover = assistant.hover(over: reading.query, at: offset) }
    // A number or a text says itself what it is.
    if hover?.kind == .literal { hover = nil }
  }

  /// One line: the signature with the part being typed set off, or what the word at the cursor is.
  func line(_ theme: Theme) -> [Span] {
    if let hover, signature?.parameters.isEmpty ?? true {
      let text = hover.text.split(separator: "\n").joined(separator: " ")
      return [Span(hover.title, theme[.textStrong]), Span(text.isEmpty ? "" : "  " + text, theme[.textDim])]
    }
    guard let signature else { return [] }
    return QueryHelp.parts(of: signature, theme) + [Span(signature.help.isEmpty ? "" : "  " + signature.help, theme[.textDim])]
  }

  private static func parts(of signature: KQLSignatureHelp, _ theme: Theme) -> [Span] {
    guard let active = signature.active, signature.parameters.indices.contains(active) else {
      return [Span(signature.signature, theme[.text])]
    }
    let parameter = signature.parameters[active]
    // Searched from behind the name, so that a parameter called like its function is found in the brackets.
    let start = signature.signature.firstIndex(of: "(").map { signature.signature.index(after: $0) } ?? signature.signature.startIndex
    guard let place = signature.signature[start...].firstRange(of: parameter.name) else {
      let detail = parameter.detail.isEmpty ? "" : " \(parameter.detail)"
      return [Span(signature.signature, theme[.text]), Span("  ▸ " + parameter.name + detail, theme[.match])]
    }
    let text = signature.signature
    return [
      Span(String(text[..<place.lowerBound]), theme[.text]), Span(String(text[place]), theme[.match]),
      Span(String(text[place.upperBound...]), theme[.text]),
    ]
  }
}
