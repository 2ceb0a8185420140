import Casefile

/// Lays the cells of a row's key columns into one byte string; equal keys give equal bytes and only they.
struct KeyEncoder {
  private let columns: [ColumnVector]
  private var buffer: [UInt8] = []

  init(_ columns: [ColumnVector]) { self.columns = columns }

  /// Runs `body` with the key of the row; the bytes are valid only there.
  mutating func withKey<Result>(of row: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    buffer.removeAll(keepingCapacity: true)
    for column in columns { append(column, row) }
    return buffer.withUnsafeBufferPointer(body)
  }

  private mutating func append(_ column: ColumnVector, _ row: Int) {
    if column.isNull(row) {
      buffer.append(0)
      return
    }
    buffer.append(1)
    switch column.storage {
    case .absent: append(word: 0)
    case .bools(let cells): buffer.append(cells[row] ? 1 : 0)
    case .integers(let cells): append(word: UInt64(bitPattern: cells[row]))
    case .reals(let cells):
      let number = cells[row]
      append(word: number == 0 ? 0 : (number.isNaN ? Double.nan : number).bitPattern)
    case .dynamics(let cells): append(text: cells[row].text.utf8)
    case .texts(let cells):
      let (start, end) = (cells.offsets[row], cells.offsets[row + 1])
      append(word: UInt64(end - start))
      cells.bytes.withUnsafeBufferPointer { buffer.append(contentsOf: UnsafeBufferPointer(rebasing: $0[start..<end])) }
    }
  }

  private mutating func append(text: some Collection<UInt8>) {
    append(word: UInt64(text.count))
    buffer.append(contentsOf: text)
  }

  private mutating func append(word: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) { buffer.append(UInt8(truncatingIfNeeded: word >> shift)) }
  }
}
