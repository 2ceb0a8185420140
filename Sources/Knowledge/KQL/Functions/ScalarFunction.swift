package import Casefile

/// A scalar function: what it takes, what it gives.
package struct ScalarFunction: Sendable, Equatable {
  /// What an argument may be.
  package enum Accepts: Sendable, Equatable {
    case any
    case one(ColumnType)
    /// `int`, `long`, `real`, `decimal`.
    case number
    /// Numbers, datetimes and timespans.
    case ordered

    /// Dynamic values are let through everywhere: they are converted as the query runs.
    package func admits(_ type: ColumnType) -> Bool {
      if type == .dynamic { return true }
      switch self {
      case .any: return true
      case .number: return type.isNumeric || type == .bool
      case .ordered: return type.isNumeric || type == .datetime || type == .timespan
      case .one(let wanted):
        return wanted == type || wanted.isNumeric && (type.isNumeric || type == .bool) || wanted == .string && type == .guid
          || wanted == .dynamic && type == .string || wanted == .bool && type.isNumeric
      }
    }
  }

  /// One place in the list of arguments.
  package struct Parameter: Sendable, Equatable {
    /// What the help calls it.
    package var name: String
    /// The types it takes.
    package var accepts: Accepts
    /// It may be left out, with all after it.
    package var isOptional: Bool
  }

  /// How the type of the result follows from the arguments.
  package enum Result: Sendable, Equatable {
    case fixed(ColumnType)
    /// The type of the first argument.
    case first
    /// The widest type among the arguments from this place on.
    case widest(from: Int)
    /// `case`: the widest of every second argument and the last.
    case branches
  }

  /// The name without aliases.
  package var name: String
  /// The arguments, in order.
  package var parameters: [Parameter]
  /// The last parameter may come again and again.
  package var isVariadic: Bool
  /// How the result's type follows from the arguments.
  package var result: Result
  /// The same arguments always give the same result.
  package var isDeterministic: Bool
  /// A result that is not named takes the name of the first argument, as `tostring(a.b)` is called `a_b`.
  package var isNamedAfterArgument: Bool

  /// Fewest arguments.
  package var fewest: Int { parameters.count { !$0.isOptional } }

  /// As the help shows it: `substring(source: string, start: long, [length: long])`.
  package var signature: String {
    let list = parameters.map { parameter in
      let text = parameter.name
      return parameter.isOptional ? "[\(text)]" : text
    }
    return "\(name)(\(list.joined(separator: ", "))\(isVariadic ? ", …" : ""))"
  }
}

extension ScalarFunction {
  /// Reads one line of the catalogue: `name(parameter type, other type?, more type*) result flags`.
  init?(line: Substring) {
    guard let open = line.firstIndex(of: "("), let close = line.firstIndex(of: ")") else { return nil }
    let rest = line[line.index(after: close)...].split(separator: " ")
    guard let result = rest.first.flatMap({ Result(String($0)) }) else { return nil }
    var parameters: [Parameter] = []
    var isVariadic = false
    for item in line[line.index(after: open)..<close].split(separator: ",") {
      let words = item.split(separator: " ")
      guard words.count == 2 else { return nil }
      isVariadic = words[1].hasSuffix("*")
      let isOptional = words[1].hasSuffix("?")
      guard let accepts = Accepts(isVariadic || isOptional ? words[1].dropLast() : words[1]) else { return nil }
      parameters.append(Parameter(name: String(words[0]), accepts: accepts, isOptional: isOptional))
    }
    self.init(
      name: String(line[..<open]), parameters: parameters, isVariadic: isVariadic, result: result,
      isDeterministic: !rest.contains("varying"), isNamedAfterArgument: rest.contains("named"))
  }
}

extension ScalarFunction.Accepts {
  fileprivate init?(_ word: Substring) {
    switch word {
    case "any": self = .any
    case "number": self = .number
    case "ordered": self = .ordered
    default:
      guard let type = ColumnType(rawValue: String(word)) else { return nil }
      self = .one(type)
    }
  }
}

extension ScalarFunction.Result {
  fileprivate init?(_ word: String) {
    switch word {
    case "first": self = .first
    case "widest": self = .widest(from: 0)
    case "widest1": self = .widest(from: 1)
    case "branches": self = .branches
    default:
      guard let type = ColumnType(rawValue: word) else { return nil }
      self = .fixed(type)
    }
  }
}
