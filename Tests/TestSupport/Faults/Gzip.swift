internal import CZlib

/// Packs for tests: ordinary bodies, and bombs of a thousand to one.
package enum Gzip {
  /// One member; empty when there is no memory.
  package static func packed(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    guard zlib_begin_gzip(&stream) == Z_OK else { return [] }
    defer { deflateEnd(&stream) }
    var bytes = bytes
    let room = Int(deflateBound(&stream, UInt(bytes.count)))
    return [UInt8](unsafeUninitializedCapacity: room) { output, count in
      bytes.withUnsafeMutableBufferPointer { input in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        deflate(&stream, Z_FINISH)
        count = output.count - Int(stream.avail_out)
      }
    }
  }

  /// Expands to that many megabytes of zeros; one member a megabyte.
  package static func bomb(megabytes: Int) -> [UInt8] {
    let member = packed([UInt8](repeating: 0, count: 1 << 20))
    return Array(repeatElement(member, count: megabytes).joined())
  }
}
