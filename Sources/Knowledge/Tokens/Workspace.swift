#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The memory one call works in: what it remembers of pieces and pairs, and the stacks of the merge.
///
/// It is about 2.3 MB at most, never grows, and its pages come zeroed from the system as they are touched.
/// `@unchecked Sendable` holds because a call takes it out of its counter's pool and is alone with it until it puts it back.
final class Workspace: @unchecked Sendable {
  let vocabulary: FrozenVocabulary
  let merger: TokenMerger
  let pieces: PieceCache
  let classes: ByteClasses
  /// Room for the tokens of one segment.
  let output: UnsafeMutablePointer<UInt32>
  private let storage: UnsafeMutableRawPointer

  init(_ vocabulary: FrozenVocabulary) {
    self.vocabulary = vocabulary
    let pieceBytes = 8 * PieceCache.capacity
    let memoBytes = 8 << Int(TokenMerger.memoBits)
    let deadBytes = 8 * (TokenMerger.segment / 64 + 8)
    let outputBytes = 4 * TokenMerger.segment
    let classBytes = 8 * ByteClasses.capacity
    let total = pieceBytes + memoBytes + deadBytes + outputBytes + classBytes
    storage = calloc(total + 64, 1)
    let start = storage.alignedUp(toMultipleOf: 64)
    pieces = PieceCache(entries: start.assumingMemoryBound(to: UInt64.self))
    let memo = (start + pieceBytes).assumingMemoryBound(to: UInt64.self)
    let dead = (start + pieceBytes + memoBytes).assumingMemoryBound(to: UInt64.self)
    output = (start + pieceBytes + memoBytes + deadBytes).assumingMemoryBound(to: UInt32.self)
    let table = (start + total - classBytes).assumingMemoryBound(to: UInt64.self)
    ByteClasses.fill(table)
    classes = ByteClasses(table: table)
    merger = TokenMerger(
      trie: vocabulary.trie, words: vocabulary.tokens, seams: vocabulary.seams, runs: vocabulary.runs.view, memo: memo, dead: dead)
  }

  deinit {
    free(storage)
  }
}
