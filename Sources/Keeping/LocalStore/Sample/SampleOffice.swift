import Casefile
import Foundation

/// The ordinary fortnight at the desks: logons, programs, files and connections of working days.
struct SampleOffice {
  let clock: SampleClock

  func write(_ rows: inout SampleRows, _ random: inout SampleRandom) {
    for back in (0...SampleClock.days).reversed() {
      let isWeekend = SampleClock.isWeekend(clock.day(back))
      for host in SampleCompany.workstations where random.chance(isWeekend ? 0.12 : 0.93) {
        guard let person = host.user else { continue }
        day(back, host, person, isWeekend ? 4 : random.number(9...14), &rows, &random)
      }
    }
  }

  private func day(
    _ back: Int, _ host: SampleCompany.Host, _ person: SampleCompany.Person, _ programs: Int, _ rows: inout SampleRows,
    _ random: inout SampleRandom
  ) {
    let account = SampleProcess.Account(person)
    let start = clock.day(back) + .hours(7 + random.fraction() * 2)
    if let moment = clock.moment(start) {
      rows.logon(on: host, account, type: random.chance(0.7) ? "Interactive" : "Unlock", at: moment, &random)
    }
    let explorer = SampleProcess.root(.explorer, "C:\\Windows\\Explorer.EXE", on: host, at: start, as: account)
    for _ in 0..<programs {
      guard let moment = clock.working(back, &random) else { continue }
      program(explorer, person, moment, &rows, &random)
    }
    service(back, host, &rows, &random)
  }

  private func program(
    _ explorer: SampleProcess, _ person: SampleCompany.Person, _ moment: DateTime, _ rows: inout SampleRows, _ random: inout SampleRandom
  ) {
    let document =
      random.pick(["Budget", "Offer", "Contract", "Minutes", "Roadmap", "Stock", "Invoice", "Plan"]) + "-\(random.number(100...999))"
    let home = "C:\\Users\\\(person.name)"
    switch random.number(0...9) {
    case 0...2:
      let edge = explorer.child(.edge, "\"\(SampleFile.edge.path)\" --profile-directory=Default", at: moment, &random)
      rows.processCreated(edge, by: explorer)
      let site = random.pick(["www.example.com", "news.example.org", "portal.contoso.com", "docs.example.net", "shop.example.com"])
      rows.connection(edge, to: "192.0.2.\(random.number(10...120))", 443, url: site, at: moment + .seconds(3), &random)
    case 3, 4:
      let excel = explorer.child(.excel, "\"\(SampleFile.excel.path)\" \"\(home)\\Documents\\\(document).xlsx\"", at: moment, &random)
      rows.processCreated(excel, by: explorer)
      let saved = SampleFile(folder: home + "\\Documents", name: document + ".xlsx", company: "", product: "")
      rows.file(saved, random.chance(0.4) ? "FileCreated" : "FileModified", by: excel, at: moment + .minutes(9))
    case 5:
      let word = explorer.child(.word, "\"\(SampleFile.word.path)\" /n \"\(home)\\Documents\\\(document).docx\"", at: moment, &random)
      rows.processCreated(word, by: explorer)
      let saved = SampleFile(folder: home + "\\Documents", name: document + ".docx", company: "", product: "")
      rows.file(saved, "FileModified", by: word, at: moment + .minutes(5))
    case 6:
      let outlook = explorer.child(.outlook, "\"\(SampleFile.outlook.path)\"", at: moment, &random)
      rows.processCreated(outlook, by: explorer)
      rows.connection(outlook, to: "192.0.2.200", 443, url: "outlook.office365.com", at: moment + .seconds(5), &random)
    case 7:
      let teams = explorer.child(.teams, "\"\(SampleFile.teams.path)\" msteams:system-initiated", at: moment, &random)
      rows.processCreated(teams, by: explorer)
      rows.connection(teams, to: "192.0.2.201", 443, url: "teams.microsoft.com", at: moment + .seconds(2), &random)
    case 8:
      share(explorer, person, document, moment, &rows, &random)
    default:
      developer(explorer, person, moment, &rows, &random)
    }
  }

  /// Files on the department's share.
  private func share(
    _ explorer: SampleProcess, _ person: SampleCompany.Person, _ document: String, _ moment: DateTime, _ rows: inout SampleRows,
    _ random: inout SampleRandom
  ) {
    let server = SampleCompany.host("SRV-FILE01")
    rows.connection(explorer, to: server.address, 445, at: moment, &random)
    rows.logon(on: server, SampleProcess.Account(person), type: "Network", from: explorer.host, at: moment, &random)
    let folder = "\\\\SRV-FILE01\\\(person.department.filter { $0 != " " })"
    let file = SampleFile(folder: folder, name: document + ".pdf", company: "", product: "")
    rows.file(file, random.chance(0.8) ? "FileCreated" : "FileDeleted", by: explorer, at: moment + .seconds(8))
  }

  /// Engineers and helpers run what attackers run too: curl, PowerShell, git.
  private func developer(
    _ explorer: SampleProcess, _ person: SampleCompany.Person, _ moment: DateTime, _ rows: inout SampleRows, _ random: inout SampleRandom
  ) {
    guard person.department == "Engineering" || person.department == "IT" else {
      let calculator = explorer.child(.system("calc.exe"), "\"C:\\Windows\\System32\\calc.exe\"", at: moment, &random)
      return rows.processCreated(calculator, by: explorer)
    }
    let shell = explorer.child(.powershell, "\"\(SampleFile.powershell.path)\"", at: moment, &random)
    rows.processCreated(shell, by: explorer)
    let upload = "curl.exe --upload-file build-\(random.number(100...999)).zip https://artifacts.contoso.com/nightly/"
    let lines = [
      upload, "git.exe fetch --all --prune", "curl.exe -sS https://artifacts.contoso.com/health", "whoami.exe", "ping.exe SRV-DB02",
    ]
    let line = random.pick(lines)
    let tool = shell.child(.system(String(line.prefix { $0 != " " })), line, at: moment + .seconds(20), &random)
    rows.processCreated(tool, by: shell)
    if line.hasPrefix("curl") {
      rows.connection(tool, to: "10.20.0.80", 443, url: "artifacts.contoso.com", at: moment + .seconds(21), &random)
    }
  }

  /// What Windows does by itself, and the updaters that write run keys and tasks as attackers do.
  private func service(_ back: Int, _ host: SampleCompany.Host, _ rows: inout SampleRows, _ random: inout SampleRandom) {
    let services = SampleProcess.root(.system("services.exe"), "services.exe", on: host, at: clock.day(back), as: .system)
    for _ in 0..<random.number(3...5) {
      guard let moment = clock.any(back, &random) else { continue }
      let host = services.child(.system("svchost.exe"), "svchost.exe -k netsvcs -p -s Schedule", at: moment, &random)
      let names = ["taskhostw.exe", "backgroundTaskHost.exe", "MoUsoCoreWorker.exe", "conhost.exe", "RuntimeBroker.exe", "wermgr.exe"]
      let name = random.pick(names)
      let child = host.child(.system(name), name + (name == "taskhostw.exe" ? " -Embedding" : ""), at: moment + .seconds(1), &random)
      rows.processCreated(child, by: host)
      rows.registry(
        "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\W32Time\\SecureTimeLimits", "SecureTimeHigh",
        String(random.number(1_000_000...9_999_999)), by: host, at: moment + .seconds(2))
    }
    guard let person = host.user, random.chance(0.25), let moment = clock.working(back, &random) else { return }
    updater(host, person, moment, &rows, &random)
  }

  private func updater(
    _ host: SampleCompany.Host, _ person: SampleCompany.Person, _ moment: DateTime, _ rows: inout SampleRows, _ random: inout SampleRandom
  ) {
    let account = SampleProcess.Account(person)
    let folder = "C:\\Users\\\(person.name)\\AppData\\Local\\Microsoft\\OneDrive"
    let file = SampleFile(folder: folder, name: "OneDriveSetup.exe", product: "Microsoft OneDrive")
    let setup = SampleProcess.root(file, "\"\(file.path)\" /update /peruser", on: host, at: moment, as: account)
    rows.registry(
      "HKEY_CURRENT_USER\\\(account.sid)\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run", "OneDrive",
      "\"\(folder)\\OneDrive.exe\" /background", by: setup, at: moment)
    rows.file(SampleFile(folder: folder, name: "OneDrive.exe", product: "Microsoft OneDrive"), "FileModified", by: setup, at: moment)
    let line = "schtasks.exe /Create /TN \"OneDrive Standalone Update Task\" /XML \"\(folder)\\task.xml\" /F"
    rows.processCreated(setup.child(.system("schtasks.exe"), line, at: moment + .seconds(1), &random), by: setup)
  }
}
