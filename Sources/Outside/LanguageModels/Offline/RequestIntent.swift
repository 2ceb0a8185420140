import Casefile

/// Which table a request is about, told by its words and by what it names.
struct RequestIntent {
  /// Beginnings of words, and how much each speaks for the table.
  private static let signs: [(table: String, words: [(String, Int)])] = [
    (
      "SigninLogs",
      [
        ("sign-in", 6), ("signin", 6), ("sign in", 6), ("signed in", 6), ("logged in", 3), ("login", 4), ("password", 4), ("mfa", 5),
        ("entra", 4), ("aad", 4), ("azure ad", 4), ("impossible travel", 6), ("credential stuffing", 5), ("spray", 6),
        ("conditional access", 3),
      ]
    ),
    (
      "AuditLogs",
      [
        ("consent", 7), ("audit", 5), ("app registration", 6), ("service principal", 6), ("role assigned", 4), ("added to group", 5),
        ("directory", 4), ("permission grant", 6), ("reset", 3), ("authentication method", 6), ("inbox rule", 3), ("guest", 3),
        ("changed", 4), ("polic", 5), ("granted", 4), ("privileged", 4), ("added to", 4), ("assigned", 4), ("created user", 5),
        ("deleted user", 5), ("disabled mfa", 6),
      ]
    ),
    (
      "DeviceProcessEvents",
      [
        ("powershell", 8), ("process", 6), ("command line", 7), ("commandline", 7), ("command", 4), ("executed", 4), ("execution", 4),
        ("encoded", 5), ("script", 4), ("cmd", 4), ("malware", 3), ("lsass", 6), ("mimikatz", 7), ("ran ", 2), ("run ", 2), ("running", 3),
        ("launched", 4), ("scheduled task", 6),
        ("rundll32", 6), ("persistence", 3),
      ]
    ),
    (
      "DeviceNetworkEvents",
      [
        ("connection", 5), ("connect", 4), ("beacon", 7), ("c2", 5), ("network", 4), ("dns", 4), ("exfil", 5), ("upload", 4),
        ("traffic", 4),
        ("remote ip", 5), ("outbound", 3), ("smb", 4),
      ]
    ),
    ("DeviceLogonEvents", [("logon", 6), ("rdp", 6), ("lateral", 5), ("logged on", 6), ("brute", 5), ("interactive", 3)]),
    (
      "DeviceFileEvents",
      [("file", 5), ("dropped", 5), ("download", 4), ("created in", 2), ("ransom", 5), ("archive", 4), ("rename", 4), ("folder", 4)]
    ),
    ("DeviceRegistryEvents", [("registry", 8), ("run key", 8), ("hklm", 7), ("hkcu", 7), ("autorun", 7), ("regedit", 6)]),
    (
      "AzureActivity",
      [
        ("azure activity", 8), ("vault", 5), ("secrets", 3), ("virtual machine", 4), ("subscription", 5), ("resource", 4), ("portal", 5),
        ("role assignment", 6), ("key vault", 5),
        ("deleted vm", 5),
        ("resource group", 6), ("deployment", 5), ("storage account", 5), ("run command", 6),
      ]
    ),
    (
      "AzureNetworkAnalytics_CL",
      [
        ("nsg", 9), ("network security group", 9), ("flow", 6), ("firewall", 6), ("blocked", 3), ("blocking", 3), ("denied", 3),
        ("outbound", 3), ("inbound", 3), ("malicious flow", 7),
      ]
    ),
    ("AlertInfo", [("alerts", 4), ("alert", 3), ("detections", 3), ("incidents", 3)]),
    ("AlertEvidence", [("evidence", 6)]),
  ]

  /// True when some table's signs begin like this word.
  static func knows(_ lower: String) -> Bool {
    signs.contains { sign in sign.words.contains { $0.0.split(separator: " ").contains { $0.count > 2 && lower.hasPrefix($0) } } }
  }

  let tables: [TableSchema]

  /// The table that the words of a request speak for, whether it is here or not; nil where none does.
  static func meant(by text: String, _ entities: RequestEntities) -> String? {
    let all = RequestIntent(tables: signs.map { TableSchema(name: $0.table, columns: []) })
    guard let (schema, words) = all.table(for: text, entities), !words.isEmpty else { return nil }
    return schema.name
  }

  /// The best table and the words that spoke for it; a table named outright wins. Nil when no table may be read.
  func table(for text: String, _ entities: RequestEntities) -> (schema: TableSchema, words: [String])? {
    // What names somebody or something says nothing of the table: MSTICAlertsWin1 is a host, not a question about alerts.
    let lower = RequestEntities.words(text).filter { !entities.hold($0) }.joined(separator: " ").lowercased() + " "
    if let named = tables.first(where: { lower.contains($0.name.lowercased()) }) { return (named, [named.name]) }
    var best: (schema: TableSchema, words: [String], score: Int)?
    for sign in RequestIntent.signs {
      guard let schema = tables.first(where: { $0.name == sign.table }) else { continue }
      let hits = sign.words.filter { RequestIntent.holds(lower, $0.0) }
      let score = hits.reduce(0) { $0 + $1.1 } + bonus(sign.table, entities, hasHit: !hits.isEmpty)
      if score > (best?.score ?? 0) { best = (schema, hits.map(\.0), score) }
    }
    if let best { return (best.schema, best.words) }
    return fallback(entities).map { ($0, []) }
  }

  /// True when the sign stands at the beginning of a word.
  private static func holds(_ text: String, _ sign: String) -> Bool {
    text.ranges(of: sign).contains { place in
      place.lowerBound == text.startIndex || !text[text.index(before: place.lowerBound)].isLetter
    }
  }

  /// A host speaks for the tables of devices, a user without a host for those of the directory.
  private func bonus(_ table: String, _ entities: RequestEntities, hasHit: Bool) -> Int {
    guard hasHit else { return 0 }
    let isDevice = table.hasPrefix("Device")
    if !entities.hosts.isEmpty { return isDevice || table == "AzureNetworkAnalytics_CL" ? 3 : 0 }
    return !entities.users.isEmpty && !isDevice ? 2 : 0
  }

  private func fallback(_ entities: RequestEntities) -> TableSchema? {
    let order: [String] =
      if !entities.hashes.isEmpty || !entities.files.isEmpty {
        ["DeviceFileEvents", "DeviceProcessEvents"]
      } else if !entities.addresses.isEmpty || !entities.ports.isEmpty {
        ["DeviceNetworkEvents", "SigninLogs"]
      } else if !entities.hosts.isEmpty {
        ["DeviceProcessEvents"]
      } else if !entities.users.isEmpty {
        ["SigninLogs"]
      } else {
        ["AlertInfo", "SigninLogs", "DeviceProcessEvents"]
      }
    return order.compactMap { name in tables.first { $0.name == name } }.first ?? tables.first
  }
}
