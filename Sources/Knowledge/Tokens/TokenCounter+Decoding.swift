extension TokenCounter {
  /// The bytes that these tokens stand for, or nil if one of them is no token of the encoding.
  ///
  /// A token may end within a scalar, so only whole texts are sure to be UTF-8.
  package func decodeBytes(_ ids: [Int]) -> [UInt8]? {
    var bytes: [UInt8] = []
    var open: [UInt64] = []
    for id in ids {
      guard id >= 0 && id < vocabulary.tokenCount else { return nil }
      open.append(UInt64(id))
      while let token = open.popLast() {
        let word = vocabulary.tokens[Int(token)]
        if word >> 54 == 0 {
          bytes.append(UInt8(truncatingIfNeeded: word))
        } else {
          open.append(word >> 18 & TokenMerger.none)
          open.append(word & TokenMerger.none)
        }
      }
    }
    return bytes
  }

  /// The text that these tokens stand for, or nil if one of them is no token; bytes that are no UTF-8 become U+FFFD.
  package func decode(_ ids: [Int]) -> String? {
    decodeBytes(ids).map { String(decoding: $0, as: UTF8.self) }
  }
}
