import Casefile

/// Who and what an audit record is about.
struct Office365Entities {
  private var entities: [Entity] = []
  private var seen: Set<String> = []

  static func entities(of record: Office365Record) -> [Entity] {
    var reader = Office365Entities()
    let json = record.json
    reader.readAlertEntity(json)
    reader.readPeople(json)
    reader.readThings(json)
    return reader.entities
  }

  /// The thing an alert names, with the facts of its data blob, which is JSON as text.
  private mutating func readAlertEntity(_ json: JSONValue) {
    let type = json.textAt("EntityType") ?? ""
    var details = type.isEmpty ? [] : [Entity.Detail("type", type)]
    if case .value(.dynamic(let data)) = CellReader.read(json: json.at("Data") ?? .null, as: .dynamic), data.object != nil {
      details += FlatDetails.of(data).prefix(60)
    }
    guard let text = json.textAt("AlertEntityId") else { return }
    for label in text.split(separator: ";").map({ String($0).trimmedBlanks }) where !label.isEmpty {
      add(Office365Entities.kind(of: label, type), label, role: type == "Sender" ? "sender" : "", details)
    }
  }

  private mutating func readPeople(_ json: JSONValue) {
    let people: [(path: String, role: String)] = [
      ("UserId", ""), ("P2Sender", "sender"), ("P1Sender", "sender"), ("Recipients", "recipient"), ("LastModifiedBy", ""),
      ("MailboxOwnerUPN", "owner"), ("SharePointMetaData.From", ""), ("SharePointMetaData.FileOwner", "owner"),
      ("SharePointMetaData.DocumentLastModifier", ""), ("SharePointMetaData.DocumentSharer", ""), ("ExchangeMetaData.From", "sender"),
      ("ExchangeMetaData.To", "recipient"), ("ExchangeMetaData.CC", "recipient"), ("ExchangeMetaData.BCC", "recipient"),
    ]
    for (path, role) in people {
      for name in json.at(path)?.texts ?? [] where name.contains("@") || name.contains("\\") { add(.user, name, role: role) }
    }
  }

  private mutating func readThings(_ json: JSONValue) {
    for path in ["EndpointMetaData.DeviceName", "DeviceName"] { if let name = json.textAt(path) { add(.host, name) } }
    for path in ["ClientIP", "SenderIp", "UserIp"] {
      guard let written = json.at(path) else { continue }
      if let address = Office365Record.address(written, in: "ClientIP").address.scalarText {
        add(.address, address, role: path == "SenderIp" ? "sender" : "")
      }
    }
    for path in ["URL", "Url", "SharePointMetaData.FilePathUrl"] { if let link = json.textAt(path) { add(.url, link) } }
    for file in [json.at("FileData")].compactMap({ $0 }) + (json.at("AttachmentData")?.array ?? []) {
      if let name = file.firstText("FileName", "FilePath", "SHA256") { add(.file, name, FlatDetails.of(file)) }
    }
    if let name = json.textAt("SharePointMetaData.FileName") { add(.file, name) }
    for mail in [json, json.at("ExchangeMetaData")].compactMap({ $0 }) {
      let ids = ["NetworkMessageId", "InternetMessageId", "MessageID"].compactMap { name in
        mail.textAt(name).map { Entity.Detail(name, $0) }
      }
      if let first = ids.first { add(.mail, mail.textAt("Subject") ?? first.value, ids) }
    }
  }

  private mutating func add(_ kind: Entity.Kind, _ label: String, role: String = "", _ details: [Entity.Detail] = []) {
    guard seen.insert("\(kind.rawValue) \(label.lowercased())").inserted else { return }
    entities.append(Entity(kind: kind, label: label, role: role, details: details))
  }

  private static func kind(of label: String, _ type: String) -> Entity.Kind {
    switch type {
    case "User", "Recipients", "Recipient", "Sender": .user
    case "MalwareFamily": .other
    default:
      if NetworkAddress(label) != nil { .address } else if label.contains("://") { .url } else { label.contains("@") ? .user : .other }
    }
  }
}
