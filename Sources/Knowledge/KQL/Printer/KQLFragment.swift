package import Casefile

/// A piece of KQL put together without glueing: literal text comes from our source, values are quoted, names say that they are names.
///
/// `let part: KQLFragment = "| where \(name: column) == \(value)"`. There is no way to put in a string unquoted.
package struct KQLFragment: Sendable, Equatable, ExpressibleByStringInterpolation {
  /// The KQL so far.
  package private(set) var text: String

  /// Text of our own source.
  package init(stringLiteral value: StaticString) { text = value.description }

  /// Text of our own source with values and names put in.
  package init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

  /// Pieces one after another, parted by text from our source.
  package static func joined(_ pieces: [KQLFragment], by separator: KQLFragment) -> KQLFragment {
    var result: KQLFragment = ""
    result.text = pieces.map(\.text).joined(separator: separator.text)
    return result
  }

  /// One piece after another.
  package static func + (left: KQLFragment, right: KQLFragment) -> KQLFragment {
    var result = left
    result.text += right.text
    return result
  }

  /// What may be interpolated, and how it becomes text.
  package struct Interpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    /// An empty interpolation.
    package init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity + interpolationCount * 16) }

    /// Text of our own source.
    package mutating func appendLiteral(_ literal: StaticString) { text += literal.description }
    /// A string value, quoted.
    package mutating func appendInterpolation(_ value: String) { text += KQLLiteral.quoted(value) }
    /// A value of any type, quoted.
    package mutating func appendInterpolation(_ value: Value) { text += KQLLiteral.text(value) }
    /// A whole number.
    package mutating func appendInterpolation(_ number: Int) { text += KQLLiteral.text(.long(Int64(number))) }
    /// A moment as `datetime(…)`.
    package mutating func appendInterpolation(_ moment: DateTime) { text += KQLLiteral.text(.datetime(moment)) }
    /// A length of time as `timespan(…)`.
    package mutating func appendInterpolation(_ span: TimeSpan) { text += KQLLiteral.text(.timespan(span)) }
    /// Another fragment, as it is.
    package mutating func appendInterpolation(_ fragment: KQLFragment) { text += fragment.text }
    /// The name of a table, column or function.
    package mutating func appendInterpolation(name: String) { text += KQLName.text(name) }
    /// Values in brackets, parted by commas.
    package mutating func appendInterpolation(list: [Value]) {
      text += "(" + list.map(KQLLiteral.text).joined(separator: ", ") + ")"
    }
  }
}

extension KQLQuery {
  /// Reads a query that was put together from fragments.
  package init(_ fragment: KQLFragment) { self.init(parsing: fragment.text) }
}
