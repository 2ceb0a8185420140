/// Places at which both encodings part pieces whatever stands before and after, found by looking at two scalars.
enum SureBoundary {
  /// The last such place in valid UTF-8 whose second scalar starts at or after an offset, or nil.
  static func last(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return nil }
    let text = ScalarText(base, count: bytes.count)
    var second = beginning(before: bytes.count, base)
    while second >= start && second > 0 {
      let first = beginning(before: second, base)
      if isSure(text, first, second) { return second }
      second = first
    }
    return nil
  }

  private static func beginning(before end: Int, _ bytes: UnsafePointer<UInt8>) -> Int {
    var offset = end &- 1
    while offset > 0 && bytes[offset] & 0xC0 == 0x80 { offset &-= 1 }
    return offset
  }

  /// Whether pieces part here, and the text before would be cut in the same way if it ended here.
  ///
  /// A blank begins a piece unless whitespace stands before it. Numbers stand alone. A letter ends its word before punctuation,
  /// but for the apostrophe of a contraction. Whitespace that ends with a newline ends there, unless more whitespace follows, or
  /// a slash, which o200k_base may take along.
  private static func isSure(_ text: ScalarText, _ first: Int, _ second: Int) -> Bool {
    let before = text.flags(first)
    let after = text.flags(second)
    let byte = text.bytes[second]
    if before & ScalarClass.newline != 0 { return after & ScalarClass.whitespace == 0 && byte != UInt8(ascii: "/") }
    if before & ScalarClass.whitespace != 0 { return false }
    if after & ScalarClass.newline != 0 { return before & (ScalarClass.letter | ScalarClass.number) != 0 }
    if after & ScalarClass.whitespace != 0 { return true }
    if (before ^ after) & ScalarClass.number != 0 { return true }
    return before & ScalarClass.letter != 0 && after == 0 && byte != UInt8(ascii: "'")
  }
}
