import AttackCatalogue
import Testing

@Suite struct TechniqueResolutionTests {
  private func resolve(_ technique: String = "", _ sub: String = "", name: String = "", tactic: String = "") -> TechniqueResolution {
    AttackMatrix.enterprise.resolve(TechniqueClaim(technique: technique, subTechnique: sub, name: name, tactic: tactic))
  }

  @Test("a right claim stays as it is")
  func rightClaim() {
    let found = resolve("T1059", "T1059.001", name: "PowerShell", tactic: "Execution")
    #expect(found.technique?.id == "T1059.001")
    #expect(found.status == .active)
    #expect(!found.isCorrected)
    #expect(found.tactic?.id == "TA0002")
  }

  @Test("a short sub-technique number is joined to its technique", arguments: ["001", ".001", "1"])
  func shortNumber(_ sub: String) {
    let found = resolve("T1059", sub)
    #expect(found.technique?.id == "T1059.001")
    #expect(!found.isCorrected)
  }

  @Test("Defense Evasion becomes the tactic that the technique has today")
  func oldTactic() {
    let hidden = resolve("T1564.001", tactic: "DefenseEvasion")
    #expect(hidden.tactic?.shortName == "stealth")
    #expect(hidden.isCorrected)
    let logs = resolve("T1685", tactic: "defense-evasion")
    #expect(logs.tactic?.shortName == "defense-impairment")
  }

  @Test("a revoked id is followed to its successor, over more than one step too")
  func revoked() throws {
    let found = resolve("T1086")
    #expect(found.status == .revoked)
    #expect(found.technique?.id == "T1059.001")
    #expect(found.isCorrected)
    for technique in AttackMatrix.enterprise.techniques where technique.status == .revoked {
      let successor = resolve(technique.id).technique
      #expect(successor?.status != .revoked)
      if technique.revokedBy != nil { #expect(successor != nil) }
    }
  }

  @Test("a former name is told as renamed")
  func renamed() {
    let found = resolve("T1557.001", name: "LLMNR/NBT-NS Poisoning and SMB Relay")
    #expect(found.status == .renamed)
    #expect(found.isCorrected)
    #expect(found.technique?.name == "Name Resolution Poisoning and SMB Relay")
  }

  @Test("the id decides over a name that belongs to another technique")
  func idDecides() {
    let found = resolve("T1003.001", name: "PowerShell", tactic: "Execution")
    #expect(found.technique?.id == "T1003.001")
    #expect(found.isCorrected)
    #expect(found.tactic?.id == "TA0006")
  }

  @Test("an unknown sub-technique falls back to its technique, an unknown id to the name")
  func fallsBack() {
    #expect(resolve("T1059", "T1059.999").technique?.id == "T1059")
    #expect(resolve("T1059", "T1059.999").isCorrected)
    #expect(resolve("T9999", name: "PowerShell").technique?.id == "T1059.001")
    #expect(resolve(name: "PowerShell").isCorrected)
  }

  @Test("what is not in the catalogue is unknown, and keeps a tactic that is")
  func unknown() {
    let found = resolve("T9999", name: "Dark Magic", tactic: "CommandAndControl")
    #expect(found.technique == nil)
    #expect(found.status == .unknown)
    #expect(found.tactic?.id == "TA0011")
    #expect(resolve().status == .unknown)
  }

  @Test("a deprecated technique is kept and told")
  func deprecated() throws {
    let technique = try #require(AttackMatrix.enterprise.techniques.first { $0.status == .deprecated })
    let found = resolve(technique.id)
    #expect(found.status == .deprecated)
    #expect(found.technique?.id == technique.id)
  }
}
