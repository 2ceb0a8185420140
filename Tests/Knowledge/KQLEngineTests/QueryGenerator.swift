import Casefile

/// Queries put together at random from a seed: pipelines of all operators over a small schema, with views, functions, joins, unions and
/// sub-queries. Columns are tracked roughly; what does not bind is thrown away by the test.
struct QueryGenerator {
  static let schemas = [
    TableSchema(name: "Alpha", columns: columns), TableSchema(name: "Alps", columns: columns),
    TableSchema(name: "Beta", columns: columns + [Column("Extra", .string), Column("Flag", .bool)]),
  ]
  private static let columns = [
    Column("TimeGenerated", .datetime), Column("Host", .string), Column("User", .string), Column("Path", .string),
    Column("Port", .long), Column("Size", .long), Column("Bag", .dynamic),
  ]

  private var state: UInt64
  private var made = 0
  private var views: [String] = []

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  /// The columns in sight at one point.
  private struct Sight {
    var texts = ["Host", "User", "Path"]
    var numbers = ["Port", "Size"]
    var hasTime = true
    var hasBag = true
  }

  mutating func query() -> String {
    views = []
    var statements: [String] = []
    for _ in 0..<below(3) {
      let name = fresh("v")
      var sight = Sight()
      let body = below(4) == 0 ? "materialize(\(pipeline(2, &sight, whole: true)))" : pipeline(2, &sight, whole: true)
      statements.append("let \(name) = \(body)")
      views.append(name)
    }
    if below(4) == 0 {
      let name = fresh("f")
      var sight = Sight()
      statements.append("let \(name) = (limit: long) { \(pipeline(2, &sight, whole: true)) | where Port < limit }")
      views.append("\(name)(\(below(9)))")
    }
    var sight = Sight()
    statements.append(pipeline(3, &sight))
    return statements.joined(separator: "; ")
  }

  /// `whole` keeps every column of the schema in place, so that others can build on it.
  private mutating func pipeline(_ depth: Int, _ sight: inout Sight, whole: Bool = false) -> String {
    var text = source(depth)
    for _ in 0...below(4) { text += " | " + step(depth, &sight, whole) }
    return text
  }

  private mutating func source(_ depth: Int) -> String {
    if !views.isEmpty, below(3) == 0 { return pick(views) }
    switch below(depth > 0 ? 9 : 4) {
    case 4: return "union \(pick(["Alpha", "Alp*", "Alps"])), \(pick(["Beta", "Alps", "*"]))"
    case 5: return "union withsource=Origin Alp*, (Beta | where Flag)"
    case 6: return "table('\(pick(["Alpha", "Beta"]))')"
    case 7: return "(\(pick(["Alpha", "['Alps']"])) | where \(pick(["Host", "User"])) has 'a')"
    default: return pick(["Alpha", "Alps", "Beta"])
    }
  }

  private mutating func step(_ depth: Int, _ sight: inout Sight, _ whole: Bool) -> String {
    if whole { return wholeStep(depth, sight) }
    switch below(18) {
    case 0...2: return wholeStep(depth, sight)
    case 3: return narrowing(&sight)
    case 4: return projecting(&sight)
    case 5: return summarizing(&sight)
    case 6 where depth > 0, 7 where depth > 0: return joining(depth, &sight)
    case 8:
      return "project-away \(pick(["*st", "Path", "S*"]))".also {
        sight = Sight(texts: ["User"], numbers: ["Port"], hasTime: false, hasBag: false)
      }
    case 9:
      return "distinct \(pick(["*", text(sight), number(sight)]))".also {
        sight = Sight(texts: [], numbers: [], hasTime: false, hasBag: false)
      }
    case 10: return "top 5 by \(number(sight))"
    case 11: return "extend p = pack_all() | project p".also { sight = Sight(texts: [], numbers: [], hasTime: false, hasBag: false) }
    case 12: return "mv-expand Bag"
    case 13: return "parse \(text(sight)) with a1 '\\\\' a2"
    case 14: return "extend \(fresh("c")) = column_ifexists('\(pick(["Extra", "Path", "Nope"]))', '')"
    case 15: return "as \(fresh("a"))"
    case 16: return "union (\(pick(["Alpha", "Beta"])) | where \(number(Sight())) > 1)"
    default: return "sort by \(text(sight)) asc"
    }
  }

  /// A step that leaves every column as it is.
  private mutating func wholeStep(_ depth: Int, _ sight: Sight) -> String {
    switch below(10) {
    case 0: return "where \(text(sight)) \(pick(["==", "has", "contains", "startswith", "!has", "matches regex"])) 'a'"
    case 1: return "where \(number(sight)) \(pick([">", "==", "<="])) \(below(9))"
    case 2 where sight.hasTime: return "where TimeGenerated > ago(\(1 + below(9))d)"
    case 3 where sight.hasTime: return "where TimeGenerated between (ago(3d) .. now())"
    case 4 where depth > 0:
      return "where \(text(sight)) \(pick(["in", "!in", "has_any"])) ((\(source(0)) | project \(pick(["Host", "User", "Path"]))))"
    case 5 where depth > 0:
      return "where \(number(sight)) > toscalar(\(source(0)) | summarize \(pick(["max(Port)", "count()", "avg(Size)"])))"
    case 6 where sight.hasBag: return "where tostring(Bag.k) has 'x' or \(text(sight)) in ('a', 'b')"
    case 7: return "where * has 'a'"
    case 8: return "where strlen(\(text(sight))) > \(below(5)) and isnotempty(\(text(sight)))"
    default: return "extend \(fresh("c")) = strcat(\(text(sight)), '-', tostring(\(number(sight))))"
    }
  }

  private mutating func narrowing(_ sight: inout Sight) -> String {
    let kept = pick(["Host", "User", "Path"])
    let number = pick(["Port", "Size"])
    guard sight.texts.contains(kept), sight.numbers.contains(number) else { return "take 3" }
    sight = Sight(texts: [kept], numbers: [number], hasTime: false, hasBag: false)
    return pick(["project \(kept), \(number)", "project-keep \(kept), \(number)", "project \(number), \(kept)"])
  }

  private mutating func projecting(_ sight: inout Sight) -> String {
    guard let first = sight.texts.first, let number = sight.numbers.first else { return "count" }
    let name = fresh("n")
    sight = Sight(texts: [name], numbers: ["m"], hasTime: false, hasBag: false)
    return "project \(name) = \(pick([first, "toupper(\(first))", "strcat(\(first), 'x')"])), m = \(number) + 1"
  }

  private mutating func summarizing(_ sight: inout Sight) -> String {
    let key = text(sight)
    let number = number(sight)
    defer { sight = Sight(texts: [key], numbers: ["n"], hasTime: false, hasBag: false) }
    return pick([
      "summarize n = count() by \(key)", "summarize n = dcount(\(number)) by \(key)",
      "summarize n = max(\(number)), make_set(\(key)) by \(key)",
      "summarize arg_max(\(number), *), n = count() by \(key)", "summarize n = countif(\(number) > 1), take_any(\(number)) by \(key)",
    ])
  }

  private mutating func joining(_ depth: Int, _ sight: inout Sight) -> String {
    guard sight.texts.contains("Host") else { return "take 7" }
    var right = Sight()
    let other = pipeline(depth - 1, &right, whole: true)
    let kind = pick(["inner", "leftouter", "leftanti", "leftsemi", "rightouter", "innerunique", "fullouter"])
    let key = pick(["Host", "$left.Host == $right.User", "Host, $left.Host == $right.Path"])
    if below(4) == 0 { return "lookup (\(other)) on Host" }
    return "join kind=\(kind) (\(other)) on \(key)"
  }

  private mutating func text(_ sight: Sight) -> String { sight.texts.isEmpty ? "'x'" : pick(sight.texts) }
  private mutating func number(_ sight: Sight) -> String { sight.numbers.isEmpty ? "1" : pick(sight.numbers) }

  private mutating func fresh(_ letter: String) -> String {
    made += 1
    return "\(letter)\(made)"
  }

  private mutating func pick(_ choices: [String]) -> String { choices[below(choices.count)] }

  /// An even enough number below a bound (xorshift).
  private mutating func below(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(bound))
  }
}

extension String {
  /// The text, after something else was done.
  fileprivate func also(_ work: () -> Void) -> String {
    work()
    return self
  }
}
