package import Casefile

/// Rows of processes as they come from a fleet: few programs, many runs, command lines of a kind, files of their own.
package enum ProcessRows {
  package static let columns: [Column] = [
    Column("TimeGenerated", .datetime), Column("Timestamp", .datetime), Column("DeviceName", .string), Column("AccountName", .string),
    Column("FileName", .string), Column("FolderPath", .string), Column("SHA256", .string), Column("MD5", .string),
    Column("ProcessId", .long), Column("ProcessCommandLine", .string), Column("InitiatingProcessFileName", .string),
    Column("InitiatingProcessSHA256", .string), Column("InitiatingProcessMD5", .string), Column("InitiatingProcessCreationTime", .datetime),
    Column("RemoteIP", .string), Column("Tenant", .string), Column("Nothing", .string), Column("ReportId", .long),
  ]

  package static func made(_ count: Int, seed: UInt64 = 7) -> ([Column], [[Value]]) {
    var random = SeededGenerator(seed: seed)
    func hex(_ text: String, _ length: Int) -> String {
      var hash = SeededGenerator(seed: text.utf8.reduce(17) { $0 &* 31 &+ UInt64($1) })
      return String((0..<length).map { _ in "0123456789abcdef".randomElement(using: &hash) ?? "0" })
    }
    let files = ["svchost.exe", "conhost.exe", "powershell.exe", "ngen.exe", "agent.exe", "msbuild.exe", "rundll32.exe"]
    let start = DateTime("2026-11-23T00:00:00Z") ?? .minimum
    let rows = (0..<count).map { place -> [Value] in
      let file = files[Int.random(in: 0..<files.count, using: &random)]
      let parent = files[Int.random(in: 0..<3, using: &random)]
      let process = Int.random(in: 4..<60_000, using: &random)
      let moment = start + .seconds(Double(place * 3))
      let command =
        switch file {
        case "powershell.exe":
          place % 9 == 0 ? "powershell.exe -enc dwBoAG8AYQBtAGkACgB8ACAAbgBlAHQA" : "powershell.exe -File C:\\Ops\\run\(place % 40).ps1"
        case "ngen.exe": "\"ngen.exe\" install \"System.\(["Core", "Data", "Xml"][place % 3]), Version=4.0.0.\(place % 5)\" /NoDependencies"
        case "agent.exe": "agent.exe --server https://c2-\(place % 11).example.com/x --session \(process)"
        default: "\(file) -k netsvcs"
        }
      return [
        .datetime(moment), .datetime(moment), .string("ws-\(place % 6).contoso.com"), .string(place % 50 == 0 ? "mlopez" : "system"),
        .string(file), .string("C:\\Windows\\System32\\\(file)"), .string(hex(file, 64)), .string(hex(file, 32)), .long(Int64(process)),
        .string(command), .string(parent), .string(hex(parent, 64)), .string(hex(parent, 32)),
        .datetime(moment - .minutes(Double(place % 4) * 60)), .string(place % 4 == 0 ? "203.0.113.\(place % 200)" : ""),
        .string("contoso"), .string(""), .long(Int64(place * 17 + 5)),
      ]
    }
    return (columns, rows)
  }
}

/// Alerts of which no two share an indicator.
package enum DistinctAlerts {
  package static func made(_ count: Int) -> [Alert] {
    let start = DateTime("2026-11-23T00:00:00Z") ?? .minimum
    return (0..<count).map { place in
      let hash = String((0..<64).map { Character(String((place * 7 + $0 * ($0 + place)) % 16, radix: 16)) })
      return Alert(
        id: "alert-\(place)", source: "store", title: "Suspicious process on ws-\(1000 + place)",
        summary: "The process tool\(place).exe of user\(place) reached 198.51.100.\(place) and host\(place).example.net.",
        severity: .high, category: "Execution", product: "Defender", created: start + .minutes(Double(place)),
        entities: [
          Entity(kind: .host, label: "ws-\(1000 + place).contoso.com", details: [Entity.Detail("HostName", "ws-\(1000 + place)")]),
          Entity(kind: .user, label: "CONTOSO\\user\(place)", details: [Entity.Detail("Sid", "S-1-5-21-1-2-3-\(5000 + place)")]),
          Entity(kind: .address, label: "198.51.100.\(place)"),
          Entity(kind: .url, label: "http://host\(place).example.net/a\(place)"),
          Entity(
            kind: .process, label: "tool\(place).exe -x \(place)",
            details: [Entity.Detail("ImageFile.SHA256", hash), Entity.Detail("ProcessId", "0x\(String(place + 4096, radix: 16))")]),
        ])
    }
  }
}
