package import Casefile

/// Reads alerts as Microsoft Graph gave them under `/security/alerts`, which predates `alerts_v2`.
package enum LegacyGraphAlert {
  /// Reads one alert; states become entities, anything may be missing.
  package static func alert(from json: JSONValue, source: String) -> Alert {
    let raw = json.text
    let created = json.momentAt("createdDateTime") ?? json.momentAt("eventDateTime") ?? json.momentAt("lastModifiedDateTime")
    var alert = Alert(
      id: json.textAt("id") ?? StableID.of(raw), source: source, title: json.firstText("title", "category") ?? "(no title)",
      summary: json.textAt("description") ?? "", severity: Severity(reading: json.textAt("severity") ?? ""),
      status: status(json.textAt("status")), category: json.textAt("category") ?? "",
      product: json.firstText("vendorInformation.provider", "vendorInformation.vendor") ?? "",
      created: created ?? DateTime.minimum, updated: json.momentAt("lastModifiedDateTime"),
      firstActivity: json.momentAt("eventDateTime"), lastActivity: json.momentAt("eventDateTime"))
    alert.classification = GraphWords.classification(json.textAt("feedback"))
    alert.assignedTo = json.textAt("assignedTo") ?? ""
    alert.incidentID = json.at("incidentIds")?.texts.first ?? ""
    alert.webLink = json.at("sourceMaterials")?.texts.first ?? ""
    alert.recommendedActions = json.at("recommendedActions")?.texts.joined(separator: "\n") ?? ""
    alert.entities = entities(of: json)
    alert.comments = AlertComments.of(json)
    alert.raw = raw
    return alert
  }

  private static func status(_ text: String?) -> String { text?.lowercased() == "newalert" ? "new" : GraphWords.status(text) }

  private static func entities(of json: JSONValue) -> [Entity] {
    let shapes: [(field: String, kind: Entity.Kind, labels: [String])] = [
      ("userStates", .user, ["userPrincipalName", "domainName+accountName", "accountName", "aadUserId"]),
      ("hostStates", .host, ["fqdn", "netBiosName", "privateIpAddress", "publicIpAddress"]),
      ("processes", .process, ["commandLine", "path", "name"]),
      ("fileStates", .file, ["path", "name", "fileHash.hashValue"]),
      ("networkConnections", .address, ["destinationUrl", "destinationAddress", "destinationDomain", "sourceAddress"]),
      ("registryKeyStates", .registry, ["hive+key", "key"]),
      ("cloudAppStates", .application, ["destinationServiceName", "destinationServiceIp"]),
      ("malwareStates", .other, ["name", "family"]),
      ("vulnerabilityStates", .other, ["cve"]),
      ("securityResources", .cloudResource, ["resource"]),
    ]
    return shapes.flatMap { shape in
      (json.at(shape.field)?.array ?? []).compactMap { state in
        guard case .object = state else { return nil }
        let details = [Entity.Detail("type", shape.field)] + FlatDetails.of(state)
        guard details.count > 1 else { return nil }
        let label = FlatDetails.label(shape.labels, in: state) ?? details[1].value
        return Entity(kind: shape.kind, label: label, role: state.textAt("emailRole") ?? "", details: details)
      }
    }
  }
}

/// The scalars of a record as details under dotted names.
enum FlatDetails {
  static func of(_ json: JSONValue, path: String = "", depth: Int = 0) -> [Entity.Detail] {
    guard case .object(let object) = json, depth < 4 else { return [] }
    return object.pairs.flatMap { key, value -> [Entity.Detail] in
      let name = path.isEmpty ? key : path + "." + key
      if let text = value.scalarText { return [Entity.Detail(name, text)] }
      if let items = value.array {
        let texts = items.map { $0.scalarText ?? $0.text }
        return texts.isEmpty ? [] : [Entity.Detail(name, texts.joined(separator: ", "))]
      }
      return of(value, path: name, depth: depth + 1)
    }
  }

  /// The first path that holds text; `a+b` joins two by a backslash when both are there.
  static func label(_ paths: [String], in json: JSONValue) -> String? {
    for path in paths {
      let names = path.split(separator: "+")
      let parts = names.compactMap { json.textAt(String($0)) }
      if parts.count == names.count { return parts.joined(separator: "\\") }
    }
    return nil
  }
}
