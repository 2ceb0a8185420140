/// Numbers different byte strings 0, 1, 2 … in the order they come; lookups allocate nothing.
///
/// Keys come from logs, that is from attackers: the hash is seeded anew for each table.
struct KeyTable {
  private var arena: [UInt8] = []
  private var ends: [Int] = [0]
  private var hashes: [UInt64] = []
  /// Key number + 1 in each slot, 0 for an empty one; a power of two long.
  private var slots: [Int32] = [Int32](repeating: 0, count: 64)
  private let seed = UInt64.random(in: .min ... .max)

  /// Growth that is worth telling whoever counts the bytes.
  static let step = 1 << 20

  /// Bytes the table takes.
  var bytes: Int { arena.capacity + 16 * hashes.capacity + 4 * slots.count }

  /// Different keys so far.
  var count: Int { hashes.count }

  /// The number of a key, which is new when it equals the old `count`.
  mutating func insert(_ key: UnsafeBufferPointer<UInt8>) -> Int {
    let hash = hash(key)
    let (found, slot) = probe(key, hash)
    if let found { return found }
    let number = hashes.count
    arena.append(contentsOf: key)
    ends.append(arena.count)
    hashes.append(hash)
    slots[slot] = Int32(truncatingIfNeeded: number + 1)
    if hashes.count * 2 > slots.count { grow() }
    return number
  }

  /// The number of a key, nil when it never came.
  func find(_ key: UnsafeBufferPointer<UInt8>) -> Int? { probe(key, hash(key)).found }

  private func probe(_ key: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> (found: Int?, slot: Int) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    return arena.withUnsafeBufferPointer { arena in
      while true {
        let number = Int(slots[slot]) - 1
        if number < 0 { return (nil, slot) }
        if hashes[number] == hash {
          let stored = UnsafeBufferPointer(rebasing: arena[ends[number]..<ends[number + 1]])
          if TextSearch.areEqual(stored, key) { return (number, slot) }
        }
        slot = (slot + 1) & mask
      }
    }
  }

  private mutating func grow() {
    let mask = slots.count * 2 - 1
    var wider = [Int32](repeating: 0, count: mask + 1)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & mask
      while wider[slot] != 0 { slot = (slot + 1) & mask }
      wider[slot] = Int32(truncatingIfNeeded: number + 1)
    }
    slots = wider
  }

  /// Eight bytes at a time: multiply, fold the high half down.
  private func hash(_ key: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var state = seed ^ UInt64(truncatingIfNeeded: key.count)
    var place = 0
    let raw = UnsafeRawBufferPointer(key)
    while place + 8 <= raw.count {
      state = KeyTable.mixed(state ^ raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      place += 8
    }
    var tail: UInt64 = 0
    while place < raw.count {
      tail = tail << 8 | UInt64(raw[place])
      place += 1
    }
    return KeyTable.mixed(state ^ tail)
  }

  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low ^ (value >> 29)
  }
}
