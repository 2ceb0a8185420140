import Casefile

/// What an editor says of an operator between two values.
struct BinaryOperatorHelp: Sendable {
  var name: String
  /// A few words.
  var help: String

  /// True when it is of use behind a value of a type.
  func fits(_ type: ColumnType) -> Bool {
    switch name {
    case "==", "!=", "in", "!in": true
    case "<", "<=", ">", ">=", "between", "!between": type.isNumeric || type == .datetime || type == .timespan || type == .dynamic
    case "+", "-", "*", "/", "%": type.isNumeric || type == .datetime || type == .timespan || type == .dynamic
    default: type == .string || type == .dynamic || type == .guid
    }
  }

  static func named(_ name: String) -> BinaryOperatorHelp? {
    all.first { $0.name == name }
  }

  /// The commonest first.
  static let all: [BinaryOperatorHelp] = lines.split(separator: "\n").map { line in
    let parts = line.split(separator: "#").map { String($0).trimmingBlanks }
    return BinaryOperatorHelp(name: parts[0], help: parts[1])
  }

  private static let lines = """
    == # equal, letter case counts
    has # holds the term as a whole word
    in # equal to one of these
    != # not equal, letter case counts
    =~ # equal, letter case ignored
    contains # holds the text anywhere; slow
    startswith # begins with the text
    endswith # ends with the text
    has_any # holds one of these terms
    has_all # holds all of these terms
    in~ # equal to one of these, letter case ignored
    !has # does not hold the term
    !in # equal to none of these
    !contains # does not hold the text
    !startswith # does not begin with the text
    !endswith # does not end with the text
    !~ # not equal, letter case ignored
    !in~ # equal to none of these, letter case ignored
    !has_any # holds none of these terms
    !has_all # lacks one of these terms
    matches regex # fits the regular expression
    hasprefix # holds a term that begins so
    hassuffix # holds a term that ends so
    !hasprefix # holds no term that begins so
    !hassuffix # holds no term that ends so
    has_cs # holds the term, letter case counts
    contains_cs # holds the text, letter case counts
    startswith_cs # begins with the text, letter case counts
    endswith_cs # ends with the text, letter case counts
    hasprefix_cs # holds a term that begins so, letter case counts
    hassuffix_cs # holds a term that ends so, letter case counts
    !has_cs # does not hold the term, letter case counts
    !contains_cs # does not hold the text, letter case counts
    !startswith_cs # does not begin with the text, letter case counts
    !endswith_cs # does not end with the text, letter case counts
    !hasprefix_cs # holds no term that begins so, letter case counts
    !hassuffix_cs # holds no term that ends so, letter case counts
    < # less than
    <= # less than or equal
    > # greater than
    >= # greater than or equal
    between # within two bounds, both included
    !between # outside two bounds
    + # sum
    - # difference
    * # product
    / # quotient
    % # remainder
    """
}
