extension RowsProgress {
  /// What the service scanned, as people read it: `1,204,133 rows, 2.1 GB`; nil where it says nothing.
  package var scanned: String? { ByteWords.scanned(scannedRows, scannedBytes) }
}

extension QueryOutcome {
  /// The same of a query that ended.
  package var scanned: String? { ByteWords.scanned(scannedRows, scannedBytes) }
}

/// Sizes as people read them.
enum ByteWords {
  static func scanned(_ rows: Int?, _ bytes: Int?) -> String? {
    let parts = [rows.map { "\($0.grouped) rows" }, bytes.map { size($0) }].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// Bytes in the largest unit that leaves a whole part, in steps of a thousand.
  static func size(_ bytes: Int) -> String {
    let units = ["B", "kB", "MB", "GB", "TB", "PB"]
    var (value, unit) = (Double(bytes), 0)
    while value >= 999.5, unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    let tenths = Int((value * 10).rounded())
    return (unit == 0 || tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)") + " " + units[unit]
  }
}
