import Casefile

/// Rows of the sample as they are made, by table, each table with a fixed list of columns.
struct SampleRows {
  /// The rows of one table; each has a cell for each column.
  struct Table {
    let name: String
    let columns: [String]
    var rows: [[Value]] = []
  }

  /// What would lie at or behind this moment has not happened yet and is left out.
  let now: DateTime
  private(set) var tables: [String: Table] = [:]
  private var reports: Int64 = 1000

  init(now: DateTime) { self.now = now }

  var count: Int { tables.values.reduce(0) { $0 + $1.rows.count } }

  mutating func add(_ table: String, _ columns: [String], _ cells: [Value]) {
    precondition(columns.count == cells.count, "a row of \(table) has \(cells.count) cells for \(columns.count) columns")
    if case .datetime(let moment)? = cells.first, moment >= now { return }
    tables[table, default: Table(name: table, columns: columns)].rows.append(cells)
  }

  mutating func nextReport() -> Value {
    reports += 1
    return .long(reports)
  }
}

extension SampleRows {
  private static let common = [
    "TimeGenerated", "Timestamp", "TenantId", "Type", "DeviceId", "DeviceName", "ActionType", "ReportId", "MachineGroup",
  ]

  private mutating func common(_ table: String, _ host: SampleCompany.Host, _ action: String, _ moment: DateTime) -> [Value] {
    let time = Value.datetime(moment)
    let group = host.user == nil ? "Servers" : "Workstations"
    return [
      time, time, .string(SampleCompany.tenant), .string(table), .string(host.id), .string(host.dnsName.lowercased()), .string(action),
      nextReport(), .string(group),
    ]
  }

  private static let initiating =
    [
      "AccountDomain", "AccountName", "AccountSid", "AccountUpn", "AccountObjectId", "IntegrityLevel", "TokenElevation", "FileName",
      "FolderPath", "SHA1", "SHA256", "MD5", "FileSize", "VersionInfoCompanyName", "VersionInfoProductName", "Id", "CommandLine",
      "CreationTime", "ParentFileName", "ParentId", "ParentCreationTime",
    ].map { "InitiatingProcess" + $0 }

  private static func initiating(_ process: SampleProcess) -> [Value] {
    let account = process.account
    return [
      .string(account.domain), .string(account.name), .string(account.sid), .string(account.upn), .string(account.objectID),
      .string(account.isSystem ? "System" : "Medium"), .string("TokenElevationTypeDefault"), .string(process.file.name),
      .string(process.file.path.lowercased()), .string(process.file.sha1), .string(process.file.sha256), .string(process.file.md5),
      .long(process.file.size), .string(process.file.company), .string(process.file.product), .long(Int64(process.number)),
      .string(process.commandLine), .datetime(process.created), .string(process.parentName), .long(Int64(process.parentNumber)),
      .datetime(process.parentCreated),
    ]
  }

  private static let processColumns =
    common + [
      "FileName", "FolderPath", "SHA1", "SHA256", "MD5", "FileSize", "ProcessVersionInfoCompanyName", "ProcessVersionInfoProductName",
      "ProcessVersionInfoOriginalFileName", "ProcessId", "ProcessCommandLine", "ProcessIntegrityLevel", "ProcessTokenElevation",
      "ProcessCreationTime", "AccountDomain", "AccountName", "AccountSid", "AccountUpn", "AccountObjectId", "LogonId",
      "InitiatingProcessSignerType", "InitiatingProcessSignatureStatus",
    ] + initiating

  /// `parent` started `process`.
  mutating func processCreated(_ process: SampleProcess, by parent: SampleProcess) {
    let account = process.account
    let file = process.file
    let cells: [Value] = [
      .string(file.name), .string(file.path), .string(file.sha1), .string(file.sha256), .string(file.md5), .long(file.size),
      .string(file.company), .string(file.product), .string(file.original), .long(Int64(process.number)),
      .string(process.commandLine), .string(account.isSystem ? "System" : "Medium"), .string("TokenElevationTypeDefault"),
      .datetime(process.created), .string(account.domain), .string(account.name), .string(account.sid), .string(account.upn),
      .string(account.objectID), .long(account.isSystem ? 999 : Int64(account.sid.utf8.suffix(4).reduce(70_000) { $0 &* 7 &+ Int($1) })),
      .string(parent.file.isSigned ? "OsVendor" : "Unknown"), .string(parent.file.isSigned ? "Valid" : "Unsigned"),
    ]
    let head = common("DeviceProcessEvents", process.host, "ProcessCreated", process.created)
    add("DeviceProcessEvents", SampleRows.processColumns, head + cells + SampleRows.initiating(parent))
  }

  private static let networkColumns =
    common + ["RemoteIP", "RemotePort", "RemoteUrl", "LocalIP", "LocalPort", "Protocol", "LocalIPType", "RemoteIPType"] + initiating

  /// `process` talked, or tried to talk, to an address.
  mutating func connection(
    _ process: SampleProcess, to address: String, _ port: Int, url: String = "", action: String = "ConnectionSuccess",
    at moment: DateTime, _ random: inout SampleRandom
  ) {
    let isPrivate = address.hasPrefix("10.")
    let cells: [Value] = [
      .string(address), .long(Int64(port)), .string(url), .string(process.host.address), .long(Int64(random.number(49_152...65_000))),
      .string("Tcp"), .string("Private"), .string(isPrivate ? "Private" : "Public"),
    ]
    let head = common("DeviceNetworkEvents", process.host, action, moment)
    add("DeviceNetworkEvents", SampleRows.networkColumns, head + cells + SampleRows.initiating(process))
  }

  private static let logonColumns =
    common + [
      "LogonType", "AccountDomain", "AccountName", "AccountSid", "Protocol", "FailureReason", "IsLocalAdmin", "LogonId",
      "RemoteDeviceName", "RemoteIP", "RemoteIPType", "RemotePort", "AdditionalFields",
    ] + initiating

  /// Someone logged on to `host`, or failed to; `from` is the machine it came from, nil for the console.
  mutating func logon(
    on host: SampleCompany.Host, _ account: SampleProcess.Account, type: String, from: SampleCompany.Host? = nil, failure: String = "",
    isAdmin: Bool = false, at moment: DateTime, _ random: inout SampleRandom
  ) {
    let protocolName = type == "Network" ? (failure.isEmpty ? "Kerberos" : "NTLM") : "Negotiate"
    let lsass = SampleProcess.root(.system("lsass.exe"), "lsass.exe", on: host, at: moment.startOfDay, as: .system)
    let cells: [Value] = [
      .string(type), .string(account.domain), .string(account.name), .string(account.sid), .string(protocolName), .string(failure),
      failure.isEmpty ? .bool(isAdmin) : .null, .long(Int64(random.number(100_000...99_999_999))), .string(from?.name ?? ""),
      .string(from?.address ?? ""), .string(from == nil ? "" : "Private"),
      from == nil ? .null : .long(Int64(random.number(49_152...65_000))),
      .dynamic(["IsLocalLogon": .bool(from == nil)]),
    ]
    let head = common("DeviceLogonEvents", host, failure.isEmpty ? "LogonSuccess" : "LogonFailed", moment)
    add("DeviceLogonEvents", SampleRows.logonColumns, head + cells + SampleRows.initiating(lsass))
  }

  private static let fileColumns =
    common + ["FileName", "FolderPath", "SHA1", "SHA256", "MD5", "FileSize", "FileOriginUrl", "FileOriginIP", "PreviousFileName"]
    + initiating

  /// `process` made, changed, renamed or deleted a file.
  mutating func file(
    _ file: SampleFile, _ action: String, by process: SampleProcess, at moment: DateTime, url: String = "", address: String = ""
  ) {
    let cells: [Value] = [
      .string(file.name), .string(file.path), .string(file.sha1), .string(file.sha256), .string(file.md5), .long(file.size),
      .string(url), .string(address), .string(""),
    ]
    let head = common("DeviceFileEvents", process.host, action, moment)
    add("DeviceFileEvents", SampleRows.fileColumns, head + cells + SampleRows.initiating(process))
  }

  private static let registryColumns =
    common + [
      "RegistryKey", "RegistryValueType", "RegistryValueName", "RegistryValueData", "PreviousRegistryKey", "PreviousRegistryValueData",
    ] + initiating

  /// `process` set a value in the registry.
  mutating func registry(
    _ key: String, _ name: String, _ data: String, action: String = "RegistryValueSet", by process: SampleProcess, at moment: DateTime
  ) {
    let cells: [Value] = [.string(key), .string("String"), .string(name), .string(data), .string(key), .string("")]
    let head = common("DeviceRegistryEvents", process.host, action, moment)
    add("DeviceRegistryEvents", SampleRows.registryColumns, head + cells + SampleRows.initiating(process))
  }
}
