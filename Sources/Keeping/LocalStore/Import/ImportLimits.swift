/// How much of a file is taken at once, so that memory stays flat whatever the file holds.
enum ImportLimits {
  /// Bytes of one record: a line, a CSV record, an element of a JSON list. A longer one is refused and passed over.
  static let recordBytes = 16 << 20
  /// Bytes of rows that are gathered before they are written.
  static let batchBytes = 32 << 20
  /// Bytes that unpacking hands on at a time.
  static let pieceBytes = 1 << 18

  static func tooLong(_ limit: Int) -> String {
    "it is longer than \(limit >> 20 > 0 ? "\(limit >> 20) MiB" : "\(limit) bytes"), the most a row may have"
  }
}
