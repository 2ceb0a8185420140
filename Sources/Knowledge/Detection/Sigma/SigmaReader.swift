import Casefile
import Yams

extension SigmaRule {
  /// The largest rule file that is read, in bytes of UTF-8.
  package static let largestFile = 1 << 20

  /// Reads all rules of a text, parted by `---`; a rule that cannot be read is an error in its place.
  package static func rules(in text: String) -> [Result<SigmaRule, SigmaReadError>] {
    guard text.utf8.count <= largestFile else { return [.failure(.tooLarge(reason: "more than \(largestFile) bytes"))] }
    var results: [Result<SigmaRule, SigmaReadError>] = []
    do {
      var documents = try Yams.compose_all(yaml: text)
      while let document = documents.next() {
        results.append(Result { () throws(SigmaReadError) in try SigmaRule(node: document) })
      }
      if let error = documents.error { throw error }
    } catch let error as YamlError {
      results.append(.failure(SigmaNode.error(error)))
    } catch {
      results.append(.failure(.notYAML(reason: "\(error)", line: nil)))
    }
    return results
  }

  /// Reads one rule.
  package init(parsing text: String) throws(SigmaReadError) {
    guard let first = SigmaRule.rules(in: text).first else { throw .missing(key: "title") }
    self = try first.get()
  }

  private init(node: Node) throws(SigmaReadError) {
    let root = try SigmaNode(node)
    guard let title = root.text("title") else { throw .missing(key: "title") }
    guard let detection = root.mapping("detection") else { throw .missing(key: "detection") }
    guard let source = root.mapping("logsource") else { throw .missing(key: "logsource") }
    self.title = title
    id = root.text("id") ?? title
    status = root.text("status") ?? ""
    description = root.text("description") ?? ""
    author = root.text("author") ?? ""
    license = root.text("license") ?? ""
    references = root.list("references")
    falsePositives = root.list("falsepositives")
    tags = root.list("tags")
    let levelText = root.text("level") ?? "medium"
    guard let level = Level(rawValue: levelText.lowercased()) else { throw .unknownLevel(levelText) }
    self.level = level
    logSource = LogSource(
      category: source.text("category") ?? "", product: source.text("product") ?? "", service: source.text("service") ?? "")
    var selections: [String: SigmaSelection] = [:]
    for (name, value) in detection.pairs where name != "condition" && name != "timeframe" {
      selections[name] = try SigmaSelection(node: value, key: name, depth: 0)
    }
    self.selections = selections
    let conditions = detection.list("condition")
    guard !conditions.isEmpty else { throw .missing(key: "detection.condition") }
    var read: [SigmaCondition] = []
    for text in conditions { read.append(try SigmaConditionParser.read(text, names: Array(selections.keys))) }
    condition = read.count == 1 ? read[0] : .any(read)
    aggregate = try root.mapping("logspotlight").map { (node) throws(SigmaReadError) in try SigmaAggregate(node: node) }
    if let then = aggregate?.then, selections[then] == nil { throw .unknownSelection(then) }
  }
}

extension SigmaSelection {
  fileprivate init(node: Node, key: String, depth: Int) throws(SigmaReadError) {
    guard depth < 8 else { throw .tooLarge(reason: "'\(key)' is nested too deep") }
    switch node {
    case .mapping(let mapping):
      var parts: [SigmaSelection] = []
      for (name, value) in mapping { parts.append(try SigmaSelection.test(name.scalar?.string ?? "", value)) }
      self = .all(parts)
    case .sequence(let items):
      let isKeywords = items.allSatisfy { $0.scalar != nil }
      if isKeywords {
        self = .keywords(items.map(SigmaValue.init(node:)), needsAll: false)
      } else {
        var parts: [SigmaSelection] = []
        for item in items { parts.append(try SigmaSelection(node: item, key: key, depth: depth + 1)) }
        self = .any(parts)
      }
    case .scalar: self = .keywords([SigmaValue(node: node)], needsAll: false)
    case .alias: throw .wrongType(key: key, expected: "a map or a list")
    }
  }

  private static func test(_ name: String, _ node: Node) throws(SigmaReadError) -> SigmaSelection {
    let words = name.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    let comparison = try SigmaComparison(modifiers: Array(words.dropFirst()))
    var values: [SigmaValue] = []
    switch node {
    case .sequence(let items):
      for item in items {
        guard item.scalar != nil else { throw .wrongType(key: name, expected: "a value or a list of values") }
        values.append(SigmaValue(node: item))
      }
    case .scalar: values = [SigmaValue(node: node)]
    case .mapping, .alias: throw .wrongType(key: name, expected: "a value or a list of values")
    }
    guard let field = words.first, !field.isEmpty else { return .keywords(values, needsAll: comparison.needsAll) }
    let test = SigmaTest(field: field, comparison: comparison, values: values, needsAll: comparison.needsAll)
    return .field(test)
  }
}

extension SigmaValue {
  fileprivate init(node: Node) {
    guard let scalar = node.scalar else {
      self = .null
      return
    }
    guard scalar.style == .plain else {
      self = .text(scalar.string)
      return
    }
    if node.null != nil {
      self = .null
    } else if node.int != nil || node.float != nil {
      self = .number(scalar.string)
    } else {
      self = .text(scalar.string)
    }
  }
}

extension SigmaAggregate {
  fileprivate init(node: SigmaNode) throws(SigmaReadError) {
    groupBy = node.list("group_by")
    guard let count = node.text("count").map({ Int($0) }) ?? 1, count > 0 else {
      throw .wrongType(key: "logspotlight.count", expected: "a number above zero")
    }
    self.count = count
    if let pairs = node.mapping("distinct")?.pairs {
      guard let (field, number) = pairs.first, pairs.count == 1, let least = number.scalar.flatMap({ Int($0.string) }) else {
        throw .wrongType(key: "logspotlight.distinct", expected: "one field with a number")
      }
      distinct = (field, least)
    } else {
      distinct = nil
    }
    guard let within = SigmaAggregate.ticks(node.text("within") ?? "1h") else {
      throw .wrongType(key: "logspotlight.within", expected: "a length such as 10m, 1h or 2d")
    }
    self.within = within
    then = node.text("then")
  }

  private static func ticks(_ text: String) -> Int64? {
    guard let unit = text.last, let number = Int64(text.dropLast()), (1...10_000).contains(number) else { return nil }
    let seconds: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    return seconds[unit].map { $0 * number * DateTime.ticksPerSecond }
  }
}
