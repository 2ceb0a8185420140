/// The memory one call works in: what it remembers of pieces and pairs, and the stacks of the merge.
///
/// It is about 1.5 MB at most, never grows, and its pages come from the system as they are touched.
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
    storage = UnsafeMutableRawPointer.allocate(byteCount: total, alignment: 64)
    storage.initializeMemory(as: UInt8.self, repeating: 0, count: pieceBytes + memoBytes)
    pieces = PieceCache(entries: storage.assumingMemoryBound(to: UInt64.self))
    let memo = (storage + pieceBytes).assumingMemoryBound(to: UInt64.self)
    let dead = (storage + pieceBytes + memoBytes).assumingMemoryBound(to: UInt64.self)
    output = (storage + pieceBytes + memoBytes + deadBytes).assumingMemoryBound(to: UInt32.self)
    let table = (storage + total - classBytes).assumingMemoryBound(to: UInt64.self)
    ByteClasses.fill(table)
    classes = ByteClasses(table: table)
    merger = TokenMerger(
      trie: vocabulary.trie, words: vocabulary.tokens, pairs: vocabulary.pairs, pairBits: vocabulary.pairBits, runs: vocabulary.runs.view,
      memo: memo, dead: dead)
  }

  deinit {
    storage.deallocate()
  }
}
