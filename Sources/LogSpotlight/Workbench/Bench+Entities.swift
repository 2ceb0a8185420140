import AlertSources
import Casefile
import Foundation
import HuntPipeline
import LocalStore
import Locking
import Terminal
import Workbench

extension Bench {
  /// Pivots, entity pages and records, away from the terminal's thread.
  func entities(_ effect: Effect) {
    let backend = workspace.local
    let dossier = dossier
    switch effect {
    case .draftPivot(let pivot):
      let (policy, asked) = (workspace.rules.policy, workspace.backend as? ServiceAndStore)
      replace("pivot", effect) { port in
        let tables = try await asked?.serviceTables()
        port.post(.pivotDrafted(try await backend.draft(pivot, service: tables) { policy.shows(column: $1, of: $0) }))
      }
    case .loadEntity(let question): load(question, effect)
    case .stopEntity: replace("entity", effect) { _ in }
    case .loadEntityRows(let question, let range):
      guard let kept = dossier.withLock({ $0 }), kept.question == question else { return }
      port.post(.entityRowsArrived(question, start: max(0, range.lowerBound), rows: kept.lines(range)))
    case .loadEntityRow(let question, let place):
      guard let kept = dossier.withLock({ $0 }), kept.question == question, let cells = kept.cells(at: place) else { return }
      port.post(.entityRowArrived(question, place, cells))
    case .findEntityKind(let name):
      let store = workspace.store
      replace("kind", effect) { port in
        let known = try await store.identities(among: [KnownName.key(of: name)]).first
        port.post(.entityKindFound(name, known.flatMap { EntitySubject(known: $0, as: name) }))
      }
    case .readRecord(let alert, let text): replace("record", effect) { $0.post(.recordRead(alert, FoldedRecord(text))) }
    default: break
    }
  }

  private func load(_ question: EntityQuestion, _ effect: Effect) {
    let backend = workspace.local
    let dossier = dossier
    replace("entity", effect) { port in
      do {
        let found = try await backend.dossier(of: question) { table, done, count in
          port.post(.entityProgressed(question, EntityProgress(table: table, done: done, count: count)))
        }
        try Task.checkCancellation()
        dossier.withLock { $0 = found }
        port.post(.entityArrived(question, found.page, problem: nil))
      } catch let problem as Problem {
        if !Task.isCancelled { port.post(.entityArrived(question, nil, problem: problem.summary + " " + (problem.cause ?? ""))) }
      }
    }
  }

  /// Opens a link with the desktop's own program; without a display the link is copied, for it is on another machine that it opens. Odd
  /// links are refused, and those that lead elsewhere than to a portal are shown first.
  @TerminalActor func open(link: String, _ control: TerminalControl) {
    let surroundings = Surroundings()
    let hasDisplay = surroundings["DISPLAY"] != nil || surroundings["WAYLAND_DISPLAY"] != nil
    let judged = links.withLock { $0.answer(to: link) }
    if case .refused(let problem) = judged { return port.post(.failed(problem)) }
    if hasDisplay {
      if case .shown(let words) = judged { return port.post(.noted(words)) }
      guard case .open(let link) = judged else { return }
      let opener = Process()
      opener.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      opener.arguments = ["xdg-open", link]
      (opener.standardInput, opener.standardOutput, opener.standardError) = (
        FileHandle.nullDevice, FileHandle.nullDevice, FileHandle.nullDevice
      )
      if (try? opener.run()) != nil {
        port.post(.noted("The link is opened in your browser."))
        return
      }
    }
    copy(link, control)
  }
}
