import Casefile
import HuntPipeline
import TestSupport
import Testing

/// Findings that are true in every word, as models write them: nothing in them may be marked.
@Suite("A model that tells the truth") struct TrueFindingTests {
  struct Truth: Sendable, CustomTestStringConvertible {
    let name: String
    let finding: Finding
    var testDescription: String { name }

    init(_ name: String, _ change: (inout Finding) -> Void) {
      self.name = name
      finding = LyingRows.truth(change)
    }
  }

  private static let all: [Truth] = [
    Truth("times to the minute, to the second and as a span of the rows cited") {
      $0.rows = [1, 2]
      $0.description = "Between 03:14 and 03:16 UTC on 23 November 2026, first at 2026-11-23T03:14:07Z, last 2026-11-23 03:16."
    },
    Truth("twelve-hour time and a month") { $0.description = "Around 3:14 AM, in November 2026." },
    Truth("addresses and links defanged") {
      $0.description = "Contact with 203[.]0[.]113[.]77 over hxxp://cdn[.]updates[.]example/stage2.bin."
      $0.indicators = ["203.0.113[.]77", "hxxp://cdn.updates[.]example/stage2.bin", "cdn[.]updates[.]example"]
    },
    Truth("the domain above the one in the row") { $0.indicators = ["updates.example"] },
    Truth("indicators with labels and remarks") {
      $0.indicators = ["SHA256: \(LyingRows.hash)", "IP: 203.0.113.77", "203.0.113.77 (contacted from WS-123 at 03:14)", "Host: WS-123"]
    },
    Truth("an address with a port that another cell holds") {
      $0.rows = [4]
      $0.title = "An account is added on web-10"
      $0.description = "www-data ran net user from 10.0.0.10."
      $0.notes = ""
      $0.logLines = ["cmd /c net user helpdesk2 /add"]
      $0.indicators = ["10.0.0.10", "helpdesk2", "web-10"]
      $0.mitre = Finding.Mitre(tactic: "Persistence", technique: "T1136", subTechnique: "T1136.001")
    },
    Truth("several hosts and users of the rows cited") {
      $0.rows = [1, 3, 4]
      $0.title = "One actor on WS-123, SRV-DC01 and web-10"
      $0.description = "mlopez, then the service account svc-backup and user www-data; rows 1, 3 and 4."
      $0.logLines = ["rundll32.exe C:\\Windows\\System32\\comsvcs.dll, MiniDump 624 C:\\Temp\\out.dmp full"]
      $0.tags = ["lsass", "lateral-movement", "T1003.001"]
    },
    Truth("a quote joined from cells of one row, with its number") {
      $0.logLines = ["1|0|WS-123|mlopez|powershell.exe", "WS-123 | mlopez | powershell.exe"]
    },
    Truth("a long quote that is cut with an ellipsis") {
      $0.logLines = ["powershell -w hidden -File C:\\Users\\mlopez\\Downl…", "powershell -w hidden … invoice.pdf.ps1"]
    },
    Truth("backslashes doubled and quotes bent") {
      $0.logLines = ["powershell  -w hidden -File C:\\\\Users\\\\mlopez\\\\Downloads\\\\invoice.pdf.ps1"]
    },
    Truth("code in backticks and a program without its ending") {
      $0.description = "It ran `powershell -w hidden -File` through powershell.exe; `whoami /all` is in row 2."
      $0.rows = [1, 2]
    },
    Truth("words that look like names and are none") {
      $0.description = """
        The user opens a file, the account used is a local user account, the host process was started by a user with SHA-256 and UTF-8 names, \
        base64-encoded or AES-256, over TLS1.2, TCP/IP and SMBv2 on Windows 10; event ID 4688, .NET 4.8, PowerShell 5.1, log4j-style, ASP.NET \
        and System.Net. Any device could do it, and no server name is given. A user proves who he is. Two-factor login is off, e.g. for guests.
        """
      $0.notes =
        "Check the user account, its sign-ins, the device owner, and whether the account was compromised; see also T1059 and TA0002."
    },
    Truth("what the question names and no row has") { $0.notes = "Nothing is seen of the happenings asked about." },
    Truth("counts within the rows") { $0.description = "6 rows were read, 1 row matters; 2 events of mlopez." },
    Truth("an old name of a tactic and a technique without one") {
      $0.mitre = Finding.Mitre(tactic: "defense evasion", technique: "T1564", subTechnique: "T1564.003")
    },
    Truth("no technique at all") { $0.mitre = Finding.Mitre() },
  ]

  @Test("A true finding is verified, and not one word of it is marked", arguments: all)
  func truths(truth: Truth) async throws {
    let finding = try #require(await LyingModelTests.told([truth.finding]).first)
    #expect(finding.notFound.isEmpty, "\(finding.notFound)")
    #expect(finding.doubts.isEmpty)
    #expect(finding.evidence == .verified)
    #expect(finding.confidence == .high)
  }
}
