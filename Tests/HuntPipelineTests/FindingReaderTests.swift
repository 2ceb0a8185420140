import Casefile
import Testing

@testable import HuntPipeline

@Suite("Findings as models write them") struct FindingReaderTests {
  private func read(_ text: String) throws -> Finding? {
    FindingReader.finding(from: try JSONValue(parsing: text), source: "model:m", cut: false)
  }

  @Test(
    "What is no finding is none", arguments: ["null", "[]", "\"text\"", "{}", "{\"title\":null}", "{\"title\":\"\",\"description\":\"\"}"])
  func none(text: String) throws { #expect(try read(text) == nil) }

  @Test(
    "Confidence in any words is one of three; what says nothing is low",
    arguments: [
      ("\"HIGH\"", Finding.Confidence.high), ("\"Very high\"", .high), ("\"moderate\"", .medium), ("\"medium-low\"", .medium),
      ("\"\"", .low), ("null", .low), ("0.9", .low), ("[\"High\"]", .low),
    ])
  func confidence(text: String, wanted: Finding.Confidence) throws {
    #expect(try read("{\"title\":\"t\",\"confidence\":\(text)}")?.confidence == wanted)
  }

  @Test("One text where a list was asked for is a list of one, and never its letters")
  func lists() throws {
    let finding = try #require(
      try read(
        """
        {"description":"d","log_lines":"one line","indicators_of_compromise":null,"recommendations":"Create Incident","tags":[1,null,"t"],\
        "rows":["2",3,3,"x",null],"mitre":null}
        """))
    #expect(finding.title == "d")
    #expect(finding.logLines == ["one line"])
    #expect(finding.indicators.isEmpty)
    #expect(finding.recommendations == [.createIncident])
    #expect(finding.tags == ["1", "t"])
    #expect(finding.rows == [2, 3])
    #expect(finding.mitre.id.isEmpty)
  }

  @Test("The predecessors' nested technique is understood")
  func nested() throws {
    let finding = try read("{\"title\":\"t\",\"mitre\":{\"tactic\":\"Execution\",\"technique\":\"T1059\",\"sub_technique\":\"T1059.001\"}}")
    #expect(finding?.mitre.subTechnique == "T1059.001")
  }
}
