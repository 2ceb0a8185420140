package import Casefile

/// Reads alerts as rows of Sentinel's SecurityAlert table, and their entities.
package enum SentinelAlert {
  /// True when the columns are those of a SecurityAlert row that can stand as an alert of its own.
  package static func isAlert(columns: some Collection<String>) -> Bool {
    let names = Set(columns.map { $0.lowercased() })
    return names.contains("systemalertid") && !names.isDisjoint(with: ["alertname", "displayname", "alertdisplayname"])
  }

  /// Reads one row, its columns by name; both generations of column names are known.
  package static func alert(from row: JSONObject, source: String) -> Alert {
    let json = JSONValue.object(row)
    func text(_ names: String...) -> String { names.lazy.compactMap { json[anyCase: $0]?.scalarText }.first ?? "" }
    func moment(_ names: String...) -> DateTime? {
      names.lazy.compactMap { name -> DateTime? in
        guard let cell = json[anyCase: name], case .value(.datetime(let moment)) = CellReader.read(json: cell, as: .datetime) else {
          return nil
        }
        return moment
      }.first
    }
    let raw = json.text
    let tactics = list(json[anyCase: "Tactics"])
    let created = moment("TimeGenerated", "ProcessingEndTime", "StartTime", "StartTimeUtc") ?? DateTime.minimum
    let identity = text("SystemAlertId", "VendorOriginalId", "ProviderAlertId")
    var alert = Alert(
      id: identity.isEmpty ? StableID.of(raw) : identity, source: source,
      title: text("DisplayName", "AlertDisplayName", "AlertName"), summary: text("Description"),
      severity: Severity(reading: text("AlertSeverity", "Severity")), status: status(text("Status")),
      category: tactics.isEmpty ? text("AlertType") : tactics.joined(separator: ", "),
      techniques: unique(list(json[anyCase: "SubTechniques"]) + list(json[anyCase: "Techniques"])),
      product: text("ProductName", "ProviderName", "VendorName"), created: created, updated: moment("ProcessingEndTime"),
      firstActivity: moment("StartTime", "StartTimeUtc"), lastActivity: moment("EndTime", "EndTimeUtc"))
    if alert.title.isEmpty { alert.title = "(no title)" }
    alert.webLink = text("AlertLink")
    alert.recommendedActions = list(json[anyCase: "RemediationSteps"]).joined(separator: "\n")
    alert.entities = SentinelEntities.read(structured(json[anyCase: "Entities"]), compromised: text("CompromisedEntity"))
    alert.raw = raw
    return alert
  }

  private static func status(_ text: String) -> String {
    switch text.lowercased() {
    case "", "new": "new"
    case "inprogress", "in progress": "inProgress"
    case "resolved": "resolved"
    case "dismissed": "dismissed"
    default: text
    }
  }

  /// A cell that may hold a JSON array as text, words parted by commas, or one word.
  private static func list(_ cell: JSONValue?) -> [String] {
    guard let cell else { return [] }
    if let items = structured(cell).array { return items.compactMap(\.scalarText) }
    guard let text = cell.scalarText else { return [] }
    let isSentence = text.contains(". ")
    return isSentence ? [text] : text.split(separator: ",").map { String($0).trimmedBlanks }.filter { !$0.isEmpty }
  }

  private static func structured(_ cell: JSONValue?) -> JSONValue {
    guard let cell else { return .null }
    if case .value(.dynamic(let value)) = CellReader.read(json: cell, as: .dynamic) { return value }
    return cell
  }

  private static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}

/// The entities of a SecurityAlert: a flat list whose members may refer to each other by number.
enum SentinelEntities {
  private static let most = 500

  static func read(_ json: JSONValue, compromised: String) -> [Entity] {
    let items = json.array ?? []
    var byNumber: [String: JSONValue] = [:]
    for item in items { if let number = item.textAt("$id") { byNumber[number] = item } }
    var entities: [Entity] = []
    for item in items.prefix(most) {
      guard case .object(let object) = item, object["$ref"] == nil else { continue }
      if let entity = entity(.object(resolved(object, byNumber, depth: 0))) { entities.append(entity) }
    }
    if entities.isEmpty, !compromised.isEmpty {
      entities.append(Entity(kind: .host, label: compromised, role: "compromised", details: [Entity.Detail("type", "CompromisedEntity")]))
    }
    return entities
  }

  private static func resolved(_ object: JSONObject, _ byNumber: [String: JSONValue], depth: Int) -> JSONObject {
    var result = JSONObject()
    for (key, value) in object.pairs where key != "$id" {
      guard case .object(let inner) = value, depth < 3 else {
        result[key] = value
        continue
      }
      let target = inner["$ref"]?.scalarText.flatMap { byNumber[$0]?.object } ?? inner
      result[key] = .object(resolved(target, byNumber, depth: depth + 1))
    }
    return result
  }

  private static func entity(_ item: JSONValue) -> Entity? {
    let type = item.firstText("Type", "type", "EntityType") ?? "entity"
    let details = [Entity.Detail("type", type)] + FlatDetails.of(item).filter { $0.name.lowercased() != "type" }.prefix(60)
    guard details.count > 1 else { return nil }
    let shape = shape(of: type.lowercased().filter { $0.isLetter })
    let label = label(shape.labels, in: item) ?? details[1].value
    return Entity(kind: shape.kind, label: label, details: details)
  }

  private static func label(_ paths: [String], in item: JSONValue) -> String? {
    for path in paths {
      let separator: Character? = path.first { "+@.".contains($0) && path.contains("{") == false }
      guard let separator, separator != "." else {
        if let text = item.textAt(path) { return text }
        continue
      }
      let names = path.split(separator: separator).map(String.init)
      let parts = names.compactMap { item.textAt($0) }
      if parts.count == names.count { return parts.joined(separator: separator == "+" ? "\\" : "@") }
    }
    return nil
  }

  private static func shape(of type: String) -> (kind: Entity.Kind, labels: [String]) {
    switch type {
    case "account": (.user, ["Name@UPNSuffix", "UserPrincipalName", "NTDomain+Name", "Name", "DisplayName", "AadUserId", "Sid"])
    case "host", "machine": (.host, ["HostName", "NetBiosName", "AzureID", "OMSAgentID"])
    case "iotdevice": (.host, ["DeviceName", "DeviceId"])
    case "ip": (.address, ["Address"])
    case "process": (.process, ["CommandLine", "ImageFile.Name", "ProcessId"])
    case "file": (.file, ["Directory+Name", "Name"])
    case "filehash": (.file, ["Value"])
    case "url": (.url, ["Url"])
    case "dns": (.address, ["DomainName"])
    case "networkconnection": (.address, ["DestinationAddress.Address", "SourceAddress.Address"])
    case "registrykey": (.registry, ["Hive+Key", "Key"])
    case "registryvalue": (.registry, ["Key.Key", "Name"])
    case "cloudapplication", "oauthapplication", "serviceprincipal": (.application, ["Name", "InstanceName", "AppId"])
    case "mailbox": (.mail, ["MailboxPrimaryAddress", "Upn", "DisplayName"])
    case "mailmessage", "mailcluster", "submissionmail": (.mail, ["Subject", "NetworkMessageId", "Query"])
    case "azureresource", "blob", "blobcontainer", "amazonresource", "googlecloudresource":
      (.cloudResource, ["ResourceId", "ResourceName", "Url", "Name"])
    default:
      (
        type.hasPrefix("k") && type.contains("s") && type.contains("cluster") ? .cloudResource : .other,
        ["Name", "DisplayName", "FriendlyName"]
      )
    }
  }
}
