import Casefile

extension AlertRows {
  /// One row of AlertEvidence, filled from the details under the names that Graph, legacy Graph and Sentinel give them.
  static func evidence(_ entity: Entity, of alert: Alert) -> [String: Value] {
    let details = EvidenceDetails(entity)
    var row = common(alert, table: "AlertEvidence")
    row["Title"] = .string(alert.title)
    row["Categories"] = .string(alert.category.isEmpty ? "" : JSONValue.array([.string(alert.category)]).text)
    row["AttackTechniques"] = .string(techniqueText(alert.techniques))
    row["ServiceSource"] = .string(alert.product)
    row["Severity"] = .string(severity(alert))
    row["EntityType"] = .string(entityType(entity, details.text("type") ?? ""))
    row["EvidenceRole"] = .string(entity.role)
    for (column, names) in columns {
      if let text = details.text(names) { row[column] = .string(text) }
    }
    if let size = details.text(["fileDetails.fileSize", "imageFile.fileSize"]).flatMap({ Int64($0) }) { row["FileSize"] = .long(size) }
    fillLabel(entity, into: &row)
    var object = JSONObject()
    for detail in entity.details { object[detail.name] = .string(detail.value) }
    row["AdditionalFields"] = .dynamic(.object(object))
    return row
  }

  private static let columns: [(String, [String])] = [
    ("FileName", ["fileDetails.fileName", "imageFile.fileName", "ImageFile.Name", "name", "Name"]),
    ("FolderPath", ["fileDetails.filePath", "imageFile.filePath", "Directory", "ImageFile.Directory", "path"]),
    ("SHA1", ["fileDetails.sha1", "imageFile.sha1"]),
    ("SHA256", ["fileDetails.sha256", "imageFile.sha256"]),
    ("ThreatFamily", ["category", "family"]),
    ("RemoteIP", ["ipAddress", "Address", "destinationAddress", "senderIp"]),
    ("RemoteUrl", ["url", "Url", "destinationUrl"]),
    ("AccountName", ["userAccount.accountName", "accountName"]),
    ("AccountDomain", ["userAccount.domainName", "NTDomain", "domainName"]),
    ("AccountSid", ["userAccount.userSid", "Sid", "onPremisesSecurityIdentifier"]),
    ("AccountObjectId", ["userAccount.azureAdUserId", "AadUserId", "aadUserId"]),
    ("AccountUpn", ["userAccount.userPrincipalName", "userPrincipalName", "upn"]),
    ("DeviceId", ["mdeDeviceId", "MdatpDeviceId"]),
    ("DeviceName", ["deviceDnsName", "hostName", "HostName", "fqdn", "netBiosName"]),
    ("LocalIP", ["lastIpAddress", "privateIpAddress"]),
    ("NetworkMessageId", ["networkMessageId", "NetworkMessageId"]),
    ("EmailSubject", ["subject", "Subject"]),
    ("OAuthApplicationId", ["appId", "AppId"]),
    ("ProcessCommandLine", ["processCommandLine", "CommandLine", "commandLine"]),
    ("RegistryKey", ["registryKey", "Key", "key"]),
    ("RegistryValueName", ["registryValueName", "valueName"]),
    ("RegistryValueData", ["registryValue", "valueData"]),
    ("CloudResource", ["resourceName", "resourceId", "ResourceId"]),
    ("ResourceType", ["resourceType", "ResourceType"]),
    ("ResourceID", ["resourceId", "ResourceId"]),
  ]

  /// Columns whose names are shared by several kinds hold only what their kind means by them.
  private static func fillLabel(_ entity: Entity, into row: inout [String: Value]) {
    if ![.file, .process].contains(entity.kind) {
      row["FileName"] = nil
      row["FolderPath"] = nil
    }
    if entity.kind != .other { row["ThreatFamily"] = nil }
    switch entity.kind {
    case .application: row["Application"] = .string(entity.label)
    case .host: row["DeviceName"] = row["DeviceName"] ?? .string(entity.label)
    case .user:
      if row["AccountName"] == nil { row["AccountName"] = .string(entity.details.first { $0.name == "Name" }?.value ?? entity.label) }
    case .url: row["RemoteUrl"] = row["RemoteUrl"] ?? .string(entity.label)
    default: row["OAuthApplicationId"] = nil
    }
  }

  /// Defender's word for the type.
  private static func entityType(_ entity: Entity, _ type: String) -> String {
    switch type {
    case "mailClusterEvidence": "MailCluster"
    case "analyzedMessageEvidence": "MailMessage"
    case "mailboxEvidence": "Mailbox"
    case "registryValueEvidence": "RegistryValue"
    case "oauthApplicationEvidence": "OAuthApplication"
    case "securityGroupEvidence": "SecurityGroup"
    case "cloudLogonSessionEvidence": "CloudLogonSession"
    case "cloudLogonRequestEvidence": "CloudLogonRequest"
    case "malwareEvidence": "Malware"
    default:
      switch entity.kind {
      case .user: "User"
      case .host: "Machine"
      case .process: "Process"
      case .file: "File"
      case .address: "Ip"
      case .url: "Url"
      case .mail: "MailMessage"
      case .registry: "RegistryKey"
      case .application: "CloudApplication"
      case .cloudResource: "CloudResource"
      case .other: type.hasSuffix("Evidence") ? type.prefix(1).uppercased() + String(type.dropFirst().dropLast(8)) : type
      }
    }
  }
}

/// Looks details up by exact name.
private struct EvidenceDetails {
  private let byName: [String: String]

  init(_ entity: Entity) {
    byName = Dictionary(entity.details.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  func text(_ name: String) -> String? { byName[name] }
  func text(_ names: [String]) -> String? { names.lazy.compactMap { byName[$0] }.first }
}
