import AttackCatalogue
import Testing

@Suite struct AttackMatrixTests {
  let matrix = AttackMatrix.enterprise

  @Test("the tables are whole: ids are sorted, parents and successors exist, tactics are known")
  func tablesAreWhole() {
    #expect(matrix.techniques.count == 858)
    #expect(matrix.tactics.count == 15)
    #expect(matrix.tactics.map(\.order) == Array(1...15))
    #expect(matrix.techniques.map(\.id) == matrix.techniques.map(\.id).sorted())
    for technique in matrix.techniques {
      if let parent = technique.parent { #expect(matrix.technique(id: parent) != nil) }
      if let next = technique.revokedBy { #expect(matrix.technique(id: next) != nil) }
      for tactic in technique.tactics { #expect(matrix.tactic(named: tactic)?.shortName == tactic) }
      if technique.status == .active { #expect(!technique.tactics.isEmpty) }
    }
  }

  @Test(
    "an id is found in any case and with words around it",
    arguments: ["T1059.001", " t1059.001 ", "attack.t1059.001", "T1059.001 - PowerShell", "T1059/001"])
  func techniqueByID(_ text: String) { #expect(matrix.technique(id: text)?.name == "PowerShell") }

  @Test("what only looks like an id is none", arguments: ["", "T105", "XT1059", "T10591", "T9999", "technique"])
  func noTechnique(_ text: String) { #expect(matrix.technique(id: text) == nil) }

  @Test("a name finds the active technique, also a former name and the name with its parent")
  func techniqueByName() {
    #expect(matrix.technique(named: "powershell")?.id == "T1059.001")
    #expect(matrix.technique(named: "Command and Scripting Interpreter: PowerShell")?.id == "T1059.001")
    #expect(matrix.technique(named: "Exploitation for Defense Evasion")?.id == "T1211")
    #expect(matrix.technique(named: "") == nil)
    #expect(matrix.technique(named: "no such thing") == nil)
  }

  @Test(
    "a tactic is found in any spelling",
    arguments: ["CredentialAccess", "credential-access", "Credential Access", "TA0006", "attack.credential_access"])
  func tactic(_ text: String) { #expect(matrix.tactic(named: text)?.id == "TA0006") }

  @Test("Defense Evasion gives the two tactics that took its place")
  func splitTactic() {
    #expect(matrix.tactic(named: "DefenseEvasion") == nil)
    #expect(matrix.tactics(named: "DefenseEvasion").map(\.shortName) == ["stealth", "defense-impairment"])
    #expect(matrix.tactics(named: "nonsense").isEmpty)
  }

  @Test("the notice names MITRE's permission")
  func notice() { #expect(AttackMatrix.notice == "© The MITRE Corporation, reproduced and distributed with its permission") }
}
