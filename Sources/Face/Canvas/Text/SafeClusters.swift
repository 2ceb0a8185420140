/// One grapheme cluster of raw text as it may be shown.
package struct SafeCluster: Hashable, Sendable {
  /// What to show; a mark of several columns has one ASCII-or-‹› character per column.
  package let text: String

  /// Columns it takes; at least 1.
  package let width: Int

  /// Whether this stands for something that cannot be shown as itself.
  package let isMark: Bool

  /// Where the next cluster starts in the raw text.
  package let end: String.Index
}

/// Cuts raw text into grapheme clusters that are safe to show and of known width.
///
/// - C0 controls and DEL become their control pictures, one column: ESC is ␛, NUL is ␀, newline ␊, tab ␉, DEL ␡.
/// - C1 controls, bidirectional controls, zero-width and other ignorable scalars, tags, line and paragraph separators, private use and
///   unassigned scalars become `‹U+202E›`, one column per character.
/// - A joiner or variation selector that really belongs to an emoji sequence stays in its cluster, which takes two columns.
/// - A combining mark without a base sits on a dotted circle; more than four marks on one base start over on a circle.
///
/// U+FFFD (what undecodable bytes and lone surrogates were turned into) is visible already. Widths come from own tables, so that they do
/// not change with the machine's locale.
package struct SafeClusters: Sequence, IteratorProtocol {
  private let scalars: String.UnicodeScalarView
  private var index: String.Index

  /// Cuts the whole text.
  package init(_ text: String) { self.init(text, from: text.startIndex) }

  /// Cuts the text from a cluster's start on.
  init(_ text: String, from start: String.Index) {
    scalars = text.unicodeScalars
    index = start
  }

  /// The next cluster; nil at the end.
  package mutating func next() -> SafeCluster? {
    guard index < scalars.endIndex else { return nil }
    let scalar = scalars[index]
    scalars.formIndex(after: &index)
    if scalar.value >= 0x20 && scalar.value < 0x7F, followerIsPlain {
      return SafeCluster(text: Self.ascii[Int(scalar.value) - 0x20], width: 1, isMark: false, end: index)
    }
    switch ScalarClass(scalar) {
    case .hidden: return mark(scalar)
    case .narrow, .textEmoji: return cluster(scalar, width: 1)
    case .wide, .emoji, .emojiModifier: return cluster(scalar, width: 2)
    case .combining: return cluster(scalar, width: 1, onCircle: true)
    case .regionalIndicator: return flag(scalar)
    }
  }

  /// Whether the next scalar can only start a cluster of its own; everything below U+0300 does.
  private var followerIsPlain: Bool { index == scalars.endIndex || scalars[index].value < 0x300 }

  private var follower: Unicode.Scalar? { index < scalars.endIndex ? scalars[index] : nil }

  private mutating func flag(_ first: Unicode.Scalar) -> SafeCluster {
    guard let second = follower, ScalarClass(second) == .regionalIndicator else { return mark(first) }
    scalars.formIndex(after: &index)
    var text = String(first)
    text.unicodeScalars.append(second)
    return SafeCluster(text: text, width: 2, isMark: false, end: index)
  }

  private func mark(_ scalar: Unicode.Scalar) -> SafeCluster {
    if scalar.value < 0x20 || scalar.value == 0x7F {
      let picture = Unicode.Scalar(scalar.value == 0x7F ? 0x2421 : 0x2400 + scalar.value) ?? "\u{FFFD}"
      return SafeCluster(text: String(picture), width: 1, isMark: true, end: index)
    }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let text = "‹U+" + String(repeating: "0", count: Swift.max(0, 4 - digits.utf8.count)) + digits + "›"
    return SafeCluster(text: text, width: text.unicodeScalars.count, isMark: true, end: index)
  }

  private static let ascii: [String] = (UInt8(0x20)..<0x7F).map { String(Unicode.Scalar($0)) }
}

extension SafeClusters {
  /// Marks a base may carry; ncurses has room for five scalars a cell, and nobody writes more.
  private static let mostCombining = 4

  /// Parts of a joined emoji; the longest in use (families, kisses) have ten scalars.
  private static let mostScalars = 10

  private mutating func cluster(_ base: Unicode.Scalar, width: Int, onCircle: Bool = false) -> SafeCluster {
    var text = onCircle ? "\u{25CC}" : ""
    text.unicodeScalars.append(base)
    var width = width
    var combining = 0
    var count = 1
    var last = onCircle ? ScalarClass.combining : ScalarClass(base)
    while let next = follower, next.value >= 0x300, count < Self.mostScalars {
      let kind = ScalarClass(next)
      if kind == .combining {
        guard combining < Self.mostCombining else { break }
        combining += 1
      } else if next.value == 0xFE0F, last == .textEmoji || last == .emoji || startsKeycap(base, count) {
        width = 2
      } else if next.value == 0xFE0E, last == .textEmoji {
      } else if kind == .emojiModifier, last == .textEmoji || last == .emoji {
        width = 2
      } else if next.value == 0x200D, joinsEmoji(last) {
        text.unicodeScalars.append(next)
        scalars.formIndex(after: &index)
        last = .emoji
        width = 2
        appendFollower(to: &text)
        count += 2
        continue
      } else {
        break
      }
      appendFollower(to: &text)
      count += 1
    }
    return SafeCluster(text: text, width: width, isMark: onCircle, end: index)
  }

  private mutating func appendFollower(to text: inout String) {
    guard let next = follower else { return }
    text.unicodeScalars.append(next)
    scalars.formIndex(after: &index)
  }

  /// Whether a digit, `#` or `*` is followed by VS16 and the enclosing keycap.
  private func startsKeycap(_ base: Unicode.Scalar, _ count: Int) -> Bool {
    guard count == 1, base == "#" || base == "*" || (base >= "0" && base <= "9") else { return false }
    let after = scalars.index(after: index)
    return after < scalars.endIndex && scalars[after].value == 0x20E3
  }

  /// Whether the joiner at `index` stands between two emoji.
  private func joinsEmoji(_ last: ScalarClass) -> Bool {
    guard last == .emoji || last == .textEmoji || last == .emojiModifier else { return false }
    let after = scalars.index(after: index)
    guard after < scalars.endIndex else { return false }
    let kind = ScalarClass(scalars[after])
    return kind == .emoji || kind == .textEmoji
  }
}
