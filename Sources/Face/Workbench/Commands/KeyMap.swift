package import Canvas
package import Casefile
internal import Settings

/// Which key means which command where.
package struct KeyMap: Sendable {
  /// Where the keys of the moment are looked up, in this order.
  package enum Place: Hashable, Sendable {
    case pane(PaneID)
    /// The alerts' histogram; what it has no key for is the list's.
    case bars
    case editor(EditorID)
    case overlay(OverlayKind)
  }

  private var commands: [Scope: [Key: Command]] = [:]
  private var keys: [Command: [Key]] = [:]

  /// The keys of the table, changed by what the analyst configured: command names to keys in notation, several parted by blanks.
  ///
  /// Unknown names, keys that are none and clashes are told as problems; a command whose new key is refused keeps its own.
  package static func building(overrides: [String: String] = [:]) -> (map: KeyMap, problems: [Problem]) {
    var map = KeyMap()
    var problems: [Problem] = []
    let known = Command.allCases.map(\.rawValue)
    for name in overrides.keys.sorted() where !known.contains(name) {
      problems.append(Wording.unknownCommand(name, nearest: Spelling.nearest(to: name, among: known, limit: 1).first))
    }
    for row in CommandTable.rows {
      map.keys[row.command] = row.keys.compactMap { Key(notation: $0) }
    }
    for row in CommandTable.rows {
      guard let wanted = overrides[row.command.rawValue] else { continue }
      let parsed = wanted.split(separator: " ").map { Key(notation: String($0)) }
      guard !parsed.isEmpty, !parsed.contains(where: { $0 == nil }) else {
        problems.append(Wording.notAKey(wanted, for: row.command))
        continue
      }
      map.keys[row.command] = parsed.compactMap { $0 }
    }
    problems += map.settleClashes(overridden: Set(overrides.keys))
    for row in CommandTable.rows {
      for key in map.keys[row.command] ?? [] { map.commands[row.scope, default: [:]][key] = row.command }
    }
    return (map, problems)
  }

  /// The command of a key at a place; nil where it has none.
  ///
  /// Where text is typed, keys that type a character are never commands.
  package func command(for key: Key, at place: Place) -> Command? {
    for scope in KeyMap.scopes(at: place) {
      if let command = commands[scope]?[key] { return command }
    }
    switch place {
    case .bars: return self.command(for: key, at: .pane(.alerts))
    case .pane(let pane):
      for (scope, table) in commands {
        if case .panes(let panes) = scope, panes.contains(pane), let command = table[key] { return command }
      }
      return commands[.lists]?[key] ?? commands[.everywhere]?[key]
    case .editor: return key.typed == nil ? commands[.everywhere]?[key] : nil
    case .overlay(.help), .overlay(.palette), .overlay(.prompt), .overlay(.hunts):
      // Their search line is a text like others; only the analyst's own editor is not opened for it.
      let typing = commands[.typing]?[key]
      return typing == .externalEditor ? nil : typing ?? (key.typed == nil ? inWindows(key) : nil)
    case .overlay(.jump): return commands[.everywhere]?[key] == .quit ? .quit : nil
    case .overlay: return inWindows(key)
    }
  }

  /// The keys that leave the program and that show the help work in windows too; those that ask have their own answers.
  private func inWindows(_ key: Key) -> Command? {
    let command = commands[.everywhere]?[key]
    return command == .quit || command == .help ? command : nil
  }

  /// The keys of a command as they are now, the first one to be shown.
  package func keys(of command: Command) -> [Key] { keys[command] ?? [] }

  /// The keys that mean the command at a place: where text is typed, letters are not among them.
  package func keys(of command: Command, at place: Place) -> [Key] {
    keys(of: command).filter { self.command(for: $0, at: place) == command }
  }

  /// The first key that means the command at a place, as people read it; nil where it has none there.
  package func label(of command: Command, at place: Place) -> String? { keys(of: command, at: place).first.map(KeyMap.label) }

  /// The first key as people read it in hints and help: `Ctrl-R`, `Enter`, `j`.
  package func label(of command: Command) -> String {
    keys[command]?.first.map(KeyMap.label) ?? ""
  }

  /// A key as people read it.
  package static func label(_ key: Key) -> String {
    let names = [
      "escape": "Esc", "enter": "Enter", "tab": "Tab", "space": "Space", "plus": "+", "pagedown": "PgDn", "pageup": "PgUp", "up": "↑",
      "down": "↓",
      "left": "←", "right": "→", "home": "Home", "end": "End", "backspace": "Backspace",
    ]
    var parts = key.description.split(separator: "+", omittingEmptySubsequences: true).map(String.init)
    guard let last = parts.popLast() else { return key.description }
    let isFunction = last.count > 1 && last.hasPrefix("f") && last.dropFirst().allSatisfy(\.isNumber)
    let name = names[last] ?? (isFunction || (!parts.isEmpty && last.count == 1) ? last.uppercased() : last)
    return (parts.map { $0 == "control" ? "Ctrl" : $0.prefix(1).uppercased() + $0.dropFirst() } + [name]).joined(separator: "-")
  }

  private static func scopes(at place: Place) -> [Scope] {
    switch place {
    case .pane: []
    case .editor(.completion): [.editor(.completion), .editor(.query), .typing]
    case .bars: [.bars]
    case .editor(let editor): [.editor(editor), .typing]
    case .overlay(let kind): kind == .consent || kind == .leaving ? [.overlay(kind)] : [.overlay(kind), .windows]
    }
  }

  /// Takes a key that two commands of one place claim from the one that was configured, and says so.
  private mutating func settleClashes(overridden: Set<String>) -> [Problem] {
    var problems: [Problem] = []
    for (index, row) in CommandTable.rows.enumerated() {
      for other in CommandTable.rows.dropFirst(index + 1) where KeyMap.meet(row.scope, other.scope) && !KeyMap.gives(row, other) {
        let shared = Set(keys[row.command] ?? []).intersection(keys[other.command] ?? [])
        for key in shared where !(KeyMap.isTyping(row.scope, other.scope) && key.typed != nil) {
          let loser = overridden.contains(other.command.rawValue) ? other : row
          let winner = loser.command == row.command ? other : row
          problems.append(Wording.clash(KeyMap.label(key), loser.command, winner.command))
          keys[loser.command]?.removeAll { $0 == key }
          if keys[loser.command]?.isEmpty ?? false {
            let own = loser.keys.compactMap { Key(notation: $0) }.filter { !(keys[winner.command] ?? []).contains($0) }
            keys[loser.command] = own
          }
        }
      }
    }
    return problems
  }

  /// Tab walks through the panes everywhere but where a query is typed, and through the parts of the entity page.
  private static func gives(_ row: CommandSpec, _ other: CommandSpec) -> Bool {
    row.command == .focusNext && (other.command == .complete || other.command == .entitySection)
  }

  private static func isTyping(_ left: Scope, _ right: Scope) -> Bool {
    func types(_ scope: Scope) -> Bool {
      switch scope {
      case .typing, .editor: true
      default: false
      }
    }
    return types(left) || types(right)
  }

  /// Whether keys of both scopes can count at the same moment.
  static func meet(_ left: Scope, _ right: Scope) -> Bool {
    if left == right { return true }
    switch (left, right) {
    case (.everywhere, .editor(.completion)), (.editor(.completion), .everywhere), (.typing, .editor(.completion)),
      (.editor(.completion), .typing):
      return false
    case (.everywhere, .windows), (.windows, .everywhere), (.everywhere, .overlay), (.overlay, .everywhere): return false
    case (.everywhere, _), (_, .everywhere): return true
    case (.lists, .panes), (.panes, .lists): return true
    case (.panes(let one), .panes(let two)): return !Set(one).isDisjoint(with: two)
    case (.typing, .editor), (.editor, .typing), (.typing, .windows), (.windows, .typing): return true
    case (.windows, .overlay(let kind)), (.overlay(let kind), .windows): return kind != .consent && kind != .leaving
    default: return false
    }
  }
}
