import AlertSources
import Casefile
import Testing

@Suite("Links of alerts, before a browser gets them") struct AlertLinkTests {
  @Test(
    "Odd links are opened by nothing",
    arguments: [
      "", "file:///etc/passwd", "javascript:alert(1)", "http://security.microsoft.com/alerts/1", "https://", "--help", "x-apple:1",
      "https://security.microsoft.com@evil.example/", "https://user:pw@security.microsoft.com/", "https://security.microsoft.com/a b",
      "https://security.microsoft.com/\u{1B}[2J", "https://security.microsoft.com/\n", "https://sеcurity.microsoft.com/",
      "https://security.microsoft.com/\u{202E}", "https://a.example/" + String(repeating: "a", count: 5000), "smb://host/share",
    ])
  func odd(link: String) {
    var gate = AlertLinkGate()
    for _ in 0..<2 {
      guard case .refused(let problem) = gate.answer(to: link) else {
        Issue.record("\(link) was not refused")
        return
      }
      #expect(problem.cause?.contains("\u{1B}") == false && problem.cause?.contains("\n") == false)
    }
  }

  @Test(
    "Links to the portals, and to this machine, open at once",
    arguments: [
      "https://security.microsoft.com/alerts/da1?tid=x", "https://portal.azure.com/#blade/x", "http://127.0.0.1:8080/x",
      "https://contoso.portal.cloudappsecurity.com/#/alerts/1", "https://security.microsoft.com:443/x",
    ])
  func known(link: String) {
    var gate = AlertLinkGate()
    #expect(gate.answer(to: link) == .open(link))
  }

  @Test(
    "Another port of a portal's host is no portal, nor is a page that leads anywhere",
    arguments: ["https://MICROSOFT.COM:444/x#", "https://security.microsoft.com:8443/", "https://aka.ms/x"])
  func ports(link: String) throws {
    #expect(try !AlertLink(link).isKnown)
    #expect(try AlertLink("https://SECURITY.Microsoft.com/x").isKnown)
  }

  @Test("Any other host is shown with the whole link first, and opened when asked for again, but not after another link")
  func strange() {
    var gate = AlertLinkGate()
    let (first, second) = ("https://security.microsoft.com.evil.example/x?y", "https://notportal.cloudappsecurity.com/")
    func isShown(_ answer: AlertLinkGate.Answer, _ link: String) -> Bool {
      if case .shown(let text) = answer { text.contains(link) } else { false }
    }
    #expect(isShown(gate.answer(to: first), first))
    #expect(gate.answer(to: first) == .open(first))
    #expect(isShown(gate.answer(to: first), first), "each opening is asked for anew")
    #expect(isShown(gate.answer(to: second), second))
    #expect(isShown(gate.answer(to: first), first))
  }
}
