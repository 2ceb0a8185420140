import Casefile

/// A process of the sample: what starts it, where its file lies, what its hashes are. Children refer to their parent's number.
struct SampleProcess {
  /// The account a process runs under.
  struct Account {
    var name: String
    var domain: String
    var sid: String
    var upn: String
    var objectID: String
    var isSystem: Bool

    static let system = Account(name: "system", domain: "nt authority", sid: "S-1-5-18", upn: "", objectID: "", isSystem: true)

    init(name: String, domain: String, sid: String, upn: String, objectID: String, isSystem: Bool) {
      self.name = name
      self.domain = domain
      self.sid = sid
      self.upn = upn
      self.objectID = objectID
      self.isSystem = isSystem
    }

    init(_ person: SampleCompany.Person) {
      self.init(
        name: person.name, domain: "contoso", sid: person.sid, upn: person.upn, objectID: person.objectID, isSystem: false)
    }
  }

  var host: SampleCompany.Host
  var file: SampleFile
  var commandLine: String
  var number: Int
  var created: DateTime
  var account: Account
  var parentName: String
  var parentNumber: Int
  var parentCreated: DateTime

  /// A process that some earlier one started.
  func child(
    _ file: SampleFile, _ commandLine: String, at moment: DateTime, as account: Account? = nil, _ random: inout SampleRandom
  ) -> SampleProcess {
    SampleProcess(
      host: host, file: file, commandLine: commandLine, number: random.number(700...5999) * 4, created: moment,
      account: account ?? self.account, parentName: self.file.name, parentNumber: number, parentCreated: created)
  }

  /// One of the processes that run from the start: `services.exe`, `explorer.exe` and the like.
  static func root(
    _ file: SampleFile, _ commandLine: String, on host: SampleCompany.Host, at moment: DateTime, as account: Account
  ) -> SampleProcess {
    var random = SampleRandom(name: host.name + "/" + file.name + "/" + String(moment.startOfDay.ticks))
    return SampleProcess(
      host: host, file: file, commandLine: commandLine, number: random.number(150...900) * 4, created: moment, account: account,
      parentName: account.isSystem ? "wininit.exe" : "userinit.exe", parentNumber: random.number(150...900) * 4,
      parentCreated: moment - .seconds(4))
  }
}

/// A file on a disk of the sample, with what its version block says.
struct SampleFile {
  let folder: String
  let name: String
  let company: String
  let product: String
  let original: String
  let path: String
  let size: Int64
  let sha1: String
  let sha256: String
  let md5: String
  var isSigned: Bool { !company.isEmpty }

  init(
    folder: String, name: String, company: String = "Microsoft Corporation", product: String = "Microsoft® Windows® Operating System",
    original: String? = nil
  ) {
    self.folder = folder
    self.name = name
    self.company = company
    self.product = product
    self.original = original ?? name
    path = folder + "\\" + name
    var random = SampleRandom(name: name)
    size = Int64(random.number(40_000...2_440_000))
    sha1 = random.hex(40)
    sha256 = random.hex(64)
    md5 = random.hex(32)
  }

  static func system(_ name: String) -> SampleFile { SampleFile(folder: "C:\\Windows\\System32", name: name) }
  static func program(_ folder: String, _ name: String, _ company: String, _ product: String) -> SampleFile {
    SampleFile(folder: "C:\\Program Files\\" + folder, name: name, company: company, product: product)
  }

  static let powershell = SampleFile(
    folder: "C:\\Windows\\System32\\WindowsPowerShell\\v1.0", name: "powershell.exe", original: "PowerShell.EXE")
  static let explorer = SampleFile(folder: "C:\\Windows", name: "explorer.exe")
  static let office = "Microsoft Office\\root\\Office16"
  static let outlook = program(office, "OUTLOOK.EXE", "Microsoft Corporation", "Microsoft Office")
  static let excel = program(office, "EXCEL.EXE", "Microsoft Corporation", "Microsoft Office")
  static let word = program(office, "WINWORD.EXE", "Microsoft Corporation", "Microsoft Office")
  static let edge = program("(x86)\\Microsoft\\Edge\\Application", "msedge.exe", "Microsoft Corporation", "Microsoft Edge")
  static let teams = program("WindowsApps\\MSTeams", "ms-teams.exe", "Microsoft Corporation", "Microsoft Teams")
  static let agent = SampleFile(folder: "C:\\Windows\\CCM", name: "CcmExec.exe", product: "Microsoft Configuration Manager")
  static let backup = program("Contoso Backup", "cbagent.exe", "Contoso IT", "Contoso Backup Agent")
  static let scanner = program("Contoso Scanner", "cscan.exe", "Contoso IT", "Contoso Vulnerability Scanner")
}
