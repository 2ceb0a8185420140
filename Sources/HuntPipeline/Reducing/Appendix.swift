internal import Casefile

/// The indicators of rows that are not sent: told as far as there is room, the others counted.
struct Appendix {
  /// Ready to be put behind the lines; empty when nothing is missing or nothing fits.
  private(set) var text = ""
  /// Distinct indicators that stand nowhere in what is sent.
  private(set) var lost = 0

  /// Indicators in a row that may be too long for the room before no shorter one is looked for.
  private static let mostMisses = 32
  private static let heading = "\nindicators of rows not sent:"

  /// `sent` are 0-based rows, `room` the tokens that are left.
  init(_ columns: [RowColumn], constant: [Int], sent: [Int], room: Int, _ count: (String) -> Int) {
    let seed = UInt64.random(in: .min ... .max)
    let texts = columns.indices.filter { !columns[$0].holdsMoments && !columns[$0].column.type.isNumeric }
    var told: Set<UInt64> = []
    var left = room - count(Appendix.heading)
    var out = ""
    var misses = 0
    let isSaid = texts.map { place -> [Bool] in
      var isSaid = [Bool](repeating: constant.contains(place), count: columns[place].pool.count)
      for row in sent { isSaid[Int(columns[place].numbers[row])] = true }
      return isSaid
    }
    func visit(_ place: Int, where isWanted: [Bool], is wanted: Bool, _ show: (IndicatorScan.Bytes) -> Void) {
      let role = ColumnRole(of: columns[place].column.name)
      for number in isWanted.indices where isWanted[number] == wanted {
        columns[place].pool.withBytes(Int32(number)) { IndicatorScan.visit($0, role, show) }
      }
    }
    for (place, isSaid) in zip(texts, isSaid) { visit(place, where: isSaid, is: true) { told.insert(ByteHash.of($0, seed: seed)) } }
    for (place, isSaid) in zip(texts, isSaid) {
      var isNamed = false
      visit(place, where: isSaid, is: false) { bytes in
        guard told.insert(ByteHash.of(bytes, seed: seed)).inserted else { return }
        guard misses < Appendix.mostMisses else {
          lost += 1
          return
        }
        let member = SafeCell.member(String(decoding: bytes, as: UTF8.self))
        let word = isNamed ? " " + member : "\n\(SafeCell.name(columns[place].column.name)): \(member)"
        let cost = count(word) + 1
        guard cost <= left else {
          lost += 1
          misses += 1
          return
        }
        left -= cost
        out += word
        isNamed = true
      }
    }
    if !out.isEmpty { text = Appendix.heading + out }
  }
}
