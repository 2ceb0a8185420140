import Casefile
import HuntPipeline
import Testing

@Suite("A typed filter of alerts") struct AlertSelectionTests {
  static let alert: Alert = {
    var alert = Alert(
      id: "a1", source: "graph", title: "Run key was set", severity: .high, status: "inProgress", category: "Persistence",
      techniques: ["T1059.001"], created: DateTime("2026-11-10T00:00:00Z") ?? .minimum, updated: DateTime("2026-11-11T00:00:00Z"))
    alert.assignedTo = "maria@contoso.com"
    alert.incidentID = "7"
    alert.entities = [Entity(kind: .host, label: "ws-7.contoso.com")]
    alert.raw = #"{"serviceSource":"microsoftSentinel","systemTags":["Defender Experts"],"resolvedDateTime":null}"#
    return alert
  }()

  @Test(
    "What passes and what does not",
    arguments: [
      ("", true), ("severity eq 'high'", true), ("severity gt 'high'", false), ("severity ge 'medium'", true),
      ("status eq 'INPROGRESS'", true), ("not (status eq 'inProgress')", false), ("not not status eq 'inProgress'", true),
      ("createdDateTime lt 2026-11-10T00:00:01Z", true), ("lastUpdateDateTime eq 2026-11-11T00:00:00Z", true),
      ("resolvedDateTime eq null", true), ("resolvedDateTime lt 2027-01-01", false), ("classification eq 'unknown'", true),
      ("classification ne 'truePositive'", true), ("serviceSource eq 'microsoftSentinel'", true),
      ("contains(title,'KEY')", true), ("startswith(title,'Run') and endswith(title,'set')", true),
      ("mitreTechniques/any(t:t eq 'T1059.001')", true), ("mitreTechniques/any(t: startswith(t,'T1059'))", true),
      ("systemTags/any(x:x eq 'nobody')", false), ("severity in ('low', 'high') and (id eq 'a1' or id eq 'b')", true),
      ("severity:high !status:resolved technique:T1059 title:run", true), ("title:/^run.*set$/", true), ("!host:ws-7", false),
      ("assigned:none", false), ("assigned:me", true), ("incident:7", true), ("status:in_progress", true), ("\"Run key\"", true),
      ("ws-7", true), ("persistence", true), ("tactic:persist", true), ("source:graph user:maria", false),
    ])
  func matches(filter: String, expected: Bool) throws {
    #expect(try AlertSelection(filter, analyst: "maria@contoso.com").matches(Self.alert) == expected)
  }

  @Test(
    "OData that cannot be read is a usage problem that names the place",
    arguments: [
      ("severity eq high", 13), ("severity eq 'high' and", 23), ("(severity eq 'high'", 20), ("severity eq 'high')", 19),
      ("severity eq 'high", 13), ("severity eq 'hgih'", 13), ("severty eq 'high'", 1), ("severity = 'high'", 10),
      ("severity='high'", 9), ("status gt 'new'", 8), ("createdDateTime ge yesterday", 20), ("severity in ()", 14),
      ("severity in ('high' 'low')", 21), ("contains(title)", 15), ("contains(createdDateTime,'x')", 10), ("title/any(t:t eq 'x')", 1),
      ("severity eq 'high' status eq 'new'", 20), ("severity eq \"high\"", 13), ("severity eq", 12), ("not", 0),
    ])
  func places(filter: String, place: Int) throws {
    guard place > 0 else { return #expect(!AlertSelection.isOData(filter)) }
    let problem = try #require(throws: Problem.self) { try AlertSelection(filter) }
    #expect(problem.kind == .usage)
    #expect(problem.summary.contains("at character \(place):"), "\(problem.summary)")
  }

  @Test(
    "Words stay words",
    arguments: [
      "logon failure", "attaque le serveur", "il ne marche pas", "\"severity eq 'high'\"", "severity:high", "title:/eq/", "in progress",
      "not seen", "contains",
    ])
  func words(filter: String) throws {
    #expect(!AlertSelection.isOData(filter))
    #expect(try !AlertSelection(filter).isOData)
  }

  @Test("Deep nesting is refused, not followed")
  func deep() {
    let filter = String(repeating: "(", count: 5000) + "severity eq 'high'" + String(repeating: ")", count: 5000)
    #expect(throws: Problem.self) { try AlertSelection(filter) }
  }

  @Test("A regular expression that is none is a problem, where a service is to be asked")
  func badPattern() {
    #expect(throws: Problem.self) { try AlertSelection("title:/(/") }
  }
}
