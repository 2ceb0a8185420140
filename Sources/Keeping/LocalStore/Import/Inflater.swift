import CZlib
import Casefile

/// Unpacks gzip, also of several parts one behind the other, in pieces of bounded size however much a few bytes unpack to.
final class Inflater {
  private var stream = z_stream()
  private let input: UnsafeMutableBufferPointer<UInt8>
  private var isBetweenParts = false
  private var failure: Problem?
  private let path: String

  /// `most` is the longest stretch of packed bytes that is ever fed.
  init(_ path: String, most: Int) throws {
    self.path = path
    input = .allocate(capacity: most)
    guard zlib_begin_inflate(&stream) == Z_OK else {
      input.deallocate()
      throw Problem("There is not enough memory to unpack the file.", remedy: "Close other programs and try again.")
    }
  }

  deinit {
    inflateEnd(&stream)
    input.deallocate()
  }

  /// Takes packed bytes; only when `next` answered that it wants some.
  func feed(_ packed: [UInt8]) {
    _ = input.update(fromContentsOf: packed)
    stream.next_in = input.baseAddress
    stream.avail_in = UInt32(packed.count)
  }

  /// The next unpacked bytes, nil when more packed ones are wanted. What was unpacked before damage is handed out first; then it throws.
  func next() throws -> [UInt8]? {
    while true {
      if let failure { throw failure }
      guard stepIntoPart() else { return nil }
      let (status, bytes) = step()
      switch status {
      case Z_STREAM_END: isBetweenParts = true
      case Z_OK, Z_BUF_ERROR: if bytes.isEmpty { return nil }
      default:
        failure = Problem(
          "The packed file is broken.", cause: "\(path) is not valid gzip from some byte on.",
          remedy: "Fetch it again; the rows before that place were kept.", kind: .partial)
      }
      if !bytes.isEmpty { return bytes }
    }
  }

  /// False when there is nothing to unpack. Zeros that pad the end of a part are no part of their own.
  private func stepIntoPart() -> Bool {
    guard isBetweenParts else { return true }
    while stream.avail_in > 0, stream.next_in.pointee == 0 {
      stream.next_in += 1
      stream.avail_in -= 1
    }
    guard stream.avail_in > 0 else { return false }
    inflateReset(&stream)
    isBetweenParts = false
    return true
  }

  private func step() -> (status: Int32, bytes: [UInt8]) {
    var status = Z_OK
    let bytes = [UInt8](unsafeUninitializedCapacity: ImportLimits.pieceBytes) { output, count in
      stream.next_out = output.baseAddress
      stream.avail_out = UInt32(output.count)
      status = CZlib.inflate(&stream, Z_NO_FLUSH)
      count = output.count - Int(stream.avail_out)
    }
    return (status, bytes)
  }

  func checkEnd() throws {
    guard !isBetweenParts else { return }
    throw Problem(
      "The packed file is cut.", cause: "\(path) ends in the middle of its gzip data.",
      remedy: "Fetch it again; the rows before that place were kept.", kind: .partial)
  }
}
