/// Turns UTF-8 offsets of a text into lines, Unicode scalars and columns, and back.
///
/// Screen columns need widths, which this module does not know: the caller passes a measure, so that wide and combining characters count as
/// its screen draws them. Lines end at LF, CR or both.
package struct KQLPositions: Sendable {
  private let bytes: [UInt8]
  private let starts: [Int]

  /// The positions of a query's text.
  package init(_ query: KQLQuery) {
    bytes = query.tree.bytes
    var starts = [0]
    for (place, byte) in bytes.enumerated() {
      if byte == 0x0A || byte == 0x0D && (place + 1 >= bytes.count || bytes[place + 1] != 0x0A) { starts.append(place + 1) }
    }
    self.starts = starts
  }

  /// Number of lines; an empty text has one.
  package var lineCount: Int { starts.count }

  /// 0-based line of an offset.
  package func line(of offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }

  /// UTF-8 offsets of a line, its end left out.
  package func range(ofLine line: Int) -> Range<Int> {
    guard starts.indices.contains(line) else { return bytes.count..<bytes.count }
    var end = line + 1 < starts.count ? starts[line + 1] : bytes.count
    while end > starts[line], bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return starts[line]..<end
  }

  /// Unicode scalars of a line before an offset.
  package func scalars(before offset: Int) -> Int {
    let start = starts[line(of: offset)]
    return bytes[start..<min(max(offset, start), bytes.count)].count { $0 & 0xC0 != 0x80 }
  }

  /// The place on a screen: the 0-based line, and the column as `width` measures the text before it.
  package func screenPosition(of offset: Int, width: (String) -> Int) -> (line: Int, column: Int) {
    let line = line(of: offset)
    let end = min(max(offset, starts[line]), max(range(ofLine: line).upperBound, starts[line]))
    return (line, width(String(decoding: bytes[starts[line]..<end], as: UTF8.self)))
  }

  /// The UTF-8 offset of a scalar of a line; past the line's end, its end.
  package func offset(line: Int, scalar: Int) -> Int {
    let range = range(ofLine: line)
    var left = scalar
    for place in range where bytes[place] & 0xC0 != 0x80 {
      if left <= 0 { return place }
      left -= 1
    }
    return range.upperBound
  }

  /// The start of the scalar that an offset lies in.
  package func aligned(_ offset: Int) -> Int {
    var place = min(max(offset, 0), bytes.count)
    while place > 0, place < bytes.count, bytes[place] & 0xC0 == 0x80 { place -= 1 }
    return place
  }
}
