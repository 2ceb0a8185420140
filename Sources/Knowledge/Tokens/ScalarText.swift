import CVocabulary

/// What a scalar is to the splitting rules; the numbers are those of the embedded class table (Unicode 16.0).
enum ScalarClass {
  /// Lu, Lt, Lm, Lo or a mark: what o200k_base lets stand before lower-case letters.
  static let upper: UInt8 = 1
  /// Ll, Lm, Lo or a mark.
  static let lower: UInt8 = 2
  static let letter: UInt8 = 4
  static let number: UInt8 = 8
  static let whitespace: UInt8 = 16
  /// Carriage return and line feed only; both are whitespace too.
  static let newline: UInt8 = 32
  /// A scalar with none of these is "other": punctuation, symbols, controls, marks, the unassigned.
  static let notOther: UInt8 = letter | number | whitespace
}

/// Valid UTF-8 with the class of each scalar; all offsets are in bytes.
struct ScalarText {
  let bytes: UnsafePointer<UInt8>
  let count: Int
  /// 0x1100 block numbers, then blocks of 256 class bytes; block 0 is ASCII and Latin-1.
  private let classes: UnsafePointer<UInt8>

  init(_ bytes: UnsafePointer<UInt8>, count: Int) {
    self.bytes = bytes
    self.count = count
    classes = vocabulary_scalar_classes().bytes
  }

  /// The class of the scalar at an offset below `count`, and where the next one starts.
  @inline(__always)
  func look(_ offset: Int) -> (flags: UInt8, next: Int) {
    let first = bytes[offset]
    if first < 0x80 { return (classes[0x1100 &+ Int(first)], offset &+ 1) }
    return lookBeyondASCII(offset, first)
  }

  @inline(__always)
  func flags(_ offset: Int) -> UInt8 {
    look(offset).flags
  }

  /// Reads only as far as valid UTF-8 goes; a first byte says how far that is.
  private func lookBeyondASCII(_ offset: Int, _ first: UInt8) -> (flags: UInt8, next: Int) {
    let second = UInt32(bytes[offset &+ 1] & 0x3F)
    if first < 0xE0 { return (flags(of: UInt32(first & 0x1F) << 6 | second), offset &+ 2) }
    let third = UInt32(bytes[offset &+ 2] & 0x3F)
    if first < 0xF0 { return (flags(of: UInt32(first & 0x0F) << 12 | second << 6 | third), offset &+ 3) }
    let fourth = UInt32(bytes[offset &+ 3] & 0x3F)
    return (flags(of: UInt32(first & 0x07) << 18 | second << 12 | third << 6 | fourth), offset &+ 4)
  }

  @inline(__always)
  private func flags(of scalar: UInt32) -> UInt8 {
    let block = Int(classes[Int(scalar >> 8)])
    return classes[0x1100 &+ block << 8 &+ Int(scalar & 0xFF)]
  }

  /// Where the run of scalars that have one of the flags ends.
  @inline(__always)
  func endOfRun(_ flags: UInt8, from offset: Int) -> Int {
    var end = offset
    while end < count {
      let (found, next) = look(end)
      if found & flags == 0 { break }
      end = next
    }
    return end
  }

  /// Where the run of "other" scalars ends.
  @inline(__always)
  func endOfOthers(from offset: Int) -> Int {
    var end = offset
    while end < count {
      let (found, next) = look(end)
      if found & ScalarClass.notOther != 0 { break }
      end = next
    }
    return end
  }
}
