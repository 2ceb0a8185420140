import Casefile
import Locking

extension LoopbackGraph {
  static let properties: [String: Set<String>] = [
    "alerts_v2": [
      "assignedTo", "classification", "determination", "createdDateTime", "lastUpdateDateTime", "severity", "serviceSource", "status",
    ],
    "incidents": ["assignedTo", "classification", "createdDateTime", "determination", "lastUpdateDateTime", "severity", "status"],
    "alerts": ["severity", "status", "createdDateTime", "lastModifiedDateTime", "vendorInformation/provider", "category", "title"],
  ]

  private static let options: [String: Set<String>] = [
    "alerts_v2": ["$count", "$filter", "$skip", "$top", "$orderby"], "incidents": ["$count", "$filter", "$skip", "$top", "$expand"],
    "alerts": ["$count", "$filter", "$skip", "$top", "$orderby", "$select"],
  ]

  /// One page of a list as JSON. Throws where the question is not taken.
  func page(_ name: String, _ request: LoopbackCloud.Request) throws -> JSONValue {
    let known = tables.withLock { $0.links[request.target] }
    if request.target.contains("skiptoken"), known == nil { throw LoopbackGraphFilter.Refused() }
    let asked = LoopbackCloud.Request(method: "GET", target: known?.target ?? request.target, headers: [], body: [])
    let query = asked.query
    guard Set(query.keys).isSubset(of: Self.options[name] ?? []) else { throw LoopbackGraphFilter.Refused() }
    let top = min(Int(query["$top"] ?? "100") ?? 0, settings.largestPage, name == "incidents" ? 50 : 1000)
    let skip = Int(query["$skip"] ?? "0") ?? -1
    guard top > 0, (0...500).contains(skip), query["$expand"] ?? "alerts" == "alerts" else { throw LoopbackGraphFilter.Refused() }
    var records = try self.records(name, query)
    let total = records.count
    let offset = known?.offset ?? skip
    records = Array(records.dropFirst(offset).prefix(top))
    if name == "incidents", query["$expand"] == nil { records = records.map { $0.without("alerts") } }
    let isSecond = tables.withLock { $0.pages } == 1
    var body: JSONObject = ["@odata.context": .string("https://graph.microsoft.com/v1.0/$metadata#security/\(name)")]
    if query["$count"] == "true", settings.counts { body["@odata.count"] = .integer(Int64(total)) }
    let isBarren = settings.fault == .barrenPages && tables.withLock { $0.pages } > 0
    if isBarren { records = [] }
    if settings.hasLinks, offset + records.count < total {
      let next = isSecond && settings.fault == .linkToRepeatedPage ? offset : offset + records.count
      body["@odata.nextLink"] = .string(link(asked.target, next, name, host: request["host"] ?? ""))
    }
    body["value"] = .array(records.map { .object($0) })
    if isSecond, let fault = settings.fault { change(&body, by: fault, request) }
    return .object(body)
  }

  private func records(_ name: String, _ query: [String: String]) throws -> [JSONObject] {
    var records = tables.withLock { tables in name == "alerts_v2" ? tables.alerts : name == "incidents" ? tables.incidents : tables.legacy }
    if let text = query["$filter"] {
      let filter = try LoopbackGraphFilter(text, properties: Self.properties[name] ?? [])
      records = records.filter { filter.matches($0) }
    }
    var order = ["createdDateTime", "desc"]
    if let asked = query["$orderby"] {
      if settings.ordering == .refused { throw LoopbackGraphFilter.Refused() }
      if settings.ordering == .kept { order = asked.split(separator: " ").map(String.init) }
    }
    func moment(_ record: JSONObject) -> DateTime { record[order[0]]?.string.flatMap { DateTime($0) } ?? .minimum }
    let sorted = records.enumerated().sorted { (moment($0.element), $0.offset) < (moment($1.element), $1.offset) }.map(\.element)
    return order.last == "desc" ? sorted.reversed() : sorted
  }

  /// A link whose encoding is its own, to be followed exactly as it stands.
  private func link(_ target: String, _ offset: Int, _ name: String, host: String) -> String {
    let text = "/v1.0/security/\(name)?%24skiptoken=p%2B\(offset)%3d%3D&$x='\(tables.withLock { $0.links.count })'"
    tables.withLock { $0.links[text] = (target, offset) }
    return "http://\(host)\(text)"
  }

  /// Faults that are in the page itself.
  private func change(_ body: inout JSONObject, by fault: GraphFault, _ request: LoopbackCloud.Request) {
    let host = request["host"] ?? ""
    func edit(_ change: (inout JSONObject) -> Void) {
      body["value"] = .array(
        (body["value"]?.array ?? []).map { item in
          var object = item.object ?? JSONObject()
          change(&object)
          return .object(object)
        })
    }
    switch fault {
    case .entryNoRecord: body["value"] = .array([.string("?"), .null] + (body["value"]?.array ?? []))
    case .nulls: edit { object in for key in object.keys where key != "id" { object[key] = .some(.null) } }
    case .wrongTypes:
      edit { object in
        (object["title"], object["severity"], object["evidence"]) = (["a": 1], 3, "none")
        (object["mitreTechniques"], object["createdDateTime"]) = (7, true)
      }
    case .newWords: edit { ($0["severity"], $0["status"], $0["serviceSource"]) = ("apocalyptic", "snoozed", "microsoftDefenderForMoon") }
    case .otherCase: edit { ($0["severity"], $0["status"], $0["classification"]) = ("High", "InProgress", "TruePositive") }
    case .countTooLarge: body["@odata.count"] = 999_999
    case .countAsText: body["@odata.count"] = "12"
    case .linkElsewhere: body["@odata.nextLink"] = "http://localhost:1/v1.0/security/alerts_v2?$skiptoken=1"
    case .linkWithUser: body["@odata.nextLink"] = .string("http://user:pw@\(host)/v1.0/security/alerts_v2?$skiptoken=1")
    case .linkInCircles: body["@odata.nextLink"] = .string("http://\(host)\(request.target)")
    case .relativeLink: body["@odata.nextLink"] = "/v1.0/security/alerts_v2?$skiptoken=1"
    default: break
    }
  }
}

extension JSONObject {
  func without(_ key: String) -> JSONObject {
    var copy = self
    copy[key] = nil
    return copy
  }
}
