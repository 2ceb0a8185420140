extension CommandTable {
  /// Going along the alert list by days and by what is grave.
  static let alertJumps: [CommandSpec] = [
    jump(.nextDay, "Next day", help: "Go to the first alert of the next day in the list.", key: "d"),
    jump(.previousDay, "Day before", help: "Go to the first alert of this day, then of the day before it in the list.", key: "D"),
    jump(.nextHigh, "Next high severity", help: "Go to the next alert of high severity.", key: "h"),
    jump(.previousHigh, "High severity before", help: "Go to the alert of high severity before.", key: "H"),
  ]

  private static func jump(_ command: Command, _ title: String, help: String, key: String) -> CommandSpec {
    CommandSpec(
      command, title, help: help, keys: [key], scope: .panes([.alerts]),
      unavailable: { $0.alerts.lineUnderCursor == nil ? Wording.noAlert : nil })
  }
}
