internal import Casefile
internal import HuntPipeline

extension CommandTable {
  private static let onEntities = Scope.panes([.detail, .entity])

  static let entities: [CommandSpec] = [
    CommandSpec(
      .entityWindow, "Window of the page", hint: "window", help: "Look 1 h, 24 h, 7 d or 30 d around the alert, or at all times.",
      keys: ["w"],
      scope: .panes([.entity])),
    CommandSpec(
      .entityOrder, "Turn the rows round", hint: "order", help: "Show the newest rows first, or the oldest.", keys: ["o"],
      scope: .panes([.entity])),
    CommandSpec(
      .entitySection, "Next part of the page", hint: "next part", help: "Go on to the tables, the process tree, the rows.", keys: ["tab"],
      scope: .panes([.entity])),
    CommandSpec(
      .huntHost, "Hunt this host", hint: "host hour",
      help: "Query everything on the host, half an hour before the alert to half an hour after; it is shown, not run.", keys: ["h"],
      scope: onEntities, unavailable: { $0.whyNoPivot(.host) }),
    CommandSpec(
      .huntUser, "Sign-ins of this user", hint: "sign-ins", help: "Query the user's sign-ins in the 7 days before the alert.", keys: ["u"],
      scope: onEntities, unavailable: { $0.whyNoPivot(.user) }),
    CommandSpec(
      .huntHash, "Who else saw this hash", hint: "who saw hash", help: "Query which machines and people have a file of this hash.",
      keys: ["H"], scope: onEntities, unavailable: { $0.whyNoPivot(.hash) }),
    CommandSpec(
      .huntAddress, "Who talked with this address", hint: "who talked",
      help: "Query which machines and people talked with the address, from 7 days before to a day after.", keys: ["i"], scope: onEntities,
      unavailable: { $0.whyNoPivot(.address) }),
    CommandSpec(
      .huntFile, "Where this file was", help: "Query which machines and people have a file of this name.", keys: ["F"], scope: onEntities,
      unavailable: { $0.whyNoPivot(.file) }),
    CommandSpec(
      .entityPage, "Entity page", hint: "page",
      help: "Gather all rows of the user, host, hash, address or file; on its page read them again.",
      keys: ["p"], scope: onEntities, unavailable: { $0.subjectUnderCursor == nil ? Wording.noEntityHere : nil }),
    CommandSpec(
      .showRaw, "Raw record", hint: "raw JSON", help: "Show the source's own record, or the summary again.", keys: ["J"],
      scope: .panes([.detail, .record]), unavailable: { $0.detail.alert == nil ? Wording.noAlert : nil }),
    CommandSpec(
      .nextEntity, "Next entity", hint: "next entity", help: "Go to the next entity, technique or link of the alert.", keys: ["n"],
      scope: .panes([.detail]), unavailable: { $0.detail.alert == nil ? Wording.noAlert : nil }),
    CommandSpec(
      .previousEntity, "Entity before", help: "Go to the entity, technique or link before.", keys: ["N"], scope: .panes([.detail]),
      unavailable: { $0.detail.alert == nil ? Wording.noAlert : nil }),
    CommandSpec(
      .openLink, "Open the alert's link", help: "Open the alert in the portal; without a display the link is copied.", keys: ["o"],
      scope: .panes([.detail]), unavailable: { $0.detail.alert?.webLink.isEmpty ?? true ? Wording.noLink : nil }),
    CommandSpec(
      .entityNamed, "Entity page by name", help: "Type a user, host, hash or address and gather all its rows.", keys: ["alt+p"]),
    CommandSpec(
      .focusEntity, "Entity page, again", help: "Go back to the entity page that was opened last.", keys: ["0"],
      unavailable: { $0.entity.question == nil ? Wording.noEntityPage : nil }),
    CommandSpec(
      .toggleNode, "Fold or unfold", hint: "fold", help: "Fold or unfold the object or list under the cursor; Enter does it too.",
      keys: ["space"], scope: .panes([.record])),
    CommandSpec(
      .foldNode, "Fold", help: "Fold what is under the cursor, or go to what it is in.", keys: ["h", "left"], scope: .panes([.record])),
    CommandSpec(
      .unfoldNode, "Unfold", help: "Unfold what is under the cursor, or go into it.", keys: ["l", "right"], scope: .panes([.record])),
    CommandSpec(
      .searchRecord, "Search the record", hint: "search", help: "Find names and values that have the text; Esc forgets it.", keys: ["/"],
      scope: .panes([.record])),
    CommandSpec(
      .nextMatch, "Next match", hint: "next", help: "Go to the next place that has the text.", keys: ["n"],
      scope: .panes([.record, .analysis]), unavailable: { $0.whyNoMatch }),
    CommandSpec(
      .previousMatch, "Match before", help: "Go to the place before that has the text.", keys: ["N"],
      scope: .panes([.record, .analysis]), unavailable: { $0.whyNoMatch }),
    CommandSpec(
      .keepRecordSearch, "Keep the search", hint: "keep", help: "Go back to the record with this search.", keys: ["enter"],
      scope: .editor(.recordSearch)),
  ]
}
