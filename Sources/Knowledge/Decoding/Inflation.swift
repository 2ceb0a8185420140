import CZlib

/// Unpacks gzip, zlib and bare deflate, never further than the limit.
enum Inflation {
  enum Format: Int32 {
    /// Windows bits as zlib wants them: 15, 15 + 16, and -15.
    case zlib = 15
    case gzip = 31
    case deflate = -15

    var name: String {
      switch self {
      case .zlib: "zlib"
      case .gzip: "gzip"
      case .deflate: "deflate"
      }
    }
  }

  /// The format by the first bytes; bare deflate has none to be told by.
  static func format(of bytes: [UInt8]) -> Format? {
    guard bytes.count >= 8 else { return nil }
    if bytes[0] == 0x1F, bytes[1] == 0x8B, bytes[2] == 8 { return .gzip }
    if bytes[0] == 0x78, (UInt16(bytes[0]) << 8 | UInt16(bytes[1])) % 31 == 0 { return .zlib }
    return nil
  }

  /// The unpacked bytes up to `most`; nil when they are not of that format. Packed bytes that end too early give what came.
  static func unpacked(_ packed: [UInt8], _ format: Format, most: Int) -> (bytes: [UInt8], isCut: Bool)? {
    var stream = z_stream()
    guard zlib_begin_inflate_bits(&stream, format.rawValue) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    var input = packed
    var out: [UInt8] = []
    var status = Z_OK
    input.withUnsafeMutableBufferPointer { bytes in
      stream.next_in = bytes.baseAddress
      stream.avail_in = UInt32(bytes.count)
      while status == Z_OK, out.count < most {
        let room = min(64 * 1024, most - out.count)
        let piece = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
          stream.next_out = buffer.baseAddress
          stream.avail_out = UInt32(room)
          status = inflate(&stream, Z_NO_FLUSH)
          count = room - Int(stream.avail_out)
        }
        out += piece
        if piece.isEmpty { break }
      }
    }
    guard !out.isEmpty, status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { return nil }
    return (out, status != Z_STREAM_END)
  }
}
