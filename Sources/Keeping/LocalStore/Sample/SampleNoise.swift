import Casefile

/// The alerts of an ordinary fortnight: false alarms, tests, small infections, most of them already closed by someone.
struct SampleNoise {
  let clock: SampleClock

  /// A kind of alert that comes again and again.
  private struct Kind {
    var title: String
    var summary: String
    var severity: String
    var category: String
    var techniques: [String]
    var product: (String, String)
    var verdict: String
  }

  func alerts(_ random: inout SampleRandom) -> [SampleAlert] {
    (0..<44).map { place in
      let kind = SampleNoise.kinds[place % SampleNoise.kinds.count]
      let moment = clock.ago(hours: 0.4 + pow14(Double(place) / 44) * 24 * 13.6 + random.fraction())
      let host = kind.product.0.contains("Endpoint") ? random.pick(SampleCompany.workstations) : SampleCompany.host("SRV-MGMT01")
      var alert = SampleAlert(
        title: kind.title, summary: kind.summary, severity: kind.severity, category: kind.category, techniques: kind.techniques,
        product: kind.product, created: moment, evidence: evidence(kind, host, moment, &random), incident: 4300 + place)
      close(&alert, kind, &random)
      return alert
    }
  }

  /// More of them are recent than old.
  private func pow14(_ share: Double) -> Double { share * share * 0.4 + share * 0.6 }

  private func close(_ alert: inout SampleAlert, _ kind: Kind, _ random: inout SampleRandom) {
    guard alert.created < clock.ago(hours: 30) else { return }
    alert.status = random.chance(0.75) ? "resolved" : "inProgress"
    alert.assignee = random.pick(["lfischer@contoso.com", "jokafor@contoso.com"])
    guard alert.status == "resolved" else { return }
    alert.classification = kind.verdict
    alert.determination = kind.verdict == "falsePositive" ? "notMalicious" : kind.verdict == "truePositive" ? "malware" : "securityTesting"
  }

  private func evidence(
    _ kind: Kind, _ host: SampleCompany.Host, _ moment: DateTime, _ random: inout SampleRandom
  ) -> [JSONValue] {
    let person = host.user ?? random.pick(SampleCompany.people)
    if kind.product.0 == "azureAdIdentityProtection" || kind.product.0.contains("CloudApps") {
      return [
        SampleEvidence.user(person, at: moment),
        SampleEvidence.address("203.0.113.\(random.number(120...159))", role: "", verdict: "unknown", at: moment),
      ]
    }
    let services = SampleProcess.root(.system("services.exe"), "services.exe", on: host, at: moment.startOfDay, as: .system)
    let shell = services.child(
      .powershell, "powershell.exe -NonInteractive -ExecutionPolicy AllSigned -File C:\\Tools\\inventory.ps1", at: moment, &random)
    let names = ["invoice_scan.js", "setup_free.exe", "keygen.exe", "toolbar.msi"]
    let file = SampleFile(folder: "C:\\Users\\\(person.name)\\Downloads", name: random.pick(names), company: "", product: "")
    let last =
      kind.category == "Malware"
      ? SampleEvidence.file(file, on: host, verdict: "suspicious", at: moment)
      : SampleEvidence.process(shell, verdict: "unknown", at: moment)
    return [SampleEvidence.device(host, role: "", at: moment), SampleEvidence.user(person, role: "", at: moment), last]
  }

  private static let kinds: [Kind] = [
    Kind(
      title: "Encoded PowerShell by configuration management", summary: "CcmExec.exe ran PowerShell with an encoded, signed script.",
      severity: "low", category: "Execution", techniques: ["T1059.001"], product: SampleAlert.endpoint, verdict: "falsePositive"),
    Kind(
      title: "Malware was prevented", summary: "A download was blocked and quarantined before it ran.", severity: "informational",
      category: "Malware", techniques: ["T1204.002"], product: SampleAlert.antivirus, verdict: "truePositive"),
    Kind(
      title: "Atypical travel", summary: "Sign-ins from two countries lie closer together than a journey takes.", severity: "medium",
      category: "InitialAccess", techniques: ["T1078"], product: SampleAlert.entra, verdict: "falsePositive"),
    Kind(
      title: "Network scan", summary: "A device tried many ports of many devices within minutes.", severity: "low", category: "Discovery",
      techniques: ["T1046"], product: SampleAlert.endpoint, verdict: "informationalExpectedActivity"),
    Kind(
      title: "Mass download", summary: "A user downloaded more files in an hour than usually in a week.", severity: "low",
      category: "Exfiltration", techniques: ["T1530"], product: SampleAlert.apps, verdict: "falsePositive"),
    Kind(
      title: "Unwanted software", summary: "An installer that brings toolbars was detected.", severity: "informational",
      category: "Malware", techniques: [], product: SampleAlert.antivirus, verdict: "truePositive"),
    Kind(
      title: "Anonymous address", summary: "A user signed in through an anonymising service.", severity: "medium",
      category: "InitialAccess", techniques: ["T1090.003"], product: SampleAlert.entra, verdict: "truePositive"),
    Kind(
      title: "Suspicious service creation", summary: "A service was installed from a folder it does not usually come from.",
      severity: "medium", category: "Persistence", techniques: ["T1543.003"], product: SampleAlert.endpoint,
      verdict: "informationalExpectedActivity"),
    Kind(
      title: "Honeytoken was used", summary: "An account that nobody should use tried to sign in.", severity: "medium",
      category: "CredentialAccess", techniques: ["T1110"], product: SampleAlert.identity, verdict: "informationalExpectedActivity"),
  ]
}
