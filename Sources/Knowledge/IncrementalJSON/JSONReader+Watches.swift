extension JSONReader {
  /// Notes which watches the value at `position` belongs to, and returns those that look further inside it.
  mutating func openWatches(at position: Int, isText: Bool) -> UInt64 {
    let candidates = stack.last.map(\.live) ?? (watches.count == 64 ? .max : (1 << UInt64(watches.count)) - 1)
    guard candidates != 0 else { return 0 }
    let depth = stack.count
    var further: UInt64 = 0
    var rest = candidates
    while rest != 0 {
      let watch = rest.trailingZeroBitCount
      rest &= rest - 1
      let steps = watches[watch].steps
      if depth > 0, !matches(steps[depth - 1]) { continue }
      if steps.count > depth {
        further |= 1 << UInt64(watch)
      } else if watch < elementCount {
        captures.append(Capture(place: place(of: watch, at: position), depth: depth))
      } else if isText, textWatch == nil {
        textWatch = watch - elementCount
      }
    }
    return further
  }

  private func place(of watch: Int, at position: Int) -> Place {
    let parent = stack.last
    return Place(
      watch: watch, key: parent?.isArray == false ? key : nil, index: parent?.isArray == true ? parent?.index : nil,
      offset: chunkStart + position)
  }

  private func matches(_ step: ElementPath.Step) -> Bool {
    guard let parent = stack.last else { return false }
    switch step {
    case .member(let name): return !parent.isArray && key == name
    case .anyMember: return !parent.isArray
    case .element(let index): return parent.isArray && parent.index == index
    case .anyElement: return parent.isArray
    }
  }

  /// Hands out the elements that end at `end`, the innermost first.
  mutating func closeCaptures(_ chunk: Chunk, at end: Int) {
    while let capture = captures.last, capture.depth == stack.count {
      captures.removeLast()
      let length = chunkStart + end - capture.place.offset
      if capture.isOversized || length > limits.elementBytes {
        events.append(.tooLarge(capture.place))
      } else {
        events.append(.element(capture.place, bytes: bytes(from: capture.place.offset, upTo: end, of: chunk)))
      }
    }
  }

  /// What was kept of earlier chunks from `offset` on, and this chunk up to `end`.
  private func bytes(from offset: Int, upTo end: Int, of chunk: Chunk) -> [UInt8] {
    if offset >= chunkStart { return Array(chunk[(offset - chunkStart)..<end]) }
    return Array(kept[(offset - keptFrom)...]) + chunk[..<end]
  }

  /// Keeps what open elements and an open key need of the chunk, before the next one comes.
  mutating func keep(_ chunk: Chunk) {
    if let from = keyFrom, from <= chunk.count {
      keyBytes.append(contentsOf: chunk[from...])
      keyFrom = 0
      if keyBytes.count > limits.keyBytes, failure == nil { fail(.keyTooLong, at: chunk.count) }
    }
    let end = chunkStart + chunk.count
    for index in captures.indices where end - captures[index].place.offset > limits.elementBytes {
      captures[index].isOversized = true
    }
    guard let from = captures.first(where: { !$0.isOversized })?.place.offset else {
      kept.removeAll()
      return
    }
    if kept.isEmpty {
      keptFrom = max(from, chunkStart)
    } else if from > keptFrom {
      kept.removeFirst(min(kept.count, from - keptFrom))
      keptFrom = from
    }
    kept.append(contentsOf: chunk[max(0, from - chunkStart)...])
  }
}
