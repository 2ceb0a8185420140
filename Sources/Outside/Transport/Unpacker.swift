internal import CZlib
internal import Foundation

/// Unpacks gzip and zlib on the reader's side, in pieces of bounded size however much a few bytes unpack to.
///
/// libcurl could do it too, but takes a packed body that was cut for a whole one (seen with 7.88), and unpacks up to 64 MB into memory
/// while its reader rests.
final class Unpacker: @unchecked Sendable {
  // Sendable by proof: a body has one reader, and every call holds the lock.
  private let lock = NSLock()
  private var stream = z_stream()
  private var packed: [UInt8] = []
  private var used = 0
  private var fed = 0
  private var produced = 0
  private var members = 0
  private var isBetweenMembers = true
  private let maximum: Int

  private static let pieceBytes = 256 << 10
  /// Below this many bytes no ratio is judged: small answers of many equal rows pack well.
  private static let expansionFloor = 64 << 20
  /// What real logs never reach; a bomb packs up to 1032 to 1.
  private static let expansionRatio = 200

  /// Nil when there is no memory; `maximum` is the most bytes that may come out.
  init?(maximum: Int) {
    self.maximum = maximum
    guard zlib_begin_inflate(&stream) == Z_OK else { return nil }
  }

  deinit { inflateEnd(&stream) }

  /// Takes packed bytes, once `next` has answered nil.
  func feed(_ bytes: [UInt8]) {
    lock.withLock {
      packed = bytes
      used = 0
      fed += bytes.count
    }
  }

  /// The next unpacked bytes, never empty; nil when more packed ones are wanted.
  func next() throws(HTTPFailure.Reason) -> [UInt8]? {
    lock.lock()
    defer { lock.unlock() }
    while stepIntoMember() {
      let (status, piece) = step()
      if status == Z_STREAM_END { isBetweenMembers = true }
      guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { throw .undecodable }
      produced += piece.count
      if produced > maximum { throw .tooLarge(limit: maximum) }
      if produced > Unpacker.expansionFloor, produced / fed > Unpacker.expansionRatio { throw .tooLarge(limit: Unpacker.expansionFloor) }
      if !piece.isEmpty { return piece }
      if status == Z_BUF_ERROR { return nil }
    }
    return nil
  }

  /// True when the packed bytes ended where they may: behind a member, or before the first byte.
  var isAtEnd: Bool { lock.withLock { isBetweenMembers } }

  /// False when more packed bytes are wanted. What follows a member and is no other one is padding, and passed over.
  private func stepIntoMember() -> Bool {
    guard isBetweenMembers else { return used < packed.count || stream.avail_out == 0 }
    guard used < packed.count, members == 0 || packed[used] == 0x1F else {
      used = packed.count
      return false
    }
    inflateReset(&stream)
    members += 1
    isBetweenMembers = false
    return true
  }

  private func step() -> (status: Int32, piece: [UInt8]) {
    var status = Z_OK
    let piece = [UInt8](unsafeUninitializedCapacity: Unpacker.pieceBytes) { output, count in
      packed.withUnsafeMutableBufferPointer { input in
        stream.next_in = input.baseAddress?.advanced(by: used)
        stream.avail_in = UInt32(input.count - used)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        status = inflate(&stream, Z_NO_FLUSH)
        used = input.count - Int(stream.avail_in)
        count = output.count - Int(stream.avail_out)
      }
    }
    return (status, piece)
  }
}
