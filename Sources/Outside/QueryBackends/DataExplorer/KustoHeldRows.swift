/// Rows as bytes, kept until it is known what becomes of them.
struct KustoHeldRows: Sendable {
  /// As much as Data Explorer sends in one answer by default, 64 MB.
  static let longest = 64 << 20

  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  var isEmpty: Bool { ends.isEmpty }
  var count: Int { ends.count }

  /// Throws `BrokenAnswer` when there are too many.
  mutating func append(_ row: UnsafeBufferPointer<UInt8>) throws {
    guard bytes.count + row.count <= KustoHeldRows.longest else {
      throw BrokenAnswer(message: "more than 64 MiB of rows came before it was known what they are")
    }
    bytes.append(contentsOf: row)
    ends.append(bytes.count)
  }

  mutating func removeAll() { self = KustoHeldRows() }

  /// Every row in its order; they are forgotten here.
  mutating func drain(_ take: (UnsafeBufferPointer<UInt8>) throws -> Void) throws {
    let held = self
    removeAll()
    var start = 0
    try held.bytes.withUnsafeBufferPointer { bytes in
      for end in held.ends {
        try take(UnsafeBufferPointer(rebasing: bytes[start..<end]))
        start = end
      }
    }
  }
}
