import Locking

/// Counts, encodes and decodes text in one encoding, exactly as the published tokenizer does.
///
/// It may be shared between tasks: each call takes a workspace of its own from a small pool. Text that spells a
/// special token, such as `<|endoftext|>`, is plain text.
package final class TokenCounter: Sendable {
  /// Why there is no counter; use `TokenEncoding.upperBound(utf8Count:)` then.
  package enum LoadError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The table inside the program does not pass its check; the text says which one.
    case damagedVocabulary(TokenEncoding, reason: String)

    package var description: String {
      switch self {
      case .damagedVocabulary(let encoding, let reason):
        "The vocabulary \(encoding.rawValue) inside this program is damaged (\(reason)); install the program again."
      }
    }
  }

  /// The encoding this counter speaks.
  package let encoding: TokenEncoding
  let vocabulary: FrozenVocabulary
  private let idle = Locked<[Workspace]>([])
  private static let mostIdle = 2

  init(_ encoding: TokenEncoding, _ vocabulary: FrozenVocabulary) {
    self.encoding = encoding
    self.vocabulary = vocabulary
  }

  private static let o200k = load(.o200kBase)
  private static let cl100k = load(.cl100kBase)

  private static func load(_ encoding: TokenEncoding) -> Result<TokenCounter, LoadError> {
    do {
      return .success(TokenCounter(encoding, try FrozenVocabulary(encoding)))
    } catch {
      return .failure(.damagedVocabulary(encoding, reason: String(describing: error)))
    }
  }

  /// The one counter of an encoding, checked at its first use (a few milliseconds); throws `LoadError`.
  package static func shared(for encoding: TokenEncoding) throws -> TokenCounter {
    switch encoding {
    case .o200kBase: try o200k.get()
    case .cl100kBase: try cl100k.get()
    }
  }

  /// How many tokens the text is; no ids are made.
  package func count(_ text: String) -> Int {
    withUTF8(of: text, count(valid:))
  }

  /// How many tokens these bytes are; what is not UTF-8 counts as U+FFFD.
  package func count(utf8: UnsafeRawBufferPointer) -> Int {
    UTF8Repair.withValid(utf8, count(valid:))
  }

  /// The tokens of the text, in order.
  package func encode(_ text: String) -> [Int] {
    withUTF8(of: text, encode(valid:))
  }

  /// The tokens of these bytes, in order; what is not UTF-8 becomes U+FFFD.
  package func encode(utf8: UnsafeRawBufferPointer) -> [Int] {
    UTF8Repair.withValid(utf8, encode(valid:))
  }

  func count(valid bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return 0 }
    let text = ScalarText(start, count: bytes.count)
    return withWorkspace { workspace in
      var visitor = CountingVisitor(
        bytes: start, count: bytes.count, merger: workspace.merger, pieces: workspace.pieces, output: workspace.output)
      split(text, workspace.classes, &visitor)
      return visitor.total
    }
  }

  private func encode(valid bytes: UnsafeBufferPointer<UInt8>) -> [Int] {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return [] }
    let text = ScalarText(start, count: bytes.count)
    return withWorkspace { workspace in
      var visitor = EncodingVisitor(bytes: start, merger: workspace.merger, output: workspace.output)
      split(text, workspace.classes, &visitor)
      return visitor.ids
    }
  }

  private func split<Visitor: PieceVisitor>(_ text: ScalarText, _ classes: ByteClasses, _ visitor: inout Visitor) {
    switch encoding {
    case .o200kBase: PieceSplitter<O200KRule>.split(text, classes, &visitor)
    case .cl100kBase: PieceSplitter<CL100KRule>.split(text, classes, &visitor)
    }
  }

  private func withUTF8<Result>(of text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    var text = text
    return text.withUTF8(body)
  }

  private func withWorkspace<Result>(_ body: (Workspace) -> Result) -> Result {
    let workspace = idle.withLock { $0.popLast() } ?? Workspace(vocabulary)
    defer {
      idle.withLock { if $0.count < Self.mostIdle { $0.append(workspace) } }
    }
    return body(workspace)
  }
}
