package import Casefile

extension GuardrailPolicy {
  /// Reads `guardrails.toml`: `models`, `max_range`, `max_rows`, `[tables.NAME] fields = ["*"]`; an empty list means none.
  package static func reading(_ text: String, file: String) throws -> (policy: GuardrailPolicy, warnings: [Problem]) {
    var root = try TableReader(try TOMLDocument.reading(text, file: file, example: "`max_range = \"30d\"`"), file: file)
    var policy = GuardrailPolicy()
    policy.models = try root.strings("models").map(Set.init)
    if let written = try root.string("max_range") {
      policy.maxRange = try span(written, file, "max_range")
      policy.boundsOwnTables = true
    }
    if let written = try root.string("default_range") {
      policy.defaultRange = try span(written, file, "default_range")
      policy.boundsOwnTables = true
    }
    policy.maxRows = try root.int("max_rows") ?? policy.maxRows
    guard policy.maxRows > 0 else {
      throw Problem("\(file): max_rows is \(policy.maxRows).", cause: "It is 1 or more.", remedy: "Set max_rows right.", kind: .usage)
    }
    var warnings: [Problem] = []
    var tables = try root.table("tables")
    if !tables.keys.isEmpty { policy.tables = [:] }
    for name in tables.keys {
      var table = try tables.table(name)
      let fields = try table.strings("fields") ?? []
      policy.tables?[name] = fields.contains("*") ? .all : .only(Set(fields))
      warnings += table.unknownKeys()
    }
    return (policy, warnings + root.unknownKeys())
  }

  /// `30d`, `12h`, `90m`, or a timespan such as `1.00:00:00`.
  private static func span(_ text: String, _ file: String, _ key: String) throws -> TimeSpan {
    let units: [Character: (Double) -> TimeSpan] = ["d": TimeSpan.days, "h": TimeSpan.hours, "m": TimeSpan.minutes]
    if let last = text.last, let unit = units[last], let count = Double(text.dropLast()), count > 0, count <= 36_600 {
      return unit(count)
    }
    if let span = TimeSpan(text), span.ticks > 0 { return span }
    throw Problem(
      "\(file): \(key) is no length of time.", cause: "Expected 30d, 12h, 90m or 1.00:00:00.", remedy: "Set \(key) right.", kind: .usage)
  }
}
