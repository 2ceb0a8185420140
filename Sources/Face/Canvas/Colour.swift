/// How many colours the place that shows a surface can tell apart.
package enum ColourDepth: Int, Comparable, Sendable, CaseIterable {
  case mono = 1
  case eight = 8
  case sixteen = 16
  case palette = 256
  case direct = 16_777_216

  /// Fewer colours come first.
  package static func < (left: ColourDepth, right: ColourDepth) -> Bool { left.rawValue < right.rawValue }
}

/// A colour of text or background.
package enum Colour: Hashable, Sendable {
  /// Whatever the terminal's owner chose as foreground or background.
  case standard
  /// An index in xterm's palette of 256; 0–15 are the terminal's own sixteen.
  case palette(UInt8)
  case rgb(UInt8, UInt8, UInt8)

  /// Reads `#rrggbb` or `#rgb`; nil for anything else.
  package init?(hex: String) {
    guard hex.utf8.first == UInt8(ascii: "#") else { return nil }
    let digits = hex.dropFirst().compactMap(\.hexDigitValue)
    guard digits.count == hex.utf8.count - 1 else { return nil }
    switch digits.count {
    case 6: self = .rgb(UInt8(digits[0] * 16 + digits[1]), UInt8(digits[2] * 16 + digits[3]), UInt8(digits[4] * 16 + digits[5]))
    case 3: self = .rgb(UInt8(digits[0] * 17), UInt8(digits[1] * 17), UInt8(digits[2] * 17))
    default: return nil
    }
  }
}

extension Colour {
  /// Red, green and blue as xterm shows the colour; nil for `.standard`, which nobody knows.
  package var components: (red: Int, green: Int, blue: Int)? {
    switch self {
    case .standard: return nil
    case .rgb(let red, let green, let blue): return (Int(red), Int(green), Int(blue))
    case .palette(let index):
      let number = Int(index)
      if number < 16 { return Self.sixteen[number] }
      if number >= 232 {
        let level = 8 + (number - 232) * 10
        return (level, level, level)
      }
      let cube = number - 16
      return (Self.steps[cube / 36], Self.steps[cube / 6 % 6], Self.steps[cube % 6])
    }
  }

  /// The nearest colour that a terminal of that depth can show; `.mono` knows only `.standard`.
  package func reduced(to depth: ColourDepth) -> Colour {
    guard let components, depth < .direct else { return self }
    switch (depth, self) {
    case (.mono, _): return .standard
    case (.palette, .palette): return self
    case (.sixteen, .palette(let index)) where index < 16: return self
    case (.eight, .palette(let index)) where index < 16: return .palette(index & 7)
    case (.palette, _): return .palette(Self.nearestInPalette(components))
    case (.sixteen, _): return .palette(Self.byHue(components))
    default: return .palette(Self.byHue(components) & 7)
    }
  }

  /// The six levels of xterm's colour cube (indices 16–231).
  private static let steps = [0, 95, 135, 175, 215, 255]

  /// The sixteen base colours as xterm ships them.
  private static let sixteen: [(red: Int, green: Int, blue: Int)] = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
  ]

  /// Squared distance weighted as the eye does: green counts most, blue more where there is little red.
  private static func distance(_ left: (red: Int, green: Int, blue: Int), _ right: (red: Int, green: Int, blue: Int)) -> Int {
    let (red, green, blue) = (left.red - right.red, left.green - right.green, left.blue - right.blue)
    let mean = (left.red + right.red) / 2
    return ((512 + mean) * red * red) / 256 + 4 * green * green + ((767 - mean) * blue * blue) / 256
  }

  /// One of the sixteen: a colour keeps its hue, however pale it is, and a grey stays a grey.
  ///
  /// The nearest by distance would be a grey for every pastel, and signs that are told apart by colour would look alike.
  private static func byHue(_ colour: (red: Int, green: Int, blue: Int)) -> UInt8 {
    let least = min(colour.red, colour.green, colour.blue)
    let most = max(colour.red, colour.green, colour.blue)
    guard most - least > 40 else {
      // Black, dark grey, light grey, white; the bright black of eight colours is their white, so that it is never lost on the ground.
      return most < 70 ? 0 : most < 120 ? 8 : most < 240 ? 7 : 15
    }
    let span = most - least
    let degrees: Int
    if most == colour.red {
      degrees = (60 * (colour.green - colour.blue) / span + 360) % 360
    } else if most == colour.green {
      degrees = 120 + 60 * (colour.blue - colour.red) / span
    } else {
      degrees = 240 + 60 * (colour.red - colour.green) / span
    }
    // Amber counts as yellow and olive as green, as people say it.
    let index: UInt8 =
      switch degrees {
      case 18..<55: 3
      case 55..<165: 2
      case 165..<200: 6
      case 200..<265: 4
      case 265..<330: 5
      default: 1
      }
    return index + (most >= 190 ? 8 : 0)
  }

  private static func nearest(_ colour: (red: Int, green: Int, blue: Int), among indices: Range<Int>) -> UInt8 {
    let best = indices.min { first, second in
      let (one, two) = (Colour.palette(UInt8(first)).components, Colour.palette(UInt8(second)).components)
      return distance(one ?? (0, 0, 0), colour) < distance(two ?? (0, 0, 0), colour)
    }
    return UInt8(best ?? indices.lowerBound)
  }

  /// Cube or grey ramp; the first sixteen are left out, as every terminal's owner paints them differently.
  private static func nearestInPalette(_ colour: (red: Int, green: Int, blue: Int)) -> UInt8 { nearest(colour, among: 16..<256) }
}
