import Canvas
import Testing
import Workbench

@Suite("The text editor")
struct TextEditorTests {
  @Test("Words are walked and deleted, and each deletion is one step back")
  func words() {
    var editor = TextEditor("where DeviceName has x")
    editor.wordLeft()
    editor.wordLeft()
    #expect(editor.beforeCursor == "where DeviceName ")
    editor.deleteWord()
    #expect(editor.text == "where has x")
    editor.undo()
    #expect(editor.text == "where DeviceName has x")
    editor.redo()
    #expect(editor.text == "where has x")
    editor.wordRight()
    #expect(editor.beforeCursor == "where has")
  }

  @Test("Letters typed in a row are one step, a paste is another")
  func steps() {
    var editor = TextEditor(isMultiline: true)
    for letter in "abc" { editor.insert(String(letter)) }
    editor.insert("one\ntwo", isPaste: true)
    #expect(editor.lineCount == 2)
    editor.undo()
    #expect(editor.text == "abc")
    editor.undo()
    #expect(editor.text.isEmpty)
  }

  @Test("A one-line editor turns line breaks into blanks, whatever kind they are")
  func oneLine() {
    var editor = TextEditor()
    editor.insert("a\nb\r\nc\rd", isPaste: true)
    #expect(editor.text == "a b c d")
  }

  @Test("Lines join and part, and the cursor never leaves the text")
  func lines() {
    var editor = TextEditor("ab\ncd", isMultiline: true)
    editor.move(line: 1, column: 0)
    editor.deleteBackward()
    #expect(editor.text == "abcd")
    #expect(editor.beforeCursor == "ab")
    _ = editor.take(Key(.enter))
    #expect(editor.text == "ab\ncd")
    editor.move(line: 99, column: 99)
    #expect(editor.beforeCursor == "cd")
    editor.deleteForward()
    #expect(editor.text == "ab\ncd")
    editor.move(line: -5, column: -5)
    editor.deleteBackward()
    #expect(editor.text == "ab\ncd")
  }

  @Test("A hundred thousand pasted characters go in and out")
  func large() {
    var editor = TextEditor(isMultiline: true)
    editor.insert(String(repeating: "0123456789\n", count: 10_000), isPaste: true)
    #expect(editor.lineCount == 10_001)
    editor.undo()
    #expect(editor.isEmpty)
  }
}
