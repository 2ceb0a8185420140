/// Where pieces start in the next 64 bytes, found for all of them at once by arithmetic on bit masks.
///
/// A window begins where a piece begins, so nothing before it matters. Bit i of a mask speaks of byte i. Only ASCII is judged:
/// at the first byte that is not, or where more must be known than 64 bytes tell, the window ends in doubt,
/// and the splitter goes on scalar by scalar. Reads up to three bytes past the window.
struct PieceWindow<Rule: SplittingRule> {
  static var length: Int { 64 }

  /// Bit i says that a piece certainly starts at byte i; bit 0 is always meant.
  private(set) var starts: UInt64 = 0
  /// The first byte in doubt, or 64.
  private(set) var doubt = 64

  @inline(__always)
  init(_ bytes: UnsafePointer<UInt8>, _ classes: ByteClasses) {
    let masks = classes.masks(bytes)
    let foreign = masks.tab & masks.newline
    let newline = masks.newline ^ foreign
    let letter = masks.capital | masks.small
    let blank = masks.space | (masks.tab ^ foreign)
    let other = ~(letter | masks.digit | blank | newline | foreign)

    let firstOther = other & ~(other &<< 1) & ~(masks.space &<< 1)
    let beforeWord = blank | firstOther
    starts = letter & ~(letter &<< 1) & ~(beforeWord &<< 1)
    starts |= Self.numberStarts(masks.digit)
    starts |= firstOther
    starts |= blank & (~(blank &<< 1) | ~(blank &>> 1))
    starts |= newline & ~(newline &<< 1) & ~(other &<< 1)
    starts |= ~newline & (newline &<< 1)
    if Rule.splitsAtCapitals { starts |= masks.capital & (masks.small &<< 1) }

    let apostrophes = masks.apostrophe & (letter &>> 1)
    if Rule.gluesContractions {
      glue(apostrophes & (letter &<< 1), bytes, letter)
    } else {
      part(apostrophes & firstOther, bytes, letter)
    }

    var doubts = foreign | blank & (newline &>> 1) | masks.apostrophe & (foreign &>> 1)
    if Rule.gluesContractions { doubts |= masks.slash & (newline &<< 1) }
    if doubts != 0 { doubt = doubts.trailingZeroBitCount }
    // What a blank or an apostrophe at the edge means, the next byte tells; the next window begins before it.
    let edge = doubts | (blank | masks.apostrophe) & (1 &<< 63)
    if edge != 0 { stop(at: edge.trailingZeroBitCount, blank) }
  }

  /// Takes back what depends on the byte in doubt: what starts there, or in the blanks before it.
  @inline(__always)
  private mutating func stop(at byte: Int, _ blank: UInt64) {
    let sure = ~blank & ((1 &<< UInt64(byte)) &- 1)
    starts &= sure == 0 ? 0 : UInt64.max &>> UInt64(sure.leadingZeroBitCount)
  }

  /// Every third digit of a run; each step doubles how far the starts have spread, which is enough for 64 digits.
  @inline(__always)
  private static func numberStarts(_ digit: UInt64) -> UInt64 {
    var starts = digit & ~(digit &<< 1)
    var spread = digit & (digit &<< 1) & (digit &<< 2)
    spread &= digit &<< 3
    guard spread != 0 else { return starts }
    var step: UInt64 = 3
    while step < 64 {
      starts |= (starts &<< step) & spread
      spread &= spread &<< step
      step &*= 2
    }
    return starts
  }

  /// A contraction goes with the word before it; what follows it starts anew.
  @inline(__always)
  private mutating func glue(_ apostrophes: UInt64, _ bytes: UnsafePointer<UInt8>, _ letter: UInt64) {
    var left = apostrophes
    var end = -1
    while left != 0 {
      let at = left.trailingZeroBitCount
      left &= left &- 1
      if at == end { continue }
      let length = Self.contraction(bytes + at)
      if length == 0 { continue }
      end = at &+ length
      starts &= ~(((1 &<< UInt64(length)) &- 1) &<< UInt64(at))
      if end < 64 { starts |= letter & (1 &<< UInt64(end)) }
    }
  }

  /// A contraction is a piece of its own.
  @inline(__always)
  private mutating func part(_ apostrophes: UInt64, _ bytes: UnsafePointer<UInt8>, _ letter: UInt64) {
    var left = apostrophes
    while left != 0 {
      let at = left.trailingZeroBitCount
      left &= left &- 1
      let length = Self.contraction(bytes + at)
      if length > 0 && at &+ length < 64 { starts |= letter & (1 &<< UInt64(at &+ length)) }
    }
  }

  private static func contraction(_ bytes: UnsafePointer<UInt8>) -> Int {
    Rule.contractionAfterApostrophe(bytes, 3)
  }
}
