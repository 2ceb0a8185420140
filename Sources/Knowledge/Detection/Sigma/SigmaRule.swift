/// A detection rule in the Sigma format.
package struct SigmaRule: Equatable, Sendable, Identifiable {
  /// How grave a match is, gravest last.
  package enum Level: String, CaseIterable, Comparable, Sendable {
    case informational
    case low
    case medium
    case high
    case critical

    /// Orders levels from the least to the gravest.
    package static func < (left: Level, right: Level) -> Bool {
      (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
  }

  /// Where the events come from; a part the rule leaves out is empty.
  package struct LogSource: Hashable, Sendable {
    /// The kind of event, such as `process_creation`.
    package var category = ""
    /// The system that logs it, such as `windows`.
    package var product = ""
    /// The log, such as `security`, or the name of a table.
    package var service = ""

    /// A log source of these parts.
    package init(category: String = "", product: String = "", service: String = "") {
      self.category = category
      self.product = product
      self.service = service
    }
  }

  /// The rule's own id; its title when it has none.
  package var id: String
  /// What the rule finds, in a few words.
  package var title: String
  /// How mature its author calls it.
  package var status: String
  /// What it means when the rule matches.
  package var description: String
  /// Who wrote it.
  package var author: String
  /// The licence the rule names, which must go with it.
  package var license: String
  /// Links its author gives.
  package var references: [String]
  /// What else can look like it.
  package var falsePositives: [String]
  /// All tags as written.
  package var tags: [String]
  /// How grave a match is.
  package var level: Level
  /// Where its events come from.
  package var logSource: LogSource
  var selections: [String: SigmaSelection]
  var condition: SigmaCondition
  var aggregate: SigmaAggregate?
}

extension SigmaRule {
  /// ATT&CK techniques the tags name, such as `T1059.001`.
  package var techniques: [String] {
    tags.compactMap { tag -> String? in
      let word = tag.lowercased()
      guard word.hasPrefix("attack.t"), word.dropFirst(8).first?.isNumber == true else { return nil }
      return word.dropFirst(7).uppercased()
    }
  }

  /// ATT&CK tactics the tags name, such as `credential-access`.
  package var tactics: [String] {
    tags.compactMap { tag -> String? in
      let word = tag.lowercased()
      guard word.hasPrefix("attack."), let second = word.dropFirst(7).dropFirst().first, !second.isNumber else { return nil }
      return String(word.dropFirst(7)).replacing("_", with: "-")
    }
  }

  /// True when the rule counts rows instead of judging each one.
  package var countsRows: Bool { aggregate != nil }
}

/// What one named part of a detection asks of a row.
indirect enum SigmaSelection: Equatable, Sendable {
  case all([SigmaSelection])
  case any([SigmaSelection])
  case field(SigmaTest)
  /// Texts looked for in every column.
  case keywords([SigmaValue], needsAll: Bool)
}

/// A field, how it is compared, and with what.
struct SigmaTest: Equatable, Sendable {
  var field: String
  var comparison: SigmaComparison
  var values: [SigmaValue]
  /// True when every value must match, not just one.
  var needsAll: Bool
}

/// A value as the rule writes it.
enum SigmaValue: Equatable, Sendable {
  case text(String)
  case number(String)
  case null
}

/// The condition over the named selections.
indirect enum SigmaCondition: Equatable, Sendable {
  case selection(String)
  case all([SigmaCondition])
  case any([SigmaCondition])
  case atLeast(Int, [SigmaCondition])
  case not(SigmaCondition)
}

/// Our extension: what a group of matching rows must add up to.
struct SigmaAggregate: Equatable, Sendable {
  var groupBy: [String]
  var count: Int
  var distinct: (field: String, count: Int)?
  /// The window's length in ticks of 100 ns.
  var within: Int64
  /// The selection of the row that must follow.
  var then: String?

  static func == (left: SigmaAggregate, right: SigmaAggregate) -> Bool {
    left.groupBy == right.groupBy && left.count == right.count && left.within == right.within && left.then == right.then
      && left.distinct?.field == right.distinct?.field && left.distinct?.count == right.distinct?.count
  }
}
