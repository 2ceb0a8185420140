/// What is looked for in the analysis, and where it was found.
package struct AnalysisSearch: Equatable, Sendable {
  package internal(set) var text = ""
  /// The search while it is typed.
  package internal(set) var editor: TextEditor?
  /// Lines in which a match begins, as the text was broken when it was looked for; a line with two comes twice.
  package internal(set) var matches: [Int] = []
  /// The match in hand, from 0.
  package internal(set) var match = 0

  package init() {}

  /// Looks in any case; words that the end of a line parts are found as well.
  mutating func look(in lines: [String]) {
    matches = []
    let sought = Array(text.lowercased().utf8)
    guard !sought.isEmpty else { return }
    var whole: [UInt8] = []
    var starts: [Int] = []
    for line in lines {
      starts.append(whole.count)
      whole += Array(line.lowercased().utf8)
      whole.append(UInt8(ascii: " "))
    }
    var line = 0
    var place = 0
    while place + sought.count <= whole.count {
      if whole[place] == sought[0], whole[place..<place + sought.count].elementsEqual(sought) {
        while line + 1 < starts.count, starts[line + 1] <= place { line += 1 }
        matches.append(line)
        place += sought.count
      } else {
        place += 1
      }
    }
  }
}
