import Testing
@testable import Workbench

@Suite("The search of the analysis") struct AnalysisSearchTests {
  private func search(_ text: String, in analysis: WrappedText) -> AnalysisSearch {
    var search = AnalysisSearch()
    search.text = text
    search.follow(analysis)
    return search
  }

  private func broken(_ text: String, width: Int = 36) -> WrappedText {
    var analysis = WrappedText()
    analysis.rewrap(width: width)
    analysis.append(text)
    return analysis
  }

  @Test("Words are found in any case, twice in one line, and where the end of a line parts them")
  func finds() {
    let analysis = broken("A hidden PowerShell with an encoded command ran; the COMMAND was an order.\n\nÜrün")
    #expect(analysis.lines.first == "A hidden PowerShell with an encoded")
    #expect(search("command", in: analysis).matches == [1, 1])
    #expect(search("encoded command", in: analysis).matches == [0])
    #expect(search("encoded command", in: analysis).marks == [0: [28..<35], 1: [0..<7]])
    #expect(search("ürün", in: analysis).matches == [analysis.lines.count - 1])
    #expect(search("absent", in: analysis).matches.isEmpty)
    #expect(search("", in: analysis).matches.isEmpty)
    #expect(search("a", in: WrappedText()).matches.isEmpty)
  }

  @Test("A word that is broken inside is found whole, however it came")
  func brokenInside() {
    let digest = String(repeating: "0123456789abcdef", count: 4)
    var streamed = WrappedText()
    streamed.rewrap(width: 20)
    for letter in "seen " + digest + " twice" { streamed.append(String(letter)) }
    let whole = broken("seen " + digest + " twice", width: 20)
    for analysis in [streamed, whole] {
      #expect(analysis.goesOn.count == analysis.lines.count)
      #expect(search(digest, in: analysis).matches == [1])
      #expect(search(digest, in: analysis).marks.values.flatMap { $0 }.reduce(0) { $0 + $1.count } == 64)
      #expect(search("f0", in: analysis).matches.count == 3)
    }
  }

  @Test("Wide letters are marked where they stand")
  func wide() {
    #expect(search("x", in: broken("日本x", width: 20)).marks == [0: [4..<5]])
    #expect(search("本", in: broken("日本x", width: 20)).marks == [0: [2..<4]])
  }

  @Test("What streams in is looked at too, and the match in hand stays")
  func follows() {
    var analysis = broken("one alert, ")
    var search = search("alert", in: analysis)
    #expect(search.matches.count == 1)
    analysis.append("another alert")
    search.follow(analysis)
    #expect(search.matches.count == 2)
    search.match = 1
    analysis.rewrap(width: 8)
    search.follow(analysis)
    #expect(search.match == 1)
    #expect(search.matches.last == 3)
  }
}
