import Casefile
import HuntPipeline
import Testing

@Suite("Changes that were overtaken") struct AlertChangeTests {
  private func alert(_ status: String, _ classification: String = "", _ assignedTo: String = "") -> Alert {
    Alert(
      id: "1", source: "graph", title: "t", status: status, created: .minimum, classification: classification, assignedTo: assignedTo)
  }

  @Test("What stands as it was set can be undone, in whatever words the source has it")
  func stands() {
    let change = AlertChange(status: "new", classification: "unknown", determination: "unknown", assignment: .nobody, comment: "c")
    for status in ["new", "newAlert", "active"] { #expect(change.overtaken(on: alert(status)).isEmpty) }
    let other = AlertChange(status: "resolved", classification: "informationalExpectedActivity", assignment: .to("Ada@contoso.com"))
    #expect(other.overtaken(on: alert("Resolved", "benignPositive", "ada@contoso.com")).isEmpty)
    #expect(AlertChange(comment: "c").overtaken(on: alert("resolved")).isEmpty)
  }

  @Test("What somebody set since is said, value by value")
  func overtaken() {
    let change = AlertChange(status: "resolved", classification: "truePositive", assignment: .to("ada@contoso.com"))
    #expect(
      change.overtaken(on: alert("inProgress", "", "ben@contoso.com")) == [
        "The status is inProgress by now, not resolved.", "The classification is not set by now, not truePositive.",
        "The assignment is ben@contoso.com by now, not ada@contoso.com.",
      ])
  }
}
