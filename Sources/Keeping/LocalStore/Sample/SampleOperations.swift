import Casefile
import Foundation

/// Honest administration that looks like an attack: management scripts, patches, backups, scans, and service accounts that fail.
struct SampleOperations {
  let clock: SampleClock

  func write(_ rows: inout SampleRows, _ random: inout SampleRandom) {
    for back in (0...SampleClock.days).reversed() {
      management(back, &rows, &random)
      backup(back, &rows, &random)
      serviceAccounts(back, &rows, &random)
      servers(back, &rows, &random)
      if clock.day(back).dayOfWeek == 2 || clock.day(back).dayOfWeek == 3 { patching(back, &rows, &random) }
      if clock.day(back).dayOfWeek == 4 || back == 1 { scan(back, &rows, &random) }
    }
  }

  /// PowerShell with `-EncodedCommand`, as configuration management runs it each day on every machine.
  private func management(_ back: Int, _ rows: inout SampleRows, _ random: inout SampleRandom) {
    let scripts = [
      "Get-HotFix | Select-Object HotFixID,InstalledOn | ConvertTo-Json", "Get-BitLockerVolume | Select-Object MountPoint,ProtectionStatus",
      "(Get-CimInstance Win32_OperatingSystem).LastBootUpTime", "Get-LocalGroupMember -Group Administrators",
    ]
    for host in SampleCompany.workstations where random.chance(0.3) || (host.name == "WS-123" && back == 0) {
      let late = host.name == "WS-123" && back == 0 ? clock.ago(hours: 11.4) : nil
      guard let moment = late ?? clock.any(back, &random) else { continue }
      let agent = SampleProcess.root(.agent, "C:\\Windows\\CCM\\CcmExec.exe", on: host, at: clock.day(back), as: .system)
      let script = SampleOperations.encoded(random.pick(scripts))
      let line = "powershell.exe -NoLogo -NonInteractive -NoProfile -ExecutionPolicy AllSigned -EncodedCommand \(script)"
      let shell = agent.child(.powershell, line, at: moment, &random)
      rows.processCreated(shell, by: agent)
      rows.connection(
        agent, to: SampleCompany.host("SRV-MGMT01").address, 443, url: "srv-mgmt01.contoso.com", at: moment + .seconds(4), &random)
    }
  }

  /// The nightly backup packs, lists shadow copies and copies much.
  private func backup(_ back: Int, _ rows: inout SampleRows, _ random: inout SampleRandom) {
    let server = SampleCompany.host("SRV-BKP01")
    let agent = SampleProcess.root(.backup, "\"\(SampleFile.backup.path)\" --service", on: server, at: clock.day(back), as: .system)
    let lines = [
      ("vssadmin.exe", "vssadmin.exe list shadows /for=C:"),
      ("robocopy.exe", "robocopy.exe \\\\SRV-DB02\\dump$ E:\\backup\\db02 /MIR /R:2"),
      ("7z.exe", "7z.exe a -t7z E:\\archive\\db02-\(14 - back).7z E:\\backup\\db02\\"), ("wbadmin.exe", "wbadmin.exe get versions"),
    ]
    for (place, (name, line)) in lines.enumerated() {
      guard let moment = clock.moment(clock.day(back) + .hours(1.5 + Double(place) * 0.25)) else { continue }
      rows.processCreated(agent.child(.system(name), line, at: moment, &random), by: agent)
      rows.connection(agent, to: SampleCompany.host("SRV-DB02").address, 445, at: moment + .seconds(6), &random)
      let archive = SampleFile(folder: "E:\\archive", name: "db02-\(14 - back)-\(place).7z", company: "", product: "")
      rows.file(archive, "FileCreated", by: agent, at: moment + .minutes(8))
    }
  }

  /// `svc-report` has had a stale password for weeks; `svc-sql` logs on all day.
  private func serviceAccounts(_ back: Int, _ rows: inout SampleRows, _ random: inout SampleRandom) {
    let stale = SampleProcess.Account(SampleCompany.person("svc-report"))
    let healthy = SampleProcess.Account(SampleCompany.person("svc-sql"))
    for hour in 0..<24 {
      guard let moment = clock.moment(clock.day(back) + .hours(Double(hour) + 0.02)) else { continue }
      rows.logon(
        on: SampleCompany.host("SRV-DB02"), stale, type: "Network", from: SampleCompany.host("SRV-MGMT01"),
        failure: "InvalidUserNameOrPassword", at: moment, &random)
      rows.logon(on: SampleCompany.host("SRV-DB02"), healthy, type: "Service", at: moment + .minutes(2), &random)
      rows.logon(
        on: SampleCompany.host("SRV-DC01"), healthy, type: "Network", from: SampleCompany.host("SRV-DB02"), at: moment + .minutes(3),
        &random)
    }
  }

  private func servers(_ back: Int, _ rows: inout SampleRows, _ random: inout SampleRandom) {
    for host in SampleCompany.servers {
      let services = SampleProcess.root(.system("services.exe"), "services.exe", on: host, at: clock.day(back), as: .system)
      for _ in 0..<16 {
        guard let moment = clock.any(back, &random) else { continue }
        let name = random.pick(["svchost.exe", "WmiPrvSE.exe", "taskhostw.exe", "MpCmdRun.exe", "conhost.exe"])
        let child = services.child(.system(name), name + (name == "MpCmdRun.exe" ? " SignatureUpdate" : " -k netsvcs"), at: moment, &random)
        rows.processCreated(child, by: services)
        rows.connection(child, to: "10.20.0.5", random.pick([53, 88, 389, 443]), at: moment + .seconds(1), &random)
      }
    }
  }

  private func patching(_ back: Int, _ rows: inout SampleRows, _ random: inout SampleRandom) {
    for host in SampleCompany.workstations + SampleCompany.servers where random.chance(0.5) {
      guard let moment = clock.moment(clock.day(back) + .hours(18 + random.fraction() * 4)) else { continue }
      let installer = SampleProcess.root(.system("TrustedInstaller.exe"), "TrustedInstaller.exe", on: host, at: moment, as: .system)
      let worker = installer.child(.system("TiWorker.exe"), "TiWorker.exe -Embedding", at: moment, &random)
      rows.processCreated(worker, by: installer)
      for place in 0..<3 {
        let file = SampleFile(folder: "C:\\Windows\\WinSxS\\Temp\\InFlight", name: "update-\(random.number(1000...9999)).dll")
        rows.file(file, "FileCreated", by: worker, at: moment + .seconds(Double(place) * 5))
      }
      rows.registry(
        "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing", "LastInstall",
        "KB50\(random.number(10_000...99_999))", by: worker, at: moment + .minutes(2))
    }
  }

  /// The weekly scan of the company's own scanner knocks at many doors.
  private func scan(_ back: Int, _ rows: inout SampleRows, _ random: inout SampleRandom) {
    let server = SampleCompany.host("SRV-SCAN01")
    let scanner = SampleProcess.root(
      .scanner, "\"\(SampleFile.scanner.path)\" --profile weekly", on: server, at: clock.day(back), as: .system)
    for host in SampleCompany.workstations + SampleCompany.servers {
      for port in [22, 135, 445, 3389, 4444, 5985, 8080] {
        guard let moment = clock.moment(clock.day(back) + .hours(2 + random.fraction())) else { continue }
        let action = [135, 445].contains(port) ? "ConnectionSuccess" : "ConnectionFailed"
        rows.connection(scanner, to: host.address, port, action: action, at: moment, &random)
      }
    }
  }

  /// As `powershell -EncodedCommand` takes it: UTF-16, base 64.
  static func encoded(_ script: String) -> String {
    Data(script.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }).base64EncodedString()
  }
}
