import Casefile

/// Evidence of the sample's alerts, in the shape of Graph's `alerts_v2`.
enum SampleEvidence {
  static func device(_ host: SampleCompany.Host, role: String = "compromised", at moment: DateTime) -> JSONValue {
    let users: [JSONValue] = host.user.map { [["accountName": .string($0.name), "domainName": "CONTOSO"]] } ?? []
    return with(
      "deviceEvidence", role: role, verdict: role == "compromised" ? "suspicious" : "unknown", at: moment,
      [
        "mdeDeviceId": .string(host.id), "azureAdDeviceId": .string(SampleCompany.guid("aad/" + host.name)),
        "deviceDnsName": .string(host.dnsName.lowercased()), "hostName": .string(host.name), "osPlatform": .string(host.system),
        "osBuild": 26100, "version": "24H2", "healthStatus": "active", "riskScore": "high", "rbacGroupName": "All devices",
        "onboardingStatus": "onboarded", "defenderAvStatus": "updated", "lastIpAddress": .string(host.address),
        "ipInterfaces": .array([.string(host.address)]), "loggedOnUsers": .array(users),
      ])
  }

  static func user(_ person: SampleCompany.Person, role: String = "compromised", at moment: DateTime) -> JSONValue {
    with("userEvidence", role: role, verdict: "suspicious", at: moment, ["userAccount": account(person), "stream": nil])
  }

  static func process(_ process: SampleProcess, verdict: String = "malicious", at moment: DateTime) -> JSONValue {
    var members: JSONObject = [
      "processId": .integer(Int64(process.number)), "parentProcessId": .integer(Int64(process.parentNumber)),
      "processCommandLine": .string(process.commandLine), "processCreationDateTime": .string(process.created.text(decimals: 7)),
      "parentProcessCreationDateTime": .string(process.parentCreated.text(decimals: 7)), "detectionStatus": "detected",
      "mdeDeviceId": .string(process.host.id), "imageFile": image(process.file),
      "parentProcessImageFile": ["fileName": .string(process.parentName), "sha1": nil, "sha256": nil, "filePath": nil],
    ]
    members["userAccount"] = [
      "accountName": .string(process.account.name), "domainName": .string(process.account.domain), "userSid": .string(process.account.sid),
      "azureAdUserId": .string(process.account.objectID), "userPrincipalName": .string(process.account.upn),
    ]
    return with("processEvidence", role: "", verdict: verdict, at: moment, members)
  }

  static func file(_ file: SampleFile, on host: SampleCompany.Host, verdict: String = "malicious", at moment: DateTime) -> JSONValue {
    with(
      "fileEvidence", role: "", verdict: verdict, at: moment,
      ["fileDetails": image(file), "detectionStatus": "detected", "mdeDeviceId": .string(host.id)])
  }

  static func address(_ address: String, role: String = "attacker", verdict: String = "malicious", at moment: DateTime) -> JSONValue {
    with("ipEvidence", role: role, verdict: verdict, at: moment, ["ipAddress": .string(address), "countryLetterCode": "ZZ"])
  }

  static func url(_ url: String, at moment: DateTime) -> JSONValue {
    with("urlEvidence", role: "", verdict: "malicious", at: moment, ["url": .string(url)])
  }

  static func registry(_ key: String, _ name: String, _ data: String, at moment: DateTime) -> JSONValue {
    with(
      "registryValueEvidence", role: "", verdict: "suspicious", at: moment,
      [
        "registryHive": "HKEY_CURRENT_USER", "registryKey": .string(key), "registryValueName": .string(name),
        "registryValue": .string(data), "registryValueType": "String",
      ])
  }

  static func application(_ name: String, at moment: DateTime) -> JSONValue {
    with(
      "oauthApplicationEvidence", role: "", verdict: "suspicious", at: moment,
      [
        "appId": .string(SampleCompany.guid("app/" + name)), "displayName": .string(name),
        "objectId": .string(SampleCompany.guid("object/" + name)), "publisher": "unverified",
      ])
  }

  static func mailbox(_ person: SampleCompany.Person, at moment: DateTime) -> JSONValue {
    with(
      "mailboxEvidence", role: "", verdict: "suspicious", at: moment,
      [
        "displayName": .string(person.display), "primaryAddress": .string(person.upn), "upn": .string(person.upn),
        "userAccount": account(person),
      ])
  }

  static func resource(_ name: String, at moment: DateTime) -> JSONValue {
    let id = "/subscriptions/\(SampleCompany.subscription)/resourceGroups/rg-web/providers/Microsoft.Compute/virtualMachines/\(name)"
    return with(
      "azureResourceEvidence", role: "", verdict: "suspicious", at: moment,
      ["resourceId": .string(id), "resourceName": .string(name), "resourceType": "Microsoft.Compute/virtualMachines"])
  }

  private static func with(_ type: String, role: String, verdict: String, at moment: DateTime, _ members: JSONObject) -> JSONValue {
    var object: JSONObject = [
      "@odata.type": .string("#microsoft.graph.security." + type), "createdDateTime": .string(moment.text(decimals: 7)),
      "verdict": .string(verdict), "remediationStatus": "none", "remediationStatusDetails": nil,
      "roles": .array(role.isEmpty ? [] : [.string(role)]), "detailedRoles": [], "tags": [],
    ]
    for (key, value) in members.pairs { object[key] = value }
    return .object(object)
  }

  private static func account(_ person: SampleCompany.Person) -> JSONValue {
    [
      "accountName": .string(person.name), "domainName": "CONTOSO", "userSid": .string(person.sid),
      "azureAdUserId": .string(person.objectID), "userPrincipalName": .string(person.upn), "displayName": .string(person.display),
    ]
  }

  private static func image(_ file: SampleFile) -> JSONValue {
    [
      "sha1": .string(file.sha1), "sha256": .string(file.sha256), "fileName": .string(file.name), "filePath": .string(file.folder),
      "fileSize": .integer(file.size), "filePublisher": .string(file.company), "signer": nil, "issuer": nil,
    ]
  }
}
