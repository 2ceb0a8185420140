/// How a field is compared, from the modifiers behind its name.
struct SigmaComparison: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    case equals
    case contains
    case startsWith
    case endsWith
    case regex
    case cidr
    case exists
    case greater
    case greaterOrEqual
    case less
    case lessOrEqual
    case fieldReference
  }

  /// A change of the value before it is looked for.
  enum Encoding: Equatable, Sendable {
    case base64
    case base64Offset
    case utf16LittleEndian
    case utf16BigEndian
    case dashVariants
  }

  var kind = Kind.equals
  var encodings: [Encoding] = []
  var isCaseSensitive = false
  var isNegated = false
  var needsAll = false
  /// The flags of a regular expression.
  var isRegexCaseInsensitive = false
  var regexDotMatchesNewline = false

  /// Reads the modifiers in their order; throws the first that is not known.
  init(modifiers: [String]) throws(SigmaReadError) {
    for modifier in modifiers {
      switch modifier.lowercased() {
      case "contains": kind = .contains
      case "startswith": kind = .startsWith
      case "endswith": kind = .endsWith
      case "re": kind = .regex
      case "cidr": kind = .cidr
      case "exists": kind = .exists
      case "gt": kind = .greater
      case "gte": kind = .greaterOrEqual
      case "lt": kind = .less
      case "lte": kind = .lessOrEqual
      case "fieldref": kind = .fieldReference
      case "all": needsAll = true
      case "cased": isCaseSensitive = true
      case "neq": isNegated = true
      case "i": isRegexCaseInsensitive = true
      case "s": regexDotMatchesNewline = true
      case "m": break
      case "base64": encodings.append(.base64)
      case "base64offset": encodings.append(.base64Offset)
      case "wide", "utf16le", "utf16": encodings.append(.utf16LittleEndian)
      case "utf16be": encodings.append(.utf16BigEndian)
      case "windash": encodings.append(.dashVariants)
      default: throw SigmaReadError.unknownModifier(modifier)
      }
    }
  }
}
