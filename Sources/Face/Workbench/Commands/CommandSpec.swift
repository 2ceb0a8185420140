/// A row of the command table: all that is known about a command but what it does.
package struct CommandSpec: Sendable {
  package let command: Command
  /// Short words for the palette and the help.
  package let title: String
  /// One word or two for the line of hints at the bottom; nil keeps it out of there.
  package let hint: String?
  /// One sentence for the help.
  package let help: String
  /// Keys in notation (`ctrl+r`), the first one is shown.
  package let keys: [String]
  package let scope: Scope
  /// Why the command cannot run now, in words; nil when it can.
  package let unavailable: @Sendable (Model) -> String?

  init(
    _ command: Command, _ title: String, hint: String? = nil, help: String, keys: [String], scope: Scope = .everywhere,
    unavailable: @escaping @Sendable (Model) -> String? = { _ in nil }
  ) {
    self.command = command
    self.title = title
    self.hint = hint
    self.help = help
    self.keys = keys
    self.scope = scope
    self.unavailable = unavailable
  }

  /// The same command with other words at the bottom.
  func hinting(_ hint: String) -> CommandSpec {
    CommandSpec(command, title, hint: hint, help: help, keys: keys, scope: scope, unavailable: unavailable)
  }
}
