/// The templates of one column's texts: which texts are alike but for some of their words.
struct CellTemplates {
  /// For each distinct text the number of its template; `CellTemplates.own` for a text that is like no other.
  private(set) var templates: [Int32]
  /// For each distinct text whether it is all one varying word, a number or an id.
  private(set) var isBare: [Bool]

  /// A text that is taken as it is.
  static let own: Int32 = -1
  /// Templates that are held against one another; beyond, only texts with the same words are alike.
  private static let mostCompared = 20_000
  private static let mostInBucket = 16

  private struct Leader {
    var number: Int32
    var words: [UInt32]
  }

  init(of pool: TextPool) {
    let seed = UInt64.random(in: .min ... .max)
    templates = [Int32](repeating: CellTemplates.own, count: pool.count)
    isBare = [Bool](repeating: false, count: pool.count)
    var known: [UInt64: Int32] = [:]
    var leaders: [UInt64: [Leader]] = [:]
    var next: Int32 = 0
    for number in 0..<pool.count {
      let length = pool.length(Int32(number))
      guard length > 0, length <= CellShape.longest else { continue }
      guard let (mask, hasFixed) = pool.withBytes(Int32(number), { CellShape.masked($0, seed: seed) }) else { continue }
      guard hasFixed else {
        isBare[number] = true
        continue
      }
      if let template = known[mask] {
        templates[number] = template
        continue
      }
      var template = next
      if known.count < CellTemplates.mostCompared {
        let outline = pool.withBytes(Int32(number)) { CellShape.outline($0, seed: seed) }
        let bucket = ByteHash.mixed(outline.gaps, UInt64(outline.words.first ?? 0))
        if let old = leaders[bucket]?.first(where: { CellTemplates.isNear($0.words, outline.words) }) {
          template = old.number
        } else if leaders[bucket, default: []].count < CellTemplates.mostInBucket {
          leaders[bucket, default: []].append(Leader(number: next, words: outline.words))
        }
      }
      if template == next { next += 1 }
      known[mask] = template
      templates[number] = template
    }
  }

  /// Whether at most a third of the words differ, and three that do not vary are the same.
  private static func isNear(_ left: [UInt32], _ right: [UInt32]) -> Bool {
    guard left.count == right.count, left.count >= 4 else { return false }
    var different = 0
    var same = 0
    for (one, other) in zip(left, right) {
      if one != other { different += 1 } else if one != 0 { same += 1 }
    }
    return same >= 3 && different * 3 <= left.count
  }
}
