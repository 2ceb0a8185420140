/// A cell as sixteen plain bytes, so that a screen of them is filled, copied and compared in microseconds.
struct PackedCell: Equatable, Sendable {
  /// A scalar, or the number of a cluster with `clusterFlag`.
  var code: UInt32

  /// Width (8 bits), attributes (8), role letter (8).
  private var look: UInt32
  private var foreground: UInt32
  var background: UInt32

  static let clusterFlag: UInt32 = 1 << 31
  static let rightHalf: UInt32 = 0

  init(code: UInt32, width: Int8, style: Style) {
    self.code = code
    look = UInt32(UInt8(bitPattern: width)) | UInt32(style.attributes.rawValue) << 8 | UInt32(style.letter) << 16
    foreground = Self.packed(style.foreground)
    background = Self.packed(style.background)
  }

  static func blank(_ style: Style) -> PackedCell { PackedCell(code: 0x20, width: 1, style: style) }

  var isCluster: Bool { code & Self.clusterFlag != 0 }

  var width: Int8 { Int8(truncatingIfNeeded: look) }

  var style: Style {
    get {
      var style = Style(foreground: Self.colour(foreground), background: Self.colour(background))
      style.attributes = Style.Attributes(rawValue: UInt8(truncatingIfNeeded: look >> 8))
      style.letter = UInt8(truncatingIfNeeded: look >> 16)
      return style
    }
    set { self = PackedCell(code: code, width: width, style: newValue) }
  }

  /// The same cell on the background of another where it has none of its own.
  func over(_ other: PackedCell) -> PackedCell {
    var copy = self
    if background == 0 { copy.background = other.background }
    return copy
  }

  /// The same look with another text.
  func with(code: UInt32) -> PackedCell {
    var copy = self
    copy.code = code
    return copy
  }

  /// Whether both look the same, whatever they say.
  func looksLike(_ other: PackedCell) -> Bool {
    look == other.look && foreground == other.foreground && background == other.background
  }

  private static func packed(_ colour: Colour) -> UInt32 {
    switch colour {
    case .standard: 0
    case .palette(let index): 1 << 24 | UInt32(index)
    case .rgb(let red, let green, let blue): 2 << 24 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
    }
  }

  private static func colour(_ packed: UInt32) -> Colour {
    switch packed >> 24 {
    case 0: .standard
    case 1: .palette(UInt8(truncatingIfNeeded: packed))
    default: .rgb(UInt8(truncatingIfNeeded: packed >> 16), UInt8(truncatingIfNeeded: packed >> 8), UInt8(truncatingIfNeeded: packed))
    }
  }
}
