import Casefile
import Crypto
import Foundation

/// The bytes of a file, piece by piece: unpacked when it is gzip, as UTF-8 when it is UTF-16, without a byte order mark.
struct ByteSource {
  private static let pieceLength = 1 << 18
  let path: String
  let length: Int
  private(set) var bytesRead = 0
  /// Bytes handed out.
  private(set) var bytesUnpacked = 0
  /// What of the bytes handed out is no UTF-8.
  private(set) var text = UTF8Check()
  private var digest = SHA256()
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
    length = ByteSource.length(of: path) ?? 0
  }

  /// The next piece; nil at the end. Throws a `Problem` when the file cannot be read on or its packing is cut or broken.
  mutating func next() throws -> [UInt8]? {
    while true {
      if let unpacked = try inflater?.next() {
        let piece = recoded(unpacked)
        if !piece.isEmpty { return checked(piece) }
        continue
      }
      let packed = try packedPiece()
      guard !packed.isEmpty else {
        try inflater?.checkEnd()
        text.finish()
        return nil
      }
      if isFirst {
        isFirst = false
        if packed.starts(with: [0x1F, 0x8B]) { inflater = try Inflater(path, most: ByteSource.pieceLength) }
      }
      if let inflater {
        inflater.feed(packed)
      } else {
        let piece = recoded(packed)
        if !piece.isEmpty { return checked(piece) }
      }
    }
  }

  /// SHA-256 of the bytes read so far, as they lie on the disk; in hexadecimal digits.
  var fingerprint: String { ByteSource.hexadecimal(digest.finalize()) }

  /// Bytes of a file, or of what a link leads to; nil when it is not there.
  static func length(of path: String) -> Int? {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : nil
  }

  /// SHA-256 of a whole file; nil when it cannot be read.
  static func fingerprint(of path: String) -> String? {
    guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
    var digest = SHA256()
    do {
      while let piece = try handle.read(upToCount: 4 * pieceLength), !piece.isEmpty { digest.update(data: piece) }
    } catch { return nil }
    return hexadecimal(digest.finalize())
  }

  private static func hexadecimal(_ digest: SHA256Digest) -> String {
    digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private mutating func packedPiece() throws -> [UInt8] {
    let packed: [UInt8]
    do { packed = [UInt8](try handle.read(upToCount: ByteSource.pieceLength) ?? Data()) } catch {
      throw Problem("The file cannot be read on.", cause: "Reading \(path) failed.", remedy: "Check the disk and try again.", retry: .now)
    }
    bytesRead += packed.count
    digest.update(data: packed)
    return packed
  }

  private mutating func checked(_ piece: [UInt8]) -> [UInt8] {
    text.feed(piece)
    bytesUnpacked += piece.count
    return piece
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
