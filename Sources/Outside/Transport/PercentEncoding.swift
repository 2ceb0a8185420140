/// Texts in addresses, forms and file names.
package enum PercentEncoding {
  /// Every byte but letters, digits and those of `kept` as a percent sign and two capital hexadecimal digits; `kept` are by default the
  /// other unreserved characters of RFC 3986.
  package static func encoded(_ text: String, keeping kept: String = "-._~") -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: bytes.append(byte)
      case let byte where kept.utf8.contains(byte): bytes.append(byte)
      default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
