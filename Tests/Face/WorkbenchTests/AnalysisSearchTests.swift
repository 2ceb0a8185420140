import Testing
@testable import Workbench

@Suite("The search of the analysis") struct AnalysisSearchTests {
  private func matches(_ text: String, _ lines: [String]) -> [Int] {
    var search = AnalysisSearch()
    search.text = text
    search.look(in: lines)
    return search.matches
  }

  @Test("Words are found in any case, twice in one line, and where the end of a line parts them")
  func finds() {
    let lines = ["A hidden PowerShell with an encoded", "command ran; the COMMAND was a command.", "", "Ürün"]
    #expect(matches("command", lines) == [1, 1, 1])
    #expect(matches("encoded command", lines) == [0])
    #expect(matches("ürün", lines) == [3])
    #expect(matches("absent", lines).isEmpty)
    #expect(matches("", lines).isEmpty)
    #expect(matches("a", []).isEmpty)
  }
}
