import Casefile
import HuntPipeline
import Patterns

/// A regular expression of a filter that RE2 refuses.
struct UnreadablePattern: Error {
  /// As it was typed.
  var text: String
  var reason: String
}

extension AlertFilter {
  /// The question of one word; nil when it asks nothing.
  static func term(_ word: FilterSyntax.Word, analyst: String) throws(UnreadablePattern) -> Term? {
    var term = try positive(word, analyst: analyst)
    term?.isNegated = word.isNegated
    let longest = term?.pieces.max { $0.count < $1.count }
    if word.isPattern { term?.required = longest.map(ByteNeedle.init) }
    return term
  }

  private static func positive(_ word: FilterSyntax.Word, analyst: String) throws(UnreadablePattern) -> Term? {
    guard let field = word.field else {
      if word.isPattern { return Term(test: .pattern(try pattern(word.text, isLined: true)), pieces: RequiredText.pieces(of: word.text)) }
      let bytes = AlertText.folded(word.text)
      return bytes.isEmpty ? nil : Term(test: .anywhere(ByteNeedle(bytes)), pieces: [bytes])
    }
    let tags = tags(field)
    if word.isPattern {
      return Term(test: .fieldPattern(tags, try pattern(word.text, isLined: false)), pieces: RequiredText.pieces(of: word.text))
    }
    switch field {
    case .severity: return Term(test: .severity(severities(word.text)))
    case .assigned where word.text.lowercased() == "none": return Term(test: .missing(.assigned))
    case .incident where word.text.lowercased() == "none": return Term(test: .missing(.incident))
    case .assigned where word.text.lowercased() == "me" && !analyst.isEmpty:
      let whole = AlertText.folded(analyst)
      let local = whole.firstIndex(of: UInt8(ascii: "@")).map { Array(whole[..<$0]) } ?? whole
      return Term(test: .person(ByteNeedle(whole), local: ByteNeedle(local)), pieces: [local])
    case .status, .tactic:
      let bytes = AlertText.compact(word.text)
      return bytes.isEmpty ? nil : Term(test: .field(tags, ByteNeedle(bytes)), pieces: [bytes])
    default:
      let bytes = AlertText.folded(word.text)
      return Term(test: .field(tags, ByteNeedle(bytes)), pieces: [bytes])
    }
  }

  private static func tags(_ field: FilterSyntax.Field) -> AlertTags {
    switch field {
    case .severity: [.severity]
    case .title: [.title]
    case .entity: [.user, .host, .address, .otherEntity]
    case .user: [.user]
    case .host: [.host]
    case .ip: [.address]
    case .status: [.compactStatus]
    case .source: [.source]
    case .tactic: [.compactCategory]
    case .technique: [.technique]
    case .assigned: [.assigned]
    case .incident: [.incident]
    case .id: [.id]
    }
  }

  /// A severity or the beginning of one, so that the list narrows while one types.
  private static func severities(_ text: String) -> UInt8 {
    let prefix = text.lowercased()
    let found = Severity.allCases.filter { $0.rawValue.hasPrefix(prefix) || $0 == Severity(reading: prefix) && $0 != .unknown }
    return found.reduce(0) { $0 | 1 << UInt8(AlertCoding.rank($1)) }
  }

  /// Over a whole text, `^` and `$` mean the ends of a value, which stands on a line of its own behind the sign of its field.
  private static func pattern(_ text: String, isLined: Bool) throws(UnreadablePattern) -> Pattern {
    do throws(Pattern.SyntaxError) {
      return try Pattern(isLined ? "(?m)" + RequiredText.lineStarts(in: text) : text, isCaseInsensitive: true)
    } catch {
      throw UnreadablePattern(text: text, reason: error.reason)
    }
  }
}

/// What can be told of a regular expression by its letters alone.
enum RequiredText {
  /// `^` outside of classes, as the start of a value.
  static func lineStarts(in pattern: String) -> String {
    var result = ""
    var (isEscaped, isInClass) = (false, false)
    for character in pattern {
      if isEscaped {
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if isInClass {
        isInClass = character != "]" || result.hasSuffix("[") || result.hasSuffix("[^")
      } else if character == "[" {
        isInClass = true
      } else if character == "^" {
        result += #"(?:^[\x01-\x1f])"#
        continue
      }
      result.append(character)
    }
    return result
  }

  /// Runs of letters and figures that every match holds; none where alternatives, groups or options leave it open.
  static func pieces(of pattern: String) -> [[UInt8]] {
    guard !pattern.contains(where: { "|(){}[".contains($0) }) else { return [] }
    var pieces: [[UInt8]] = []
    var run: [UInt8] = []
    var isEscaped = false
    func close() {
      if run.count >= 3 { pieces.append(run) }
      run = []
    }
    for character in pattern {
      if isEscaped {
        isEscaped = false
        // Characters by number, classes and quotations hold more than their first letter.
        guard !"xpPQ".contains(character), !character.isNumber else { return [] }
        close()
      } else if character == "\\" {
        close()
        isEscaped = true
      } else if character == "*" || character == "?" {
        _ = run.popLast()
        close()
      } else if let byte = character.asciiValue, character.isLetter || character.isNumber {
        run += AlertText.folded(String(UnicodeScalar(byte)))
      } else {
        close()
      }
    }
    close()
    return pieces
  }
}
