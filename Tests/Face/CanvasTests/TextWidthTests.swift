import Canvas
import Testing

@Suite("Text in columns")
struct TextWidthTests {
  @Test(
    "A text takes the columns that terminals give it",
    arguments: [
      ("", 0), ("abc", 3), ("naïve", 5), ("e\u{301}", 1), ("日本語", 6), ("ｱｲｳ", 3), ("Ａ", 2), ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2),
      ("👍", 2), ("👍🏽", 2), ("👩‍💻", 2), ("👨‍👩‍👧‍👦", 2), ("🇩🇪", 2), ("❤", 1), ("❤️", 2), ("1️⃣", 2), ("☎︎", 1), ("½", 1), ("…", 1), ("─", 1),
      ("שלום", 4), ("ไทย", 3), ("นี้", 1), ("\u{3000}", 2), ("🏴", 2), ("©", 1), ("©️", 2), ("🇩🇪🇫🇷", 4),
    ])
  func width(_ text: String, _ columns: Int) {
    #expect(text.cellWidth == columns)
  }

  @Test("What fits is kept whole, what does not is cut with an ellipsis, never in the middle of a cluster")
  func truncation() {
    #expect("hello".truncated(cells: 5) == "hello")
    #expect("hello".truncated(cells: 4) == "hel…")
    #expect("日本語".truncated(cells: 5) == "日本…")
    #expect("日本語".truncated(cells: 4) == "日…")
    #expect("C:\\Users\\mlopez\\up.ps1".truncated(cells: 11, cut: .middle) == "C:\\Us…p.ps1")
    #expect("hello".truncated(cells: 3, cut: .start) == "…lo")
    #expect("hello".truncated(cells: 1) == "…")
    #expect("hello".truncated(cells: 0) == "")
    #expect("hello".truncated(cells: -3) == "")
    #expect("e\u{301}e\u{301}e\u{301}".truncated(cells: 2) == "e\u{301}…")
  }

  @Test("A cut text is never wider than its room", arguments: 0..<24)
  func truncationFits(_ cells: Int) {
    for text in ["plain text that is long", "日本語のテキスト", "\u{202E}\u{1B}[31m", "a👩‍💻b👩‍💻c", "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}"] {
      for cut in [Cut.start, .middle, .end] {
        #expect(text.truncated(cells: cells, cut: cut).cellWidth <= cells)
        #expect(text.fitted(cells: cells, align: .right, cut: cut).cellWidth == cells)
      }
    }
  }

  @Test("Lines break at spaces, and inside a word only where it is too long")
  func wrapping() {
    #expect("the quick brown fox".wrapped(cells: 10) == ["the quick", "brown fox"])
    #expect("abcdefghij kl".wrapped(cells: 4) == ["abcd", "efgh", "ij", "kl"])
    #expect("one\ntwo\r\nthree\n".wrapped(cells: 80) == ["one", "two", "three", ""])
    #expect("".wrapped(cells: 10) == [""])
    let link = "https://login.example/common/oauth2?client_id=aaaa&scope=bbbbb"
    #expect(link.wrapped(cells: 24) == ["https://login.example/", "common/oauth2?client_id=", "aaaa&scope=bbbbb"])
    #expect("see \(link)".wrapped(cells: 40) == ["see", "https://login.example/common/oauth2?", "client_id=aaaa&scope=bbbbb"])
    #expect("a/bcdefghijklmnop".wrapped(cells: 8) == ["a/bcdefg", "hijklmno", "p"], "no line is left nearly empty")
    #expect("日本語日本語".wrapped(cells: 5) == ["日本", "語日", "本語"])
    #expect("a  b".wrapped(cells: 2) == ["a", "b"])
    #expect("  indented".wrapped(cells: 20) == ["  indented"])
    #expect("x".wrapped(cells: 0) == ["x"])
  }

  @Test("Wrapping loses nothing but the spaces and line ends at breaks", arguments: [1, 2, 3, 5, 8, 13, 40])
  func wrappingKeepsAll(_ cells: Int) {
    let text = "powershell.exe -nop -w hidden -enc JABjAD0AT… 日本語 \u{202E}gpj.exe\u{1B}[2J 👩‍💻 end\nsecond paragraph with several words"
    let lines = text.wrapped(cells: cells)
    let kept = lines.joined().unicodeScalars.filter { $0 != " " && $0 != "\n" }
    #expect(Array(kept) == text.unicodeScalars.filter { $0 != " " && $0 != "\n" })
    for line in lines where SafeClusters(String(line)).contains(where: { $0.width <= cells }) {
      #expect(String(line).cellWidth <= max(cells, 8))
    }
  }
}
