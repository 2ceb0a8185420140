extension JSONReader {
  /// An element that never closed.
  package struct CutElement: Equatable, Sendable {
    package var place: Place
    /// Its bytes as far as they came.
    package var bytes: [UInt8]
    /// Its whole parts, closed so that it parses; nil when no part was whole.
    ///
    /// It never was in the input in this form.
    package var repaired: [UInt8]?
  }

  /// How the document ended.
  package struct Ending: Equatable, Sendable {
    /// True when the document closed; then nothing is cut.
    package var isComplete: Bool
    /// False when not even the first bracket came.
    package var hasBegun: Bool
    package var failure: Failure?
    /// Watched elements that were open, the outermost first; those over the limit are left out.
    package var cut: [CutElement]
    /// The number of the text that was still growing.
    package var cutText: Int?
    /// Bytes taken in all.
    package var length: Int
  }

  /// Ends the input.
  ///
  /// What was open is told as cut, with the last pieces of a growing text in `events`.
  package mutating func finish() -> (events: [Event], ending: Ending) {
    if state == .number, number.canEnd, stack.isEmpty, failure == nil {
      let nothing = Chunk(start: nil, count: 0)
      endValue(nothing, at: 0)
    }
    if let watch = textWatch {
      let rest = decoder.take()
      if !rest.isEmpty { events.append(.text(watch: watch, delta: rest)) }
    }
    let cut = captures.filter { !$0.isOversized }.map { capture in
      let bytes = Array(kept[(capture.place.offset - keptFrom)...])
      return CutElement(place: capture.place, bytes: bytes, repaired: RepairedJSON.closing(bytes))
    }
    let ending = Ending(
      isComplete: isComplete, hasBegun: state != .preamble && state != .afterBrace, failure: failure, cut: cut, cutText: textWatch,
      length: chunkStart)
    defer { events.removeAll() }
    return (events, ending)
  }
}
