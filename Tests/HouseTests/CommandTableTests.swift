import Canvas
import Casefile
import Testing
import Workbench

@Suite("The command table")
struct CommandTableTests {
  @Test("Every command has one row with a title, a sentence of help and keys that can be pressed")
  func complete() {
    for command in Command.allCases {
      let rows = CommandTable.rows.filter { $0.command == command }
      #expect(rows.count == 1, "\(command.rawValue) has \(rows.count) rows")
    }
    for row in CommandTable.rows {
      #expect(!row.title.isEmpty)
      #expect(row.help.hasSuffix("."), "\(row.command.rawValue): \(row.help)")
      #expect(!row.keys.isEmpty, "\(row.command.rawValue) has no key")
      for key in row.keys { #expect(Key(notation: key) != nil, "\(key) of \(row.command.rawValue) is no key") }
    }
  }

  @Test("No two commands claim one key in one place")
  func clashes() {
    #expect(KeyMap.building().problems == [])
  }

  @Test("Titles and names are not told twice")
  func unique() {
    let titles = CommandTable.rows.map { "\($0.title) \($0.scope)" }
    #expect(Set(titles).count == titles.count)
  }

  @Test("A key of the analyst's own replaces the table's")
  func overrides() {
    let (map, problems) = KeyMap.building(overrides: ["copy": "K", "run_query": "ctrl+r f7"])
    #expect(problems.isEmpty)
    #expect(map.command(for: .character("K"), at: .pane(.rows)) == .copy)
    #expect(map.command(for: .character("y"), at: .pane(.rows)) == nil)
    #expect(map.command(for: Key(.function(7)), at: .pane(.alerts)) == .runQuery)
    #expect(map.label(of: .runQuery) == "Ctrl-R")
  }

  @Test("A clash is told and the other command keeps its key")
  func overrideClash() {
    let (map, problems) = KeyMap.building(overrides: ["copy": "r"])
    #expect(problems.count == 1)
    #expect(problems.first?.summary == "r is asked for by copy and by run_query.")
    #expect(map.command(for: .character("r"), at: .pane(.rows)) == .runQuery)
    #expect(map.command(for: .character("y"), at: .pane(.rows)) == .copy)
  }

  @Test("A misspelt command name and a key that is none are told with what to do")
  func mistakes() {
    let problems = KeyMap.building(overrides: ["copi": "c", "help": "hyper+q"]).problems
    #expect(problems.map(\.remedy).contains("Did you mean copy?"))
    #expect(problems.contains { $0.summary.contains("hyper+q is no key for help") })
    #expect(KeyMap.building(overrides: ["help": ""]).problems.count == 1)
  }

  @Test("Where text is typed, a character is never a command, and Ctrl keys still are")
  func typing() {
    let map = KeyMap.building().map
    for editor in EditorID.allCases {
      for letter in "qraexy:?/ 159" { #expect(map.command(for: .character(letter), at: .editor(editor)) == nil) }
      #expect(map.command(for: Key(.character("c"), .control), at: .editor(editor)) == .interrupt)
      let closing: Command = editor == .completion ? .completionClose : .back
      #expect(map.command(for: Key(.escape), at: .editor(editor)) == closing)
    }
  }

  @Test("A question hears only yes and no")
  func consent() {
    let map = KeyMap.building().map
    #expect(map.command(for: .character("y"), at: .overlay(.consent)) == .consentYes)
    #expect(map.command(for: Key(.escape), at: .overlay(.consent)) == .consentNo)
    for letter in "qraex" { #expect(map.command(for: .character(letter), at: .overlay(.consent)) == nil) }
  }

  @Test("Every pane has a row that draws it, a name, and the panes one can go to have a number")
  func panes() {
    #expect(PaneTable.rows.map(\.id) == PaneID.allCases)
    for pane in PaneID.allCases { #expect(Wording.paneNames[pane] != nil) }
    #expect(PaneID.allCases.compactMap(\.number).sorted() == Array(1...9))
  }
}
