package import Casefile

/// Makes a `ColumnVector` cell by cell. Appending never fails: a value that does not suit the type becomes null (an empty string).
package struct ColumnBuilder {
  /// Kusto's type of the cells to come.
  package let type: ColumnType
  /// Cells so far.
  package private(set) var count = 0
  private var bools: [Bool] = []
  private var integers: [Int64] = []
  private var reals: [Double] = []
  private var texts = TextColumn()
  private var dynamics: [JSONValue] = []
  private var nulls: [Bool] = []

  /// An empty column of `type` with room for `capacity` cells.
  package init(type: ColumnType, capacity: Int = 0) {
    self.type = type
    switch type {
    case .bool: bools.reserveCapacity(capacity)
    case .int, .long, .datetime, .timespan: integers.reserveCapacity(capacity)
    case .real: reals.reserveCapacity(capacity)
    case .string, .guid, .decimal: texts = TextColumn(capacity: capacity)
    case .dynamic: dynamics.reserveCapacity(capacity)
    }
  }

  /// Adds a null, or an empty text to a string column.
  package mutating func appendNull() {
    switch type {
    case .bool: bools.append(false)
    case .int, .long, .datetime, .timespan: integers.append(0)
    case .real: reals.append(0)
    case .string, .guid, .decimal: texts.appendEmpty()
    case .dynamic: dynamics.append(.null)
    }
    mark(isNull: type != .string)
  }

  /// Adds a truth value; for `bool` columns only.
  package mutating func append(_ flag: Bool) {
    guard type == .bool else { return append(.bool(flag)) }
    bools.append(flag)
    mark(isNull: false)
  }

  /// Adds a number to an `int` or `long` column, ticks to a `datetime` or `timespan` column.
  package mutating func append(_ number: Int64) {
    switch type {
    case .int, .long, .datetime, .timespan:
      integers.append(number)
      mark(isNull: false)
    default: append(.long(number))
    }
  }

  /// Adds a number to a `real` column.
  package mutating func append(_ number: Double) {
    guard type == .real else { return append(.real(number)) }
    reals.append(number)
    mark(isNull: false)
  }

  /// Adds well-formed UTF-8 to a `string` column, JSON text to a `dynamic` one (text that is not JSON stays a string).
  package mutating func append(utf8 text: UnsafeBufferPointer<UInt8>) {
    switch type {
    case .string:
      texts.append(text)
      mark(isNull: false)
    case .dynamic: append(.dynamic((try? JSONValue(parsing: Array(text)[...])) ?? .string(String(decoding: text, as: UTF8.self))))
    default: append(.string(String(decoding: text, as: UTF8.self)))
    }
  }

  /// Adds any value; one of another type is null unless it can be taken without loss.
  package mutating func append(_ value: Value) {
    switch (type, value) {
    case (_, .null): appendNull()
    case (.bool, .bool(let flag)): append(flag)
    case (.int, .long(let number)), (.long, .long(let number)): append(number)
    case (.real, .real(let number)): append(number)
    case (.real, .long(let number)): append(Double(number))
    case (.datetime, .datetime(let moment)): append(moment.ticks)
    case (.timespan, .timespan(let span)): append(span.ticks)
    case (.string, .string(let text)): appendText(text)
    case (.string, _): appendText(value.text)
    case (.guid, .guid(let text)), (.decimal, .decimal(let text)): appendText(text)
    case (.guid, .string(let text)) where text.utf8.count == 36: appendText(text.lowercased())
    case (.decimal, .long(let number)): appendText(String(number))
    case (.dynamic, .dynamic(.null)): appendNull()
    case (.dynamic, .dynamic(let json)): appendDynamic(json)
    case (.dynamic, _): appendDynamic(value.json)
    default: appendNull()
    }
  }

  /// The finished column; the builder is empty afterwards and may be used again.
  package mutating func finish() -> ColumnVector {
    let storage: ColumnVector.Storage =
      switch type {
      case .bool: .bools(bools)
      case .int, .long, .datetime, .timespan: .integers(integers)
      case .real: .reals(reals)
      case .string, .guid, .decimal: .texts(texts)
      case .dynamic: .dynamics(dynamics)
      }
    let vector = ColumnVector(type: type, count: count, storage: storage, nulls: nulls)
    self = ColumnBuilder(type: type)
    return vector
  }

  private mutating func appendText(_ text: String) {
    texts.append(text)
    mark(isNull: false)
  }

  private mutating func appendDynamic(_ value: JSONValue) {
    dynamics.append(value)
    mark(isNull: false)
  }

  /// The mask comes into being with the first null.
  private mutating func mark(isNull: Bool) {
    if isNull, nulls.isEmpty { nulls = [Bool](repeating: false, count: count) }
    if isNull || !nulls.isEmpty { nulls.append(isNull) }
    count += 1
  }
}
