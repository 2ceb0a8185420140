import CZlib
import Casefile
import Foundation

/// The bytes of a file, piece by piece: unpacked when it is gzip, as UTF-8 when it is UTF-16, without a byte order mark.
struct ByteSource {
  private static let pieceLength = 1 << 18
  let path: String
  let length: Int
  private(set) var bytesRead = 0
  private let handle: FileHandle
  private var inflater: Inflater?
  private var recoder: UTF16Recoder?
  private var isFirst = true
  private var isFirstUnpacked = true

  init(path: String) throws {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw Problem(
        "The file cannot be read.", cause: "\(path) does not exist or may not be read.", remedy: "Check the path and its permissions.")
    }
    self.path = path
    self.handle = handle
    length = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
  }

  /// The next piece; nil at the end. Throws a `Problem` when the file cannot be read on or its packing is cut or broken.
  mutating func next() throws -> [UInt8]? {
    while true {
      let packed: [UInt8]
      do { packed = [UInt8](try handle.read(upToCount: ByteSource.pieceLength) ?? Data()) } catch {
        throw Problem("The file cannot be read on.", cause: "Reading \(path) failed.", remedy: "Check the disk and try again.", retry: .now)
      }
      if packed.isEmpty {
        try inflater?.checkEnd(path)
        return nil
      }
      bytesRead += packed.count
      if isFirst {
        isFirst = false
        if packed.starts(with: [0x1F, 0x8B]) { inflater = try Inflater() }
      }
      let unpacked = try inflater?.inflate(packed, path) ?? packed
      let piece = recoded(unpacked)
      if !piece.isEmpty { return piece }
    }
  }

  private mutating func recoded(_ piece: [UInt8]) -> [UInt8] {
    guard !piece.isEmpty else { return piece }
    if isFirstUnpacked {
      isFirstUnpacked = false
      if piece.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(piece.dropFirst(3)) }
      if piece.starts(with: [0xFF, 0xFE]) || piece.starts(with: [0xFE, 0xFF]) {
        recoder = UTF16Recoder(isBigEndian: piece[0] == 0xFE)
        return recoder?.recode(piece.dropFirst(2)) ?? []
      }
    }
    return recoder?.recode(piece[...]) ?? piece
  }
}

/// Unpacks gzip, also of several parts one behind the other.
private final class Inflater {
  private var stream = z_stream()
  private var isBetweenParts = false

  init() throws {
    guard zlib_begin_inflate(&stream) == Z_OK else { throw Problem("There is not enough memory to unpack the file.") }
  }

  deinit { inflateEnd(&stream) }

  func inflate(_ packed: [UInt8], _ path: String) throws -> [UInt8] {
    var out: [UInt8] = []
    var packed = packed
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    try packed.withUnsafeMutableBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      while stream.avail_in > 0 {
        if isBetweenParts {
          inflateReset(&stream)
          isBetweenParts = false
        }
        let (status, count) = step(&buffer)
        out.append(contentsOf: buffer[0..<count])
        if status == Z_STREAM_END {
          isBetweenParts = true
        } else if status != Z_OK, status != Z_BUF_ERROR {
          throw Problem(
            "The packed file is broken.", cause: "\(path) is not valid gzip from some byte on.",
            remedy: "Fetch it again; the rows before that place were kept.", kind: .partial)
        }
      }
      // What is still inside zlib when all input is taken.
      while !isBetweenParts {
        let (status, count) = step(&buffer)
        out.append(contentsOf: buffer[0..<count])
        if status == Z_STREAM_END { isBetweenParts = true }
        if count == 0 || status != Z_OK { break }
      }
    }
    return out
  }

  private func step(_ buffer: inout [UInt8]) -> (status: Int32, count: Int) {
    buffer.withUnsafeMutableBufferPointer { output in
      stream.next_out = output.baseAddress
      stream.avail_out = UInt32(output.count)
      let status = CZlib.inflate(&stream, Z_NO_FLUSH)
      return (status, output.count - Int(stream.avail_out))
    }
  }

  func checkEnd(_ path: String) throws {
    guard !isBetweenParts else { return }
    throw Problem(
      "The packed file is cut.", cause: "\(path) ends in the middle of its gzip data.",
      remedy: "Fetch it again; the rows before that place were kept.", kind: .partial)
  }
}

/// UTF-16 to UTF-8, whatever lies across the border of two pieces included.
private struct UTF16Recoder {
  let isBigEndian: Bool
  private var rest: [UInt8] = []

  init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

  mutating func recode(_ piece: ArraySlice<UInt8>) -> [UInt8] {
    let bytes = rest + piece
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var place = 0
    while place + 1 < bytes.count {
      let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
      units.append(isBigEndian ? first << 8 | second : second << 8 | first)
      place += 2
    }
    // The first half of a pair waits for its second.
    if let last = units.last, (0xD800...0xDBFF).contains(last) {
      units.removeLast()
      place -= 2
    }
    rest = Array(bytes[place...])
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}
