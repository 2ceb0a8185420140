import Casefile
import Foundation
import Locking

extension LoopbackGraph {
  private static let settable: [String: [String: Set<String>]] = [
    "alerts_v2": [
      "status": ["new", "inProgress", "resolved"],
      "classification": ["unknown", "falsePositive", "truePositive", "informationalExpectedActivity"],
      "determination": [
        "unknown", "apt", "malware", "securityPersonnel", "securityTesting", "unwantedSoftware", "other", "multiStagedAttack",
        "compromisedAccount", "phishing", "maliciousUserActivity", "notMalicious", "notEnoughDataToValidate", "confirmedActivity",
        "lineOfBusinessApplication",
      ], "assignedTo": [],
    ],
    "alerts": [
      "status": ["unknown", "newAlert", "inProgress", "resolved", "dismissed"],
      "feedback": ["unknown", "truePositive", "falsePositive", "benignPositive"], "assignedTo": [], "comments": [],
      "vendorInformation": [],
    ],
  ]

  /// PATCH of an item or POST of a comment.
  func write(_ name: String, id: String, rest: [String], _ request: LoopbackCloud.Request) -> LoopbackCloud.Answer {
    if let status = tables.withLock({ $0.refusingWrites }) {
      tables.withLock { $0.refusingWrites = nil }
      return Self.error(status, status == 409 ? "Conflict" : status == 412 ? "PreconditionFailed" : "Forbidden")
    }
    guard request["content-type"] == "application/json", let body = (try? JSONValue(parsing: request.text))?.object else {
      return Self.error(400, "BadRequest")
    }
    return tables.withLock { tables in
      let path: WritableKeyPath<Tables, [JSONObject]> =
        name == "alerts_v2" ? \.alerts : name == "incidents" ? \.incidents : \.legacy
      guard let place = tables[keyPath: path].firstIndex(where: { $0["id"]?.string == id.removingPercentEncoding }) else {
        return Self.error(404, "ResourceNotFound")
      }
      if request.method == "POST", rest == ["comments"], name != "alerts" {
        return Self.comment(&tables[keyPath: path][place], body)
      }
      guard request.method == "PATCH", rest.isEmpty, Self.isSettable(body, name) else { return Self.error(400, "BadRequest") }
      for (key, value) in body.pairs where key != "vendorInformation" { tables[keyPath: path][place][key] = value }
      for (key, value) in tables.insisting.pairs { tables[keyPath: path][place][key] = value }
      if name == "alerts", request["prefer"]?.contains("return=representation") != true { return LoopbackCloud.Answer(204) }
      return .json(JSONValue.object(tables[keyPath: path][place].without("alerts")).text)
    }
  }

  private static func comment(_ record: inout JSONObject, _ body: JSONObject) -> LoopbackCloud.Answer {
    guard body["@odata.type"] == "microsoft.graph.security.alertComment", let text = body["comment"]?.string, body.count == 2 else {
      return error(400, "BadRequest")
    }
    let comment: JSONValue = [
      "comment": .string(text), "createdByDisplayName": "analyst@contoso.com", "createdDateTime": "2026-11-20T10:00:00.5Z",
    ]
    let all = (record["comments"]?.array ?? []) + [comment]
    record["comments"] = .array(all)
    return .json(JSONValue.object(["value": .array(all)]).text)
  }

  private static func isSettable(_ body: JSONObject, _ name: String) -> Bool {
    if name == "alerts", body["vendorInformation"]?["provider"]?.string == nil { return false }
    if body.isEmpty { return false }
    var words = settable[name == "incidents" ? "alerts_v2" : name] ?? [:]
    if name == "incidents" { words["status"] = ["active", "resolved", "inProgress", "awaitingAction"] }
    return body.pairs.allSatisfy { key, value in
      guard let allowed = words[key] else { return false }
      return allowed.isEmpty || value.string.map { allowed.contains($0) } ?? false
    }
  }
}
