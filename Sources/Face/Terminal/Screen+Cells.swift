internal import CNcurses
internal import Canvas
internal import Glibc

extension Screen {
  /// A foreground and a background as ncurses numbers them; -1 is the terminal's own.
  struct Colours: Hashable {
    let foreground: Int32
    let background: Int32
  }

  /// Turns cells into what ncurses stores.
  ///
  /// Terminals disagree about clusters whose width comes from more than their first scalar: joined emoji, keycaps, flags, emoji by
  /// selector. What is sent is what all agree on (the first emoji, the base and a blank, the two letters), so that columns stay straight.
  func append(_ row: [Cell], to line: inout [cchar_t]) {
    var style: Style?
    var attributes: attr_t = 0
    var pair: Int32 = 0
    for cell in row where cell.width > 0 {
      if cell.style != style {
        style = cell.style
        attributes = Self.attributes(cell.style.attributes)
        pair = self.pair(for: cell.style)
      }
      let scalars = cell.text.unicodeScalars
      if cell.width == 1, let first = scalars.first, first.isASCII, scalars.index(after: scalars.startIndex) == scalars.endIndex {
        line.append(nc_plain_cell(wchar_t(bitPattern: first.value), attributes, pair))
        continue
      }
      for text in Self.sendable(cell) { line.append(nc_cell(text, attributes, pair)) }
    }
  }

  /// Zero-terminated texts of one base and its marks each, together as wide as the cell.
  private static func sendable(_ cell: Cell) -> [[wchar_t]] {
    let scalars = cell.text.unicodeScalars
    guard let first = scalars.first else { return [] }
    if (0x1F1E6...0x1F1FF).contains(first.value) {
      return scalars.prefix(2).map { [wchar_t($0.value &- 0x1F1E6 &+ 0x41), 0] }
    }
    let base = wchar_t(bitPattern: first.value)
    let width = wcwidth(base)
    guard width == 1 || width == 2, width <= cell.width else {
      return Array(repeating: [0x3F, 0], count: Int(cell.width))
    }
    let marks = scalars.dropFirst().prefix { $0.value != 0x200D }.map { wchar_t(bitPattern: $0.value) }
    let text = [base] + marks.filter { wcwidth($0) == 0 && $0 != 0xFE0F && $0 != 0xFE0E }.prefix(4) + [0]
    return width < cell.width ? [text, [0x20, 0]] : [text]
  }

  private static func attributes(_ attributes: Style.Attributes) -> attr_t {
    nc_attributes(
      attributes.contains(.bold) ? 1 : 0, attributes.contains(.dim) ? 1 : 0, attributes.contains(.italic) ? 1 : 0,
      attributes.contains(.underline) ? 1 : 0, attributes.contains(.reverse) ? 1 : 0)
  }

  private func pair(for style: Style) -> Int32 {
    guard traits.colours > .mono else { return 0 }
    let colours = Colours(foreground: number(of: style.foreground), background: number(of: style.background))
    if colours.foreground < 0 && colours.background < 0 { return 0 }
    if let known = pairs[colours] { return known }
    // Themes need far fewer; whoever draws a rainbow gets the terminal's own colours at the end of it.
    guard pairs.count + 1 < min(Int(nc_pairs()), 32_000) else { return 0 }
    let pair = Int32(pairs.count + 1)
    nc_make_pair(pair, colours.foreground, colours.background)
    pairs[colours] = pair
    return pair
  }

  private func number(of colour: Colour) -> Int32 {
    switch colour.reduced(to: traits.colours) {
    case .standard: return -1
    case .palette(let index) where traits.colours < .direct || index < 8: return Int32(index)
    case let other:
      // Direct terminals take 0–7 for the palette, so the darkest blues become black's neighbour.
      guard let (red, green, blue) = other.components else { return -1 }
      return max(8, Int32(clamping: red << 16 | green << 8 | blue))
    }
  }
}
