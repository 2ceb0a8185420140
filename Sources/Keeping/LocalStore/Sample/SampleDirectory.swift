import Casefile

/// Sign-ins and directory changes: a fortnight of honest ones, with travel, forgotten passwords and an admin who changes much.
struct SampleDirectory {
  let clock: SampleClock

  /// One sign-in to Entra ID.
  struct SignIn {
    var person: SampleCompany.Person
    var moment: DateTime
    var address = SampleCompany.egress
    var place = ("Berlin", "DE")
    var app = "Office 365 Exchange Online"
    /// 0 is success; else Entra's error number with its words.
    var error = (0, "")
    var client = "Browser"
    var agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
    var risk = "none"
  }

  static let wrongPassword = (50126, "Error validating credentials due to invalid username or password.")
  static let locked = (50053, "The account is locked because the user tried to sign in too many times with an incorrect password.")
  static let secondFactor = (50074, "Strong Authentication is required.")

  func write(_ rows: inout SampleRows, _ random: inout SampleRandom) {
    for back in (0...SampleClock.days).reversed() {
      let isWeekend = SampleClock.isWeekend(clock.day(back))
      for person in SampleCompany.people {
        for _ in 0..<(isWeekend ? (random.chance(0.25) ? 1 : 0) : random.number(3...7)) {
          guard let moment = clock.working(back, &random) else { continue }
          ordinary(person, moment, &rows, &random)
        }
      }
      unattended(back, &rows, &random)
      changes(back, &rows, &random)
    }
  }

  private func ordinary(
    _ person: SampleCompany.Person, _ moment: DateTime, _ rows: inout SampleRows, _ random: inout SampleRandom
  ) {
    let apps = [
      "Office 365 Exchange Online", "Microsoft Teams", "SharePoint Online", "Azure Portal", "Contoso Expenses",
      "Microsoft Authentication Broker",
    ]
    var signIn = SignIn(person: person, moment: moment, app: random.pick(apps))
    if person.name == "bkeller" && random.chance(0.5) {
      signIn.place = random.chance(0.5) ? ("Lisbon", "PT") : ("Madrid", "ES")
      signIn.address = signIn.place.1 == "PT" ? "203.0.113.140" : "203.0.113.155"
    } else if random.chance(0.15) {
      signIn.address = SampleCompany.vpn
      signIn.place = ("Frankfurt", "DE")
    }
    if random.chance(0.05) {
      var failed = signIn
      failed.error = random.chance(0.7) ? SampleDirectory.wrongPassword : SampleDirectory.secondFactor
      failed.moment = moment - .seconds(25)
      rows.signIn(failed, &random)
    }
    rows.signIn(signIn, &random)
  }

  /// A sync account whose secret ran out fails every two hours.
  private func unattended(_ back: Int, _ rows: inout SampleRows, _ random: inout SampleRandom) {
    for hour in stride(from: 0.0, to: 24, by: 2) {
      guard let moment = clock.moment(clock.day(back) + .hours(hour + 0.4)) else { continue }
      var signIn = SignIn(person: SampleCompany.person("svc-sync"), moment: moment, app: "Contoso Directory Sync")
      signIn.error = (7_000_222, "The provided client secret keys are expired.")
      signIn.client = "Mobile Apps and Desktop clients"
      rows.signIn(signIn, &random)
    }
  }

  private func changes(_ back: Int, _ rows: inout SampleRows, _ random: inout SampleRandom) {
    let admin = SampleCompany.person("adm-jokafor")
    let operations = [
      ("Add member to group", "GroupManagement"), ("Update user", "UserManagement"), ("Reset user password", "UserManagement"),
      ("Update device", "Device"), ("Add user", "UserManagement"), ("Update group", "GroupManagement"),
      ("User registered security info", "UserManagement"), ("Update service principal", "ApplicationManagement"),
      ("Add member to role completed (PIM activation)", "RoleManagement"),
    ]
    for _ in 0..<(SampleClock.isWeekend(clock.day(back)) ? 8 : 30) {
      guard let moment = clock.working(back, &random) else { continue }
      let operation = random.pick(operations)
      let target = random.pick(SampleCompany.people)
      let initiator = operation.0.hasPrefix("User registered") ? target : admin
      rows.audit(operation.0, operation.1, by: initiator, from: SampleCompany.egress, on: target.upn, kind: "User", at: moment, &random)
    }
  }
}

extension SampleRows {
  private static let signInColumns = [
    "TimeGenerated", "CreatedDateTime", "SourceSystem", "Type", "OperationName", "OperationVersion", "Category", "ResultType",
    "ResultSignature", "ResultDescription", "Identity", "Level", "Location", "AppDisplayName", "AppId", "AuthenticationRequirement",
    "ClientAppUsed", "ConditionalAccessStatus", "DeviceDetail", "IsInteractive", "Id", "CorrelationId", "IPAddress", "IsRisky",
    "LocationDetails", "RiskDetail", "RiskLevelAggregated", "RiskLevelDuringSignIn", "RiskState", "ResourceDisplayName", "Status",
    "UserAgent", "UserDisplayName", "UserId", "UserPrincipalName", "UserType", "AADTenantId", "AuthenticationProtocol",
    "AutonomousSystemNumber", "DurationMs",
  ]

  mutating func signIn(_ signIn: SampleDirectory.SignIn, _ random: inout SampleRandom) {
    let failed = signIn.error.0 != 0
    let person = signIn.person
    let host = SampleCompany.workstations.first { $0.user?.name == person.name }
    let known = signIn.address == SampleCompany.egress || signIn.address == SampleCompany.vpn
    let system = signIn.agent.contains("python") ? "" : "Windows10"
    let device: JSONValue =
      known
      ? ["deviceId": .string(host?.id ?? ""), "displayName": .string(host?.name ?? ""), "operatingSystem": "Windows10", "isManaged": true]
      : ["deviceId": "", "operatingSystem": .string(system), "browser": .string(system.isEmpty ? "" : "Chrome 140.0")]
    let place: JSONValue = ["city": .string(signIn.place.0), "countryOrRegion": .string(signIn.place.1)]
    let status: JSONValue = ["errorCode": .integer(Int64(signIn.error.0)), "failureReason": .string(signIn.error.1)]
    let isRisky = signIn.risk != "none"
    let cells: [Value] = [
      .datetime(signIn.moment), .datetime(signIn.moment),
      .string("Azure AD"), .string("SigninLogs"), .string("Sign-in activity"), .string("1.0"), .string("SignInLogs"),
      .string(String(signIn.error.0)), .string(failed ? "FAILURE" : "SUCCESS"), .string(signIn.error.1), .string(person.display),
      .string("4"), .string(signIn.place.1), .string(signIn.app), .string(SampleCompany.guid("app/" + signIn.app)),
      .string(isRisky ? "singleFactorAuthentication" : "multiFactorAuthentication"), .string(signIn.client),
      .string(failed ? "failure" : "success"), .dynamic(device), .bool(true), .string(random.guid()), .string(random.guid()),
      .string(signIn.address), .bool(isRisky), .dynamic(place), .string("none"), .string(signIn.risk), .string(signIn.risk),
      .string(isRisky ? "atRisk" : "none"), .string("Microsoft Graph"), .dynamic(status), .string(signIn.agent), .string(person.display),
      .string(person.objectID), .string(person.upn), .string("Member"), .string(SampleCompany.tenant), .string("none"),
      .string(known ? "64500" : "64511"), .long(Int64(random.number(20...900))),
    ]
    add("SigninLogs", SampleRows.signInColumns, cells)
  }

  private static let auditColumns = [
    "TimeGenerated", "ActivityDateTime", "SourceSystem", "Type", "OperationName", "ActivityDisplayName", "OperationVersion", "Category",
    "ResultSignature", "Result", "ResultDescription", "Identity", "Level", "LoggedByService", "CorrelationId", "Id", "InitiatedBy",
    "TargetResources", "AdditionalDetails", "AADOperationType", "AADTenantId", "TenantId",
  ]

  /// Someone changed something in the directory.
  mutating func audit(
    _ operation: String, _ category: String, by person: SampleCompany.Person, from address: String, on target: String, kind: String,
    changes: [(String, String)] = [], at moment: DateTime, _ random: inout SampleRandom
  ) {
    let initiator: JSONValue = [
      "user": [
        "id": .string(person.objectID), "displayName": .string(person.display), "userPrincipalName": .string(person.upn),
        "ipAddress": .string(address), "roles": [],
      ]
    ]
    let modified = changes.map { name, value -> JSONValue in
      ["displayName": .string(name), "oldValue": "[]", "newValue": .string(value)]
    }
    let targets: JSONValue = [
      [
        "id": .string(SampleCompany.guid("target/" + target)), "displayName": .string(target), "type": .string(kind),
        "userPrincipalName": .string(kind == "User" ? target : ""), "modifiedProperties": .array(modified),
      ]
    ]
    let agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
    let cells: [Value] = [
      .datetime(moment), .datetime(moment), .string("Azure AD"), .string("AuditLogs"), .string(operation), .string(operation),
      .string("1.0"), .string(category), .string("None"), .string("success"), .string(""), .string(person.display), .string("4"),
      .string("Core Directory"), .string(random.guid()), .string("Directory_" + random.guid()), .dynamic(initiator), .dynamic(targets),
      .dynamic([["key": "User-Agent", "value": .string(agent)]]), .string(operation.hasPrefix("Add") ? "Add" : "Update"),
      .string(SampleCompany.tenant), .string(SampleCompany.tenant),
    ]
    add("AuditLogs", SampleRows.auditColumns, cells)
  }
}
