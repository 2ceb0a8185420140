import Decoding
import Foundation
import Testing

@Suite("Ordinary text is left alone")
struct OrdinaryTextTests {
  private static let values: [String] = [
    "C:\\Windows\\System32\\svchost.exe -k netsvcs -p -s Schedule",
    "C:\\Program Files (x86)\\Microsoft Office\\root\\Office16\\WINWORD.EXE /n",
    "/usr/share/applications/org.gnome.Terminal.desktop", "/var/lib/docker/overlay2/abcdef/merged/usr/bin/python3",
    "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run", "%SystemRoot%\\System32\\cmd.exe", "%APPDATA%\\Roaming\\a.exe",
    "%DATE% %TIME%", "100% of 20 done", "50%25", "LIKE '%DEAD%'", "arn:aws:iam::123456789012:role/AdministratorAccess",
    "https://login.microsoftonline.com/common/oauth2/v2.0/authorize", "InitiatingProcessAccountObjectId", "ProcessCommandLine",
    "NT AUTHORITY\\SYSTEM", "S-1-5-21-3623811015-3361044348-30300820-1013", "2026-11-23T03:14:07.1234567Z", "alice@contoso.com",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36", "4532756279624064",
    "12345678901234567890", "192.168.100.200:443", "fe80::1ff:fe23:4567:890a", "ThisIsAVeryLongCamelCaseIdentifier2026Version",
    "microsoft.windows.shellexperiencehost_cw5n1h2txyewy!App", "Microsoft.AAD.BrokerPlugin_1000.19580.1000.0_neutral_neutral_cw5n1h2txyewy",
    "kubectl get pods --namespace kube-system -o wide", "git commit -m 'Fix the parser'", "docker run -e POSTGRES_PASSWORD=secret postgres",
    "ssh-rsa key for backup", "base64encodeddata", "-Execution Policy", "-e myenvironment", "grep -e Something123 file",
    "sed -e s/abc/defghi/g",
    "/subscriptions/3fa85f64-5717-4562-b3fc-2c963f66afa6/resourceGroups/Prod/providers/Microsoft.Network/networkInterfaces/nic01",
    "\u{202E}gpj.exe", "", "a", "\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}",
  ]

  @Test("Words, paths, names, addresses and numbers give nothing")
  func ordinary() {
    for value in Self.values { #expect(TextDecoder.decoded(value) == [], "\(value)") }
  }

  @Test("Hundreds of hashes, GUIDs and random ids give nothing")
  func ids() {
    var generator = SeededNumbers()
    for _ in 0..<400 {
      for length in [32, 40, 64] {
        let hash = (0..<length).map { _ in String(Int.random(in: 0..<16, using: &generator), radix: 16) }.joined()
        #expect(TextDecoder.decoded(hash) == [], "\(hash)")
        #expect(TextDecoder.decoded(hash.uppercased()) == [])
        let guid =
          "\(hash.prefix(8))-\(hash.dropFirst(8).prefix(4))-\(hash.dropFirst(12).prefix(4))-\(hash.dropFirst(16).prefix(4))-\(hash.dropFirst(20).prefix(12))"
        #expect(TextDecoder.decoded(guid) == [])
      }
      let bytes = (0..<Int.random(in: 12...64, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(TextDecoder.decoded(Data(bytes).base64EncodedString()) == [], "\(bytes)")
    }
  }

  @Test("Names put together from words give nothing")
  func names() {
    let words = [
      "Process", "Account", "Windows", "Token", "Network", "Cloud", "Service", "User", "32", "64", "V2", "Remote", "Logon", "Id",
    ]
    var generator = SeededNumbers()
    for _ in 0..<3000 {
      let name = (0..<Int.random(in: 3...7, using: &generator)).compactMap { _ in words.randomElement(using: &generator) }.joined()
      #expect(TextDecoder.decoded(name) == [], "\(name)")
      let path = (0..<6).compactMap { _ in words.randomElement(using: &generator) }.joined(separator: "/")
      #expect(TextDecoder.decoded(path) == [], "\(path)")
    }
  }
}

/// The same numbers in every run.
private struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64 = 42

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
