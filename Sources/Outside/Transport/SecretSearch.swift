internal import Foundation

/// Looks for a few needles at once, as Wu and Manber do: most bytes of a text without any are never looked at.
struct SecretSearch: Sendable {
  /// The longest first.
  private let needles: [[UInt8]]
  /// Bytes of every needle that the windows compare.
  private let window: Int
  /// How far the window may go on after two bytes at its end, by their hash.
  private let shifts: [UInt8]

  private static let widest = 64
  private static let hashes = 4096

  /// Needles of fewer than two bytes are none.
  init(_ needles: [[UInt8]]) {
    self.needles = needles.filter { $0.count > 1 }.sorted { $0.count > $1.count }
    let window = min(self.needles.last?.count ?? 0, SecretSearch.widest)
    self.window = window
    var shifts = [UInt8](repeating: UInt8(max(0, window - 1)), count: self.needles.isEmpty ? 0 : SecretSearch.hashes)
    for needle in self.needles {
      for place in 0..<window - 1 {
        let hash = SecretSearch.hash(needle[place], needle[place + 1])
        shifts[hash] = min(shifts[hash], UInt8(window - 2 - place))
      }
    }
    self.shifts = shifts
  }

  var isEmpty: Bool { needles.isEmpty }

  private static func hash(_ first: UInt8, _ second: UInt8) -> Int { (Int(first) << 5 ^ Int(second)) & (hashes - 1) }

  /// Where needles stand; they may overlap.
  func places(in bytes: [UInt8]) -> [Range<Int>] {
    guard !needles.isEmpty, bytes.count >= window else { return [] }
    var places: [Range<Int>] = []
    bytes.withUnsafeBufferPointer { bytes in
      shifts.withUnsafeBufferPointer { shifts in
        var place = 0
        while place + window <= bytes.count {
          let shift = Int(shifts[SecretSearch.hash(bytes[place + window - 2], bytes[place + window - 1])])
          if shift == 0, let length = length(at: place, bytes) { places.append(place..<place + length) }
          place += max(1, shift)
        }
      }
    }
    return places
  }

  private func length(at place: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    needles.first { $0.count <= bytes.count - place && memcmp($0, bytes.baseAddress! + place, $0.count) == 0 }?.count
  }

  /// The first byte of the end that is the beginning of a needle; the length of the text where there is none.
  func open(in bytes: [UInt8]) -> Int {
    var open = bytes.count
    bytes.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      for needle in needles {
        var place = bytes.count - min(needle.count - 1, bytes.count)
        while place < open, let first = memchr(base + place, Int32(needle[0]), open - place) {
          place = UnsafeRawPointer(first) - UnsafeRawPointer(base)
          if memcmp(first, needle, bytes.count - place) == 0 { open = place }
          place += 1
        }
      }
    }
    return open
  }
}
