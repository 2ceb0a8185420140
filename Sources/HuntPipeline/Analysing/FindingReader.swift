import Casefile

/// Reads one finding of a model's answer, however loosely the model kept to the shape. Nothing is taken for true here.
enum FindingReader {
  /// Nil when the element is no object or says nothing.
  static func finding(from value: JSONValue, source: String, cut: Bool) -> Finding? {
    guard value.object != nil else { return nil }
    let title = text(value["title"])
    let description = text(value["description"])
    guard !title.isEmpty || !description.isEmpty else { return nil }
    // The predecessors' shape nests the technique under `mitre`; models that learnt it keep using it.
    let mitre = value["mitre"] ?? value
    return Finding(
      rows: rows(value["rows"]), title: title.isEmpty ? String(description.prefix(80)) : title, description: description,
      mitre: Finding.Mitre(
        tactic: text(mitre["tactic"]), technique: text(mitre["technique"]), subTechnique: text(mitre["sub_technique"]),
        id: text(mitre["id"]), name: text(mitre["technique_name"] ?? mitre["name"])),
      logLines: texts(value["log_lines"]), confidence: confidence(text(value["confidence"])), source: source,
      indicators: texts(value["indicators_of_compromise"]), recommendations: recommendations(value["recommendations"]),
      tags: texts(value["tags"]), notes: text(value["notes"]), cut: cut)
  }

  private static func text(_ value: JSONValue?) -> String {
    switch value {
    case .string(let text)?: text
    case .integer(let number)?: String(number)
    case .number(let number)?: String(number)
    default: ""
    }
  }

  /// A list of texts; one text alone is a list of one, never a list of its letters.
  private static func texts(_ value: JSONValue?) -> [String] {
    switch value {
    case .array(let items)?: items.map(text).filter { !$0.isEmpty }
    case .string(let text)?: text.isEmpty ? [] : [text]
    default: []
    }
  }

  private static func rows(_ value: JSONValue?) -> [Int] {
    let items: [JSONValue] =
      switch value {
      case .array(let items)?: items
      case .integer?, .string?: [value ?? .null]
      default: []
      }
    var seen: Set<Int> = []
    return items.compactMap { $0.integer.map(Int.init(clamping:)) ?? $0.string.flatMap { Int($0) } }.filter { seen.insert($0).inserted }
  }

  /// `HIGH`, `Very high`, `85 %` and the like; what says nothing is low.
  private static func confidence(_ text: String) -> Finding.Confidence {
    let lower = text.lowercased()
    if lower.contains("high") { return .high }
    if lower.contains("medium") || lower.contains("moderate") { return .medium }
    return .low
  }

  private static func recommendations(_ value: JSONValue?) -> [Finding.Recommendation] {
    texts(value).compactMap { Finding.Recommendation(rawValue: $0.lowercased()) }
  }
}
