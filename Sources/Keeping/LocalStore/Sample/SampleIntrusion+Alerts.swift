import Casefile

extension SampleIntrusion {
  /// What the products saw of the intrusion; they saw it in pieces.
  func alerts() -> [SampleAlert] { identityAlerts() + workstationAlerts() + serverAlerts() + lateAlerts() }

  private func alert(
    _ title: String, _ severity: String, _ category: String, _ techniques: [String], _ product: (String, String), hours: Double,
    _ summary: String, _ evidence: (DateTime) -> [JSONValue]
  ) -> SampleAlert {
    let moment = clock.ago(hours: hours)
    return SampleAlert(
      title: title, summary: summary, severity: severity, category: category, techniques: techniques, product: product, created: moment,
      evidence: evidence(moment), incident: hours > 30 ? 4711 : 4718)
  }

  private func identityAlerts() -> [SampleAlert] {
    let arisa = SampleCompany.person("arisa")
    let attacker = SampleCompany.sprayer
    return [
      alert(
        "Password spray attack", "medium", "CredentialAccess", ["T1110.003"], SampleAlert.entra, hours: 70.4,
        "One address tried a few passwords against \(SampleCompany.people.count) accounts within half an hour."
      ) { moment in
        [SampleEvidence.address(attacker, at: moment)]
          + SampleCompany.people.prefix(6).map { SampleEvidence.user($0, role: "attacked", at: moment) }
      },
      alert(
        "Risky sign-in: unfamiliar properties", "high", "InitialAccess", ["T1078.004"], SampleAlert.entra, hours: 67.7,
        "arisa signed in from an address that had just failed against many accounts, from a scripted client."
      ) { [SampleEvidence.user(arisa, at: $0), SampleEvidence.address(attacker, at: $0)] },
      alert(
        "Suspicious application consent", "high", "Persistence", ["T1528", "T1098.003"], SampleAlert.apps, hours: 66.3,
        "A new application without a verified publisher was granted access to read and send mail and to change mailbox settings."
      ) {
        [
          SampleEvidence.application("Mail Sync Helper", at: $0), SampleEvidence.user(arisa, at: $0),
          SampleEvidence.address(attacker, at: $0),
        ]
      },
      alert(
        "Suspicious inbox rule", "medium", "DefenseEvasion", ["T1564.008"], SampleAlert.apps, hours: 65.6,
        "A rule with a name of one dot moves mail from the helpdesk to RSS Feeds and marks it as read."
      ) { [SampleEvidence.mailbox(arisa, at: $0), SampleEvidence.user(arisa, at: $0), SampleEvidence.address(attacker, at: $0)] },
      alert(
        "Privileged role assigned outside of PIM", "high", "PrivilegeEscalation", ["T1098.003"], SampleAlert.entra, hours: 65.2,
        "arisa became Application Administrator without an activation in Privileged Identity Management."
      ) { [SampleEvidence.user(arisa, at: $0)] },
      alert(
        "Run Command on a virtual machine by an unusual caller", "medium", "Execution", ["T1651"], SampleAlert.cloud, hours: 59.8,
        "A caller who never managed machines ran a script on web-01."
      ) { [SampleEvidence.resource("web-01", at: $0), SampleEvidence.user(arisa, at: $0), SampleEvidence.address(attacker, at: $0)] },
      alert(
        "Internal phishing mail", "medium", "LateralMovement", ["T1534", "T1566.001"], SampleAlert.mail, hours: 20.6,
        "A mail with a macro workbook was sent from arisa's mailbox to eleven colleagues."
      ) { moment in
        [
          SampleEvidence.mailbox(arisa, at: moment), SampleEvidence.user(victim, role: "attacked", at: moment),
          SampleEvidence.file(SampleIntrusion.workbook, on: host, at: moment),
        ]
      },
    ]
  }

  private func workstationAlerts() -> [SampleAlert] {
    [
      alert(
        "Office application started a suspicious process", "medium", "Execution", ["T1204.002", "T1059.001"], SampleAlert.endpoint,
        hours: 19.75,
        "EXCEL.EXE started a hidden PowerShell on WS-123."
      ) { evidence([excel, stager], $0) },
      alert(
        "Suspicious PowerShell command line", "high", "Execution", ["T1059.001", "T1027.010", "T1105"], SampleAlert.endpoint, hours: 19.7,
        "PowerShell ran hidden with an encoded command that downloads and runs a script."
      ) {
        evidence([stager], $0) + [
          SampleEvidence.address(SampleCompany.controller, at: $0), SampleEvidence.url(SampleIntrusion.download, at: $0),
        ]
      },
      alert(
        "Unsigned file in a profile folder talks to a rare address", "medium", "CommandAndControl", ["T1071.001"], SampleAlert.endpoint,
        hours: 19.0,
        "edgesync.exe connects every half hour to an address no other device knows."
      ) {
        evidence([implant], $0) + [
          SampleEvidence.address(SampleCompany.controller, at: $0), SampleEvidence.file(SampleIntrusion.payload, on: host, at: $0),
        ]
      },
      alert(
        "Run key points to a profile folder", "medium", "Persistence", ["T1547.001"], SampleAlert.endpoint, hours: 19.3,
        "A value that starts edgesync.exe at logon was added to the Run key."
      ) {
        evidence([process("runkey")], $0) + [
          SampleEvidence.registry(SampleIntrusion.runKey, "EdgeSync", SampleIntrusion.payload.path, at: $0)
        ]
      },
      alert(
        "Scheduled task created by an unsigned process", "medium", "Persistence", ["T1053.005"], SampleAlert.endpoint, hours: 19.28,
        "A task that runs as SYSTEM every thirty minutes was created."
      ) { evidence([process("task")], $0) },
      alert(
        "Discovery of accounts and domain controllers", "low", "Discovery", ["T1033", "T1069.002", "T1018"], SampleAlert.endpoint,
        hours: 18.0,
        "whoami, net group and nltest ran within two minutes."
      ) { evidence((0..<4).map { process("discovery\($0)") }, $0) },
      alert(
        "Memory of LSASS was dumped", "high", "CredentialAccess", ["T1003.001"], SampleAlert.endpoint, hours: 16.35,
        "rundll32 called MiniDump of comsvcs.dll on the process of LSASS."
      ) { evidence([process("lsass")], $0) },
      alert(
        "Security Account Manager was saved to a file", "high", "CredentialAccess", ["T1003.002"], SampleAlert.endpoint, hours: 16.2,
        "reg.exe saved the hives SAM and SYSTEM."
      ) { evidence([process("sam"), process("hive")], $0) },
    ]
  }

  private func serverAlerts() -> [SampleAlert] {
    [
      alert(
        "Suspected brute force against a domain controller", "medium", "CredentialAccess", ["T1110"], SampleAlert.identity, hours: 9.4,
        "Nine wrong passwords for adm-jokafor came from WS-123 within minutes."
      ) {
        [
          SampleEvidence.user(stolen, role: "attacked", at: $0), SampleEvidence.device(host, role: "attacker", at: $0),
          SampleEvidence.device(controller, role: "attacked", at: $0),
        ]
      },
      alert(
        "Remote process started through WMI", "high", "LateralMovement", ["T1047"], SampleAlert.endpoint, hours: 9.1,
        "WS-123 started a hidden PowerShell on SRV-DB02 through WMI with a domain administrator's account."
      ) {
        evidence([process("wmi"), process("remote")], $0) + [SampleEvidence.device(database, at: $0), SampleEvidence.user(stolen, at: $0)]
      },
      alert(
        "Administrative share mounted from a workstation", "medium", "LateralMovement", ["T1021.002"], SampleAlert.endpoint, hours: 8.95,
        "ADMIN$ of SRV-DC01 was mounted from WS-123."
      ) { evidence([process("share")], $0) + [SampleEvidence.device(controller, at: $0)] },
      alert(
        "Unusual remote desktop session to a domain controller", "medium", "LateralMovement", ["T1021.001"], SampleAlert.identity,
        hours: 8.6,
        "adm-jokafor opened a remote desktop on SRV-DC01 from a machine never used for it."
      ) {
        [
          SampleEvidence.user(stolen, at: $0), SampleEvidence.device(host, role: "attacker", at: $0),
          SampleEvidence.device(controller, at: $0),
        ]
      },
      alert(
        "Directory database was copied", "high", "CredentialAccess", ["T1003.003"], SampleAlert.endpoint, hours: 8.0,
        "ntdsutil made an installation set of the directory database."
      ) {
        [SampleEvidence.device(controller, at: $0), SampleEvidence.process(process("ntds"), at: $0), SampleEvidence.user(stolen, at: $0)]
      },
      alert(
        "Archive with password in an unusual folder", "low", "Collection", ["T1560.001"], SampleAlert.endpoint, hours: 6.2,
        "7z packed the folder of the finance data into C:\\PerfLogs with a password."
      ) { server([process("archive")], $0) },
    ]
  }

  private func lateAlerts() -> [SampleAlert] {
    [
      alert(
        "Data upload with rclone", "high", "Exfiltration", ["T1567.002"], SampleAlert.endpoint, hours: 4.9,
        "rclone.exe copied archives to an address outside of the company."
      ) { server([process("rclone")], $0) + [SampleEvidence.address(SampleCompany.dropbox, at: $0)] },
      alert(
        "File sent with curl to a bare address", "medium", "Exfiltration", ["T1048.002"], SampleAlert.endpoint, hours: 4.2,
        "curl.exe uploaded a part of an archive and did not check the certificate."
      ) { server([process("curl")], $0) + [SampleEvidence.address(SampleCompany.dropbox, at: $0)] },
      alert(
        "Event log was cleared", "medium", "DefenseEvasion", ["T1070.001"], SampleAlert.endpoint, hours: 3.85,
        "wevtutil cleared the security log of SRV-DB02."
      ) { server([process("clean")], $0) },
      alert(
        "Password spray attack", "medium", "CredentialAccess", ["T1110.003"], SampleAlert.entra, hours: 0.9,
        "A second wave from the address of the first one; alice@contoso.com is locked out."
      ) {
        [
          SampleEvidence.address(SampleCompany.sprayer, at: $0),
          SampleEvidence.user(SampleCompany.person("alice"), role: "attacked", at: $0),
        ]
      },
      alert(
        "Denied outbound traffic to a known command server", "medium", "CommandAndControl", ["T1571"], SampleAlert.cloud, hours: 1.1,
        "web-01 keeps trying port 4444 of an address that WS-123 talks to; the network security group denies it."
      ) { [SampleEvidence.resource("web-01", at: $0), SampleEvidence.address(SampleCompany.controller, at: $0)] },
    ]
  }

  private func evidence(_ processes: [SampleProcess], _ moment: DateTime) -> [JSONValue] {
    [SampleEvidence.device(host, at: moment), SampleEvidence.user(victim, at: moment)]
      + processes.map { SampleEvidence.process($0, at: moment) }
      + processes.prefix(1).map { SampleEvidence.file($0.file, on: $0.host, at: moment) }
  }

  private func server(_ processes: [SampleProcess], _ moment: DateTime) -> [JSONValue] {
    [SampleEvidence.device(database, at: moment), SampleEvidence.user(stolen, at: moment)]
      + processes.map { SampleEvidence.process($0, at: moment) }
  }
}
