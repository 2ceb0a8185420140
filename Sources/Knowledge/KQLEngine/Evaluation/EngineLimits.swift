import Casefile

/// How much one value and one query may take.
package enum EngineLimits {
  /// Bytes of a text that a function makes. Kusto's manual names 1 MiB for what is stored; its engine makes texts of 16 MiB in memory, and
  /// so do we. Stored cells may be longer.
  package static let longestText = 16 << 20
  /// Bytes of all parts of a dynamic together, estimated; room for the service's longest array of short texts.
  package static let largestDynamic = 64 << 20
  /// Bytes that all steps of a query may hold together, estimated.
  package static let memory = 1 << 30
  /// Elements of an array that is made here, as in the service.
  static let mostElements = 1_048_576
  /// A batch that a step hands on is cut where it would be larger; a single row may still be.
  static let batchBytes = 64 << 20
}

/// What a query may still hold. One for a run, shared by its steps, which all live in one task.
final class Allowance {
  private let most: Int
  private var held = 0

  init(most: Int = EngineLimits.memory) { self.most = most }

  fileprivate func change(by bytes: Int, for step: String) throws {
    held += bytes
    guard bytes <= 0 || held <= most else { throw EngineError.tooMuchHeld(step, most: most) }
  }

  fileprivate func giveBack(_ bytes: Int) { held -= bytes }

  /// Throws when one column of a batch is by itself more than a query may hold.
  func checkColumn(_ bytes: Int, of step: String) throws {
    guard bytes <= most / 2 else { throw EngineError.tooMuchHeld(step, most: most / 2) }
  }

  /// What one step holds of the allowance; given back when the step goes.
  final class Share {
    private let allowance: Allowance
    private let step: String
    private(set) var bytes = 0

    init(_ allowance: Allowance, _ step: String) {
      self.allowance = allowance
      self.step = step
    }

    deinit { allowance.giveBack(bytes) }

    /// Tells what the step holds now; throws when that is too much.
    func set(_ bytes: Int) throws {
      let change = bytes - self.bytes
      self.bytes = bytes
      try allowance.change(by: change, for: step)
    }

    func add(_ bytes: Int) throws { try set(self.bytes + bytes) }
  }

  func share(_ step: String) -> Share { Share(self, step) }
}

extension JSONValue {
  /// Bytes it takes, estimated; counting stops soon after `most`, however deep parts are shared.
  func estimatedBytes(upTo most: Int = .max) -> Int {
    var total = 0
    count(into: &total, most)
    return total
  }

  /// A value with its box.
  static let nodeBytes = 40

  private func count(into total: inout Int, _ most: Int) {
    total += JSONValue.nodeBytes
    guard total <= most else { return }
    switch self {
    case .null, .bool, .integer, .number: break
    case .string(let text): total += text.utf8.count
    case .array(let items): for item in items where total <= most { item.count(into: &total, most) }
    case .object(let bag):
      for (key, value) in bag.pairs where total <= most {
        total += 16 + key.utf8.count
        value.count(into: &total, most)
      }
    }
  }
}

extension Value {
  /// Bytes it takes, estimated.
  func estimatedBytes(upTo most: Int = .max) -> Int {
    switch self {
    case .string(let text), .guid(let text), .decimal(let text): 16 + text.utf8.count
    case .dynamic(let json): json.estimatedBytes(upTo: most)
    default: 16
    }
  }
}

extension ColumnVector {
  /// Bytes the cells take, estimated.
  var estimatedBytes: Int {
    switch storage {
    case .absent: nulls.count
    case .bools(let cells): cells.count + nulls.count
    case .integers, .reals: 8 * count + nulls.count
    case .texts(let texts): texts.bytes.count + 8 * count + nulls.count
    case .dynamics(let cells): cells.reduce(nulls.count) { $0 + $1.estimatedBytes() }
    }
  }

  /// Bytes of one cell that a copy of the cell takes anew; parts of a dynamic are shared.
  func copiedBytes(of row: Int) -> Int {
    guard row >= 0, case .texts(let texts) = storage else { return 16 }
    return texts.offsets[row + 1] - texts.offsets[row] + 8
  }
}

extension ColumnBatch {
  /// Bytes the cells take, estimated.
  var estimatedBytes: Int { columns.reduce(0) { $0 + $1.estimatedBytes } }

  /// Cuts `rows` into stretches whose copies stay near `EngineLimits.batchBytes`, so that no batch of long texts grows without bound.
  static func stretches(of count: Int, most: Int = ColumnBatch.preferredCount * 4, bytes: (Int) -> Int) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var (start, size) = (0, 0)
    for place in 0..<count {
      size += bytes(place)
      if size >= EngineLimits.batchBytes || place - start + 1 >= most {
        result.append(start..<(place + 1))
        (start, size) = (place + 1, 0)
      }
    }
    if start < count { result.append(start..<count) }
    return result
  }
}
