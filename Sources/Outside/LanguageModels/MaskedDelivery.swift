internal import HuntPipeline
internal import Locking
internal import Transport

/// Hands the pieces of one answer on with every echo of a key masked, however it is cut into pieces.
struct MaskedDelivery: Sendable {
  private let mask: SecretMask
  private let text: SecretMask.Stream
  private let thought: SecretMask.Stream
  private let arguments = Locked<[Int: SecretMask.Stream]>([:])

  init(_ mask: SecretMask) {
    self.mask = mask
    text = SecretMask.Stream(mask)
    thought = SecretMask.Stream(mask)
  }

  /// What of a piece may be shown now; nil where all of it has to wait.
  func push(_ delta: ModelDelta) -> ModelDelta? {
    guard !mask.isEmpty else { return delta }
    switch delta {
    case .text(let piece): return MaskedDelivery.some(text.push(piece)).map(ModelDelta.text)
    case .reasoning(let piece): return MaskedDelivery.some(thought.push(piece)).map(ModelDelta.reasoning)
    case .toolArguments(let index, let piece):
      return MaskedDelivery.some(stream(index).push(piece)).map { .toolArguments(index: index, $0) }
    case .retrying, .learnt: return delta
    }
  }

  /// What still waited at the end: no secret came of it.
  func finish() -> [ModelDelta] {
    let calls = arguments.withLock { $0.sorted { $0.key < $1.key } }
    return [MaskedDelivery.some(thought.finish()).map(ModelDelta.reasoning), MaskedDelivery.some(text.finish()).map(ModelDelta.text)]
      .compactMap { $0 }
      + calls.compactMap { index, stream in MaskedDelivery.some(stream.finish()).map { .toolArguments(index: index, $0) } }
  }

  private func stream(_ index: Int) -> SecretMask.Stream {
    arguments.withLock { streams in
      if let known = streams[index] { return known }
      let stream = SecretMask.Stream(mask)
      streams[index] = stream
      return stream
    }
  }

  private static func some(_ text: String) -> String? { text.isEmpty ? nil : text }
}
