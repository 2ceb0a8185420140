import Casefile
import HuntPipeline
import LocalStore
import Terminal
import Workbench

extension Bench {
  /// Saved hunts are files with a query; ended ones are kept in the store.
  func hunts(_ effect: Effect) {
    let store = workspace.ledger
    switch effect {
    case .keepHunt(let key, let kept):
      keep { _ in try await store.keepHunt(kept.text, under: key, workspace: self.workspace.name) }
    case .keepDecision(let triage, let finding, let hunt):
      let journal = workspace.journal
      keep { port in
        let body: JSONValue = ["id": .string(finding), "triage": triage.json]
        try await journal.append(hunt: hunt, kind: "findingTriaged", body: body, at: triage.time)
        try await store.keep(triage, finding: finding)
        port.post(.decisionsArrived([finding: triage]))
      }
    case .loadDecisions(let findings):
      replace("decisions \(findings.first ?? "")", effect) { $0.post(.decisionsArrived(try await store.decisions(about: findings))) }
    case .loadHunts:
      let name = workspace.name
      replace("hunts", effect) { port in
        let ended = try await store.keptHunts(of: name).compactMap { Bench.entry($0.key, $0.text) }
        do {
          let saved = try SavedHunts.own().entries()
          port.post(.huntsArrived(saved.hunts + ended, problem: saved.problem))
        } catch let problem as Problem {
          // Hunts that ended are kept elsewhere.
          port.post(.huntsArrived(ended, problem: problem))
        }
      }
    case .openHunt(.ended(let key)):
      replace("open hunt", effect) { port in
        guard let text = try await store.keptHunt(key), let kept = try? JSONValue(parsing: text) else {
          throw Problem(
            "This hunt is no longer kept.", cause: "Only the last fifty are.",
            remedy: "Its findings are in the journal: logspotlight findings list.")
        }
        port.post(.huntOpened(kept))
      }
    case .openHunt(.saved(let name)):
      replace("open hunt", effect) { port in
        port.post(.savedHuntArrived(name, text: try SavedHunts.own().text(of: name)))
      }
    case .saveHunt(let name, let text):
      keep { $0.post(.huntSaved(try SavedHunts.own().save(name, text))) }
    default: break
    }
  }

  private static func entry(_ key: String, _ text: String) -> HuntEntry? {
    guard let kept = try? JSONValue(parsing: text), let hunt = Hunt(kept: kept) else { return nil }
    let title = hunt.request.text.isEmpty ? hunt.draft.split(whereSeparator: \.isNewline).joined(separator: " ") : hunt.request.text
    let rows = hunt.stage == .finished ? hunt.rows?.count ?? 0 : nil
    let came = Wording.huntCame(rows: rows, stage: hunt.stage.rawValue, findings: hunt.findings.count)
    let table = hunt.subjectTable
    return HuntEntry(
      source: .ended(key), time: hunt.request.asked, title: String(title.prefix(300)),
      note: [table, came].filter { !$0.isEmpty }.joined(separator: " · "))
  }
}
