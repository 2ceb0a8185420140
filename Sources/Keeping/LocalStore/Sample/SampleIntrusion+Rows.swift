import Casefile

extension SampleIntrusion {
  /// Writes the intrusion into every table it touches.
  func write(_ rows: inout SampleRows, _ random: inout SampleRandom) {
    spray(&rows, &random)
    takeover(&rows, &random)
    for step in chain { rows.processCreated(step.process, by: step.parent) }
    workstation(&rows, &random)
    movement(&rows, &random)
    upload(&rows, &random)
    for place in 0..<6 {
      rows.activity(
        place % 2 == 0
          ? "MICROSOFT.COMPUTE/VIRTUALMACHINES/RUNCOMMAND/ACTION" : "MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/SECURITYRULES/WRITE",
        place % 2 == 0 ? "Run Command on Virtual Machine" : "Create or Update Security Rule",
        resource: place % 2 == 0 ? "web-01" : "nsg-web",
        by: "arisa@contoso.com", from: SampleCompany.sprayer, status: place % 2 == 0 ? "Success" : "Failure",
        at: clock.ago(hours: 60 - Double(place) * 0.3), &random)
    }
  }

  private func spray(_ rows: inout SampleRows, _ random: inout SampleRandom) {
    for (wave, start) in [71.0, 68.5, 5.2].enumerated() {
      for (place, person) in SampleCompany.people.enumerated() where person.name != "arisa" || wave == 0 {
        let moment = clock.ago(hours: start - Double(place) * 0.014)
        attempt(person, moment, place % 11 == 10 ? SampleDirectory.locked : SampleDirectory.wrongPassword, &rows, &random)
      }
    }
    // alice is tried again and again: her account is what the second wave is after.
    for place in 0..<7 {
      let error = place < 5 ? SampleDirectory.wrongPassword : SampleDirectory.locked
      attempt(SampleCompany.person("alice"), clock.ago(hours: 2.8 - Double(place) * 0.37), error, &rows, &random)
    }
    attempt(SampleCompany.person("arisa"), clock.ago(hours: 68.2), SampleDirectory.wrongPassword, &rows, &random)
  }

  private func attempt(
    _ person: SampleCompany.Person, _ moment: DateTime, _ error: (Int, String), _ rows: inout SampleRows, _ random: inout SampleRandom
  ) {
    var signIn = SampleDirectory.SignIn(person: person, moment: moment, address: SampleCompany.sprayer, place: ("Unknown", "ZZ"))
    signIn.error = error
    signIn.client = "Authenticated SMTP"
    signIn.agent = "python-requests/2.31.0"
    signIn.risk = "medium"
    rows.signIn(signIn, &random)
  }

  private func takeover(_ rows: inout SampleRows, _ random: inout SampleRandom) {
    let arisa = SampleCompany.person("arisa")
    for (place, app) in ["Office 365 Exchange Online", "Azure Portal", "Mail Sync Helper", "Microsoft Graph Command Line Tools"]
      .enumerated()
    {
      var signIn = SampleDirectory.SignIn(
        person: arisa, moment: clock.ago(hours: 67.9 - Double(place) * 0.4), address: SampleCompany.sprayer, place: ("Unknown", "ZZ"),
        app: app)
      signIn.agent = place == 0 ? "python-requests/2.31.0" : signIn.agent
      signIn.risk = "high"
      rows.signIn(signIn, &random)
    }
    let helper = "Mail Sync Helper"
    let changes: [(String, String, String, String, [(String, String)])] = [
      ("User registered security info", "UserManagement", arisa.upn, "User", [("StrongAuthenticationMethod", "\"PhoneAppOTP\"")]),
      ("Add service principal", "ApplicationManagement", helper, "ServicePrincipal", [("AppAddress", "\"https://203.0.113.78/cb\"")]),
      (
        "Consent to application", "ApplicationManagement", helper, "ServicePrincipal",
        [("ConsentAction.Permissions", "\"Mail.ReadWrite Mail.Send MailboxSettings.ReadWrite Files.Read.All offline_access\"")]
      ),
      (
        "Add delegated permission grant", "ApplicationManagement", helper, "ServicePrincipal",
        [("DelegatedPermissionGrant.Scope", "\"Mail.ReadWrite Mail.Send\"")]
      ),
      (
        "Update mailbox settings", "UserManagement", arisa.upn, "User",
        [("InboxRule", "\"Name=.; From=it@contoso.com; MoveToFolder=RSS Feeds; MarkAsRead=True\"")]
      ),
      ("Add member to role", "RoleManagement", arisa.upn, "User", [("Role.DisplayName", "\"Application Administrator\"")]),
      (
        "Update application – Certificates and secrets management", "ApplicationManagement", helper, "Application",
        [("KeyDescription", "\"KeyType=Password\"")]
      ),
      ("Disable Strong Authentication", "UserManagement", arisa.upn, "User", [("StrongAuthenticationRequirement", "\"[]\"")]),
    ]
    for (place, change) in changes.enumerated() {
      rows.audit(
        change.0, change.1, by: arisa, from: SampleCompany.sprayer, on: change.2, kind: change.3, changes: change.4,
        at: clock.ago(hours: 67.2 - Double(place) * 0.35), &random)
    }
  }

  private func workstation(_ rows: inout SampleRows, _ random: inout SampleRandom) {
    rows.file(SampleIntrusion.workbook, "FileCreated", by: outlook, at: excel.created - .seconds(3))
    rows.connection(stager, to: SampleCompany.controller, 80, url: SampleIntrusion.download, at: stager.created + .seconds(2), &random)
    rows.file(
      SampleIntrusion.payload, "FileCreated", by: stager, at: stager.created + .seconds(40), url: SampleIntrusion.download,
      address: SampleCompany.controller)
    let reg = process("runkey")
    let hive = "HKEY_CURRENT_USER\\\(victim.sid)\\\(SampleIntrusion.runKey)"
    rows.registry(hive, "EdgeSync", SampleIntrusion.payload.path + " -k netsync", by: reg, at: reg.created + .seconds(1))
    let task = process("task")
    let cache =
      "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Schedule\\TaskCache\\Tree\\Microsoft\\Windows\\EdgeSync\\Update"
    rows.registry(cache, "Id", "{\(SampleCompany.guid("task/EdgeSync").uppercased())}", by: task, at: task.created + .seconds(1))
    for place in 0..<38 {
      let moment = clock.ago(hours: 19.5 - Double(place) * 0.5)
      rows.connection(implant, to: SampleCompany.controller, 443, url: "cdn-edge-sync.example.net", at: moment, &random)
    }
    let dumps = [("lsass", "~df21.tmp"), ("sam", "s.hiv"), ("hive", "y.hiv")]
    for (name, file) in dumps {
      let dump = SampleFile(folder: "C:\\Windows\\Temp", name: file, company: "", product: "")
      rows.file(dump, "FileCreated", by: process(name), at: process(name).created + .seconds(5))
    }
  }

  private func movement(_ rows: inout SampleRows, _ random: inout SampleRandom) {
    let admin = SampleProcess.Account(stolen)
    let targets = [
      (database, "wmi", 135, "Network"), (controller, "share", 445, "Network"), (controller, "rdp", 3389, "RemoteInteractive"),
    ]
    for (target, name, port, type) in targets {
      let process = self.process(name)
      rows.connection(process, to: target.address, port, url: target.dnsName.lowercased(), at: process.created + .seconds(2), &random)
      rows.logon(on: target, admin, type: type, from: host, isAdmin: true, at: process.created + .seconds(3), &random)
    }
    for place in 0..<9 {
      let moment = clock.ago(hours: 9.6 - Double(place) * 0.02)
      rows.logon(on: controller, admin, type: "Network", from: host, failure: "InvalidUserNameOrPassword", at: moment, &random)
    }
    let dump = SampleFile(folder: "C:\\Windows\\Temp\\nt\\Active Directory", name: "ntds.dit", company: "", product: "")
    rows.file(dump, "FileCreated", by: process("ntds"), at: process("ntds").created + .seconds(20))
  }

  private func upload(_ rows: inout SampleRows, _ random: inout SampleRandom) {
    for part in 1...6 {
      let file = SampleFile(folder: "C:\\PerfLogs", name: "fin.7z.00\(part)", company: "", product: "")
      rows.file(file, "FileCreated", by: process("archive"), at: process("archive").created + .minutes(Double(part) * 3))
    }
    for place in 0..<14 {
      rows.connection(
        process("rclone"), to: SampleCompany.dropbox, 443, url: "files.example.net",
        at: process("rclone").created + .minutes(Double(place) * 2.5), &random)
    }
    rows.connection(
      process("curl"), to: SampleCompany.dropbox, 443, url: "https://\(SampleCompany.dropbox)/in/",
      at: process("curl").created + .seconds(2), &random)
  }
}
