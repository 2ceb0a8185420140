import Casefile
import Testing
@testable import Workbench

@Suite("The filter and the order of findings") struct FindingFilterTests {
  private let finding = Finding(
    id: "1", title: "Hidden PowerShell", mitre: Finding.Mitre(tactic: "Credential Access", id: "T1003.001", name: "LSASS Memory"),
    confidence: .high, evidence: .unverified, source: "rule:ps")

  private func lets(_ filter: String, _ status: Triage.Status? = nil) -> Bool {
    FindingFilter(filter).lets(finding, status.map { Triage(status: $0, time: .minimum) }, [ProofLine(row: 1, time: nil, about: "ws-1")])
  }

  @Test("A field looks in one place, and tactics are known in any spelling")
  func fields() {
    for filter in [
      "tactic:credential", "tactic:CredentialAccess", "tactic:credential-access", "tactic:\"credential access\"", "technique:T1003",
      "confidence:high", "evidence:unverified", "status:new", "title:powershell", "source:rule", "severity:high", "ws-1",
      "!evidence:verified",
      "",
    ] {
      #expect(lets(filter), "\(filter)")
    }
    for filter in [
      "tactic:execution", "evidence:verified", "status:confirmed", "!technique:t1003", "title:lsass", "confidence:low", "ws-2",
    ] {
      #expect(!lets(filter), "\(filter)")
    }
    #expect(lets("status:false-positive", .falsePositive))
    #expect(lets("status:falsepositive", .falsePositive))
    #expect(lets("!status:new", .closed))
  }

  @Test("A field that findings do not have is told")
  func unknown() {
    #expect(FindingFilter.unknownField(in: "evidence:verified") == nil)
    #expect(FindingFilter.unknownField(in: "colour:red") == "colour")
    #expect(FindingFilter.unknownField(in: "evidence:verified colour:red") == "colour", "behind one that counts")
    for field in ["user", "host", "id", "incident"] {
      #expect(FindingFilter.unknownField(in: "\(field):ws-1") == field)
      #expect(!lets("\(field):ws-1"), "a field is not dropped")
    }
    #expect(FindingFilter.unknownField(in: "severity:high \"colour:red\" https://x.example") == nil)
  }

  @Test("In quotes a colon is text, and a regular expression is refused rather than searched by its letters")
  func quotes() {
    #expect(!lets("\"evidence:unverified\""))
    #expect(lets("evidence:unverified"))
    #expect(!lets("/hidden|base64/"))
    #expect(FindingFilter("/hidden|base64/").hasPattern)
    #expect(FindingFilter("title:/a/ x").hasPattern)
    #expect(!FindingFilter("\"/a|b/\"").hasPattern)
  }

  @Test("A word put behind an open quote is a word of its own")
  func openQuote() {
    let filter = FilterWords.setting("assigned:me", in: "title:\"run key")
    #expect(filter == "title:\"run key\" assigned:me")
    #expect(FilterWords.toggling("assigned:me", in: filter) == "title:\"run key\"")
  }

  @Test("The surest stand first; what is to be ignored, harmless or done with stands last, in any order it came")
  func order() {
    func finding(_ id: String, _ confidence: Finding.Confidence, _ next: [Finding.Recommendation] = []) -> Finding {
      Finding(id: id, title: id, confidence: confidence, evidence: .verified, source: "", recommendations: next)
    }
    let all = [
      finding("benign", .high, [.ignore]), finding("closed", .high), finding("low", .low), finding("high", .high),
      finding("medium", .medium),
    ]
    var state = FindingsState()
    state.decisions["closed"] = Triage(status: .closed, time: .minimum)
    let places = FindingOrder(state, all).ordered(Array(all.indices))
    #expect(places.map { all[$0].id } == ["high", "medium", "low", "benign", "closed"])
    state.sort = .status
    #expect(FindingOrder(state, all).ordered(Array(all.indices)).map { all[$0].id } == ["high", "medium", "low", "benign", "closed"])
    state.decisions["medium"] = Triage(status: .confirmed, time: .minimum)
    #expect(FindingOrder(state, all).ordered(Array(all.indices)).map { all[$0].id }.suffix(2) == ["medium", "closed"])
  }

  @Test("Tactics are spelt as in the matrix; what it does not know has its words parted")
  func tactics() {
    #expect(TacticName.shown("CredentialAccess") == "Credential Access")
    #expect(TacticName.shown("command-and-control") == "Command and Control")
    #expect(TacticName.shown("SuspiciousActivity") == "Suspicious Activity")
    #expect(TacticName.shown("Unknown") == "Unknown")
    #expect(TacticName.shown("") == "")
  }
}
