import LanguageModels
import Testing

@Suite("Who and what a request names") struct RequestEntitiesTests {
  @Test(
    "Hosts are told from other words with numbers",
    arguments: [
      ("Show suspicious PowerShell activity on host WS-123 in the last day", ["WS-123"]), ("what ran on WORKSTATION5?", ["WORKSTATION5"]),
      ("logons from web01 to dc01", ["web01", "dc01"]), ("is SRV01 compromised", ["SRV01"]),
      ("any T1059 or SHA256 or CVE-2024-1234 or Windows10 or AES256", []), ("event 4625 on port4444 over IPv4", []),
      ("Were NSG rules blocking outbound 4444 from VM web-01 this weekend?", ["web-01"]),
      ("what did desk17.contoso.com do", []), ("traffic from desk17.contoso.com", ["desk17.contoso.com"]),
    ])
  func hosts(text: String, hosts: [String]) {
    #expect(RequestEntities(in: text).hosts == hosts)
  }

  @Test("Users, addresses, ports, hashes and files are read from their shapes")
  func others() {
    let found = RequestEntities(
      in: "did CONTOSO\\mlopez or alice@contoso.com run up.ps1 (d41d8cd98f00b204e9800998ecf8427e) and reach 203.0.113.77 on 4444?")
    #expect(found.users == ["mlopez", "alice@contoso.com"])
    #expect(found.files == ["up.ps1"])
    #expect(found.hashes == ["d41d8cd98f00b204e9800998ecf8427e"])
    #expect(found.addresses == ["203.0.113.77"])
    #expect(found.ports == [4444])
  }
}
