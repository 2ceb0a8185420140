import Canvas
import Testing

@Suite("Key notation")
struct KeyTests {
  @Test(
    "Every notation reads and prints back to itself",
    arguments: [
      "ctrl+r", "enter", "shift+tab", "alt+x", "f5", "f12", "j", "G", "space", "?", "+", "ctrl+space", "escape", "pageup", "pagedown",
      "backspace", "delete", "insert", "home", "end", "ctrl+left", "alt+enter", "ctrl+alt+shift+up", "/", ":", "é", "alt+G", "ctrl++",
      "-", "ctrl+shift+space",
    ])
  func roundTrip(_ notation: String) throws {
    let key = try #require(Key(notation: notation))
    #expect(key.description == notation)
    #expect(Key(notation: key.description) == key)
  }

  @Test("Other spellings mean the same key")
  func spellings() {
    #expect(Key(notation: "Esc") == Key(.escape))
    #expect(Key(notation: "Ctrl+R") == Key(.character("r"), .control))
    #expect(Key(notation: "ctrl+i") == Key(.tab))
    #expect(Key(notation: "ctrl+m") == Key(.enter))
    #expect(Key(notation: "shift+g") == Key.character("G"))
    #expect(Key(notation: "plus") == Key.character("+"))
    #expect(Key(notation: "ctrl+plus")?.description == "ctrl++")
  }

  @Test("What is no key is refused", arguments: ["", "ctrl+", "hyper+x", "f0", "f64", "xyzzy", "\u{1B}", "\u{202E}", "ctrl"])
  func refused(_ notation: String) {
    #expect(Key(notation: notation) == nil)
  }

  @Test("Only a plain character types something")
  func typed() {
    #expect(Key.character("é").typed == "é")
    #expect(Key(.character("r"), .control).typed == nil)
    #expect(Key(.enter).typed == nil)
  }
}
