import Casefile
import Crypto

/// Findings as a STIX 2.1 bundle: an attack pattern for each technique, an indicator for each value, a report for each finding.
enum STIXExport {
  static func bundle(_ content: FindingExport.Content) -> JSONValue {
    let time = content.time.text(decimals: 3)
    var objects: [String: JSONValue] = [:]
    var order: [String] = []
    func add(_ object: JSONObject) -> String {
      let id = object["id"]?.string ?? ""
      if objects[id] == nil { order.append(id) }
      objects[id] = .object(object)
      return id
    }
    for finding in content.findings {
      var references: [String] = []
      if !finding.mitre.id.isEmpty { references.append(add(attackPattern(finding.mitre, time))) }
      for value in finding.indicators { references.append(add(indicator(value, finding, time))) }
      _ = add(report(finding, references, time))
    }
    return [
      "type": "bundle", "id": .string("bundle--" + uuid(content.workspace + time)), "objects": .array(order.compactMap { objects[$0] }),
    ]
  }

  private static func common(_ type: String, _ seed: String, _ time: String) -> JSONObject {
    [
      "type": .string(type), "spec_version": "2.1", "id": .string("\(type)--\(uuid(seed))"), "created": .string(time),
      "modified": .string(time),
    ]
  }

  private static func attackPattern(_ mitre: Finding.Mitre, _ time: String) -> JSONObject {
    var object = common("attack-pattern", mitre.id, time)
    object["name"] = .string(mitre.name.isEmpty ? mitre.id : mitre.name)
    object["external_references"] = [["source_name": "mitre-attack", "external_id": .string(mitre.id)]]
    return object
  }

  private static func indicator(_ value: String, _ finding: Finding, _ time: String) -> JSONObject {
    var object = common("indicator", value, time)
    object["name"] = .string(value)
    object["description"] = .string(finding.title)
    object["pattern"] = .string(IndicatorKind(of: value).stixPattern(value))
    object["pattern_type"] = "stix"
    object["valid_from"] = .string(time)
    return object
  }

  private static func report(_ finding: Finding, _ references: [String], _ time: String) -> JSONObject {
    var object = common("report", finding.id, time)
    object["name"] = .string(finding.title)
    object["description"] = .string(finding.description)
    object["report_types"] = ["threat-report"]
    object["published"] = .string(time)
    object["confidence"] = .integer(finding.confidence == .high ? 85 : finding.confidence == .medium ? 50 : 15)
    // A report must refer to something; one without technique or indicator refers to itself.
    object["object_refs"] = .array((references.isEmpty ? [object["id"]?.string ?? ""] : references).map(JSONValue.string))
    return object
  }

  /// A UUID of version 5 kind, made from the content, so that the same thing has the same id in every export.
  private static func uuid(_ seed: String) -> String {
    var bytes = Array(SHA256.hash(data: Array(("logspotlight/" + seed).utf8)).prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x50
    bytes[8] = bytes[8] & 0x3F | 0x80
    let hex = bytes.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }
    return [hex[0..<4], hex[4..<6], hex[6..<8], hex[8..<10], hex[10..<16]].map { $0.joined() }.joined(separator: "-")
  }
}
