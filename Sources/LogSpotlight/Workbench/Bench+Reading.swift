import Casefile
import Foundation
import HuntPipeline
import Journal
import LocalStore
import Locking
import Terminal
import Workbench

extension Bench {
  /// Effects that read or write the store and files, away from the terminal's thread.
  func read(_ effect: Effect) {
    let (pages, ledger, spending) = (workspace.pages, workspace.ledger, workspace.spending)
    switch effect {
    case .loadAlerts(let listing, let range):
      replace("alerts", effect) { port in
        // What is found at once is shown while the rest is counted.
        let glance = try await pages.alertGlance(listing, range)
        try Task.checkCancellation()
        port.post(.alertsArrived(glance, of: listing))
        guard !glance.isCounted else { return }
        let page = try await pages.alertPage(listing, range)
        try Task.checkCancellation()
        port.post(.alertsArrived(page, of: listing))
      }
    case .findAlert(let id, let listing):
      replace("place", effect) { $0.post(.alertPlaceFound(id, try await pages.place(ofAlert: id, in: listing), of: listing)) }
    case .findNewAlert(let listing, let place, let isForward):
      replace("new", effect) { port in
        let found = try await pages.placeOfNew(listing, from: place, isForward: isForward)
        port.post(.newAlertFound(found, of: listing, isForward: isForward))
      }
    case .jumpAlerts(let listing, let place, let jump, let isForward):
      replace("new", effect) { port in
        let found = try await pages.placeOfJump(jump, in: listing, from: place, isForward: isForward)
        port.post(.alertJumpFound(found, of: listing, from: place, jump, isForward: isForward))
      }
    case .loadAlertsToCopy(let ids): replace("copy", effect) { $0.post(.alertsToCopy(try await pages.alerts(withIDs: ids))) }
    case .loadAlert(let id): replace("alert", effect) { $0.post(.alertArrived(try await pages.alerts(withIDs: [id]).first)) }
    case .loadAlertIDs(let listing, let purpose):
      // Marks of one group must not push out those of another, nor a question.
      replace("ids \(purpose.slot)", effect) { $0.post(.alertIDsArrived(try await pages.alertIDs(listing), of: listing, for: purpose)) }
    case .refreshAlerts, .rereadSources, .stopFetching, .signInAgain, .draftTriage, .sendTriage, .loadSubscriptions,
      .startSubscriptions:
      cloud(effect)
    case .countTechniques(let listing): countTechniques(listing, effect)
    case .loadRows, .loadWholeRow, .orderRows, .findRow, .countValues, .stopCounting: browse(effect)
    case .loadProof(let id, let finding, let rows): loadProof(id, finding, rows, effect)
    case .loadTables, .rereadTables: loadTables(effect)
    case .loadValues(let column, let table): loadValues(column, table, effect)
    case .loadSpend:
      replace("spend", effect) { port in port.post(.spendArrived(try? await spending.spent(onDayOf: SystemClock().now()))) }
    case .export(let hunt, let format): export(hunt, format, effect)
    case .preview(let hunt):
      let runner = self.runner
      replace("preview", effect) { port in port.post(.previewArrived(try await runner.preview(of: hunt))) }
    case .keepDecision, .loadDecisions, .keepHunt, .loadHunts, .openHunt, .saveHunt: hunts(effect)
    case .draftPivot, .loadEntity, .stopEntity, .loadEntityRows, .loadEntityRow, .readRecord, .findEntityKind: entities(effect)
    case .saveSession(let text):
      let key = sessionKey
      replace("session", effect) { _ in try await ledger.setSessionValue(text, for: key) }
    default: break
    }
  }

  private func countTechniques(_ listing: AlertListing, _ effect: Effect) {
    let pages = workspace.pages
    replace("techniques", effect) { port in
      let ids = try await pages.alertIDs(listing)
      var counts: [String: Int] = [:]
      for start in stride(from: 0, to: ids.count, by: 500) {
        try Task.checkCancellation()
        for alert in try await pages.alerts(withIDs: Array(ids[start..<min(start + 500, ids.count)])) {
          for technique in Set(alert.techniques) { counts[technique, default: 0] += 1 }
        }
      }
      port.post(.techniquesCounted(counts, of: listing))
    }
  }

  private func loadTables(_ effect: Effect) {
    let backend = workspace.backend
    let said = saidRemarks
    // A look at what is known must not end a reading that somebody asked for.
    replace(effect == .rereadTables ? "tables anew" : "tables", effect) { port in
      let told = effect == .rereadTables ? try await backend.reread() : nil
      let schemas = try await backend.schemas()
      port.post(.tablesArrived(schemas, own: try await backend.ownTables()))
      for remark in await backend.remarks() where said.withLock({ $0.insert(remark).inserted }) { port.post(.noted(remark)) }
      guard effect == .rereadTables else { return }
      port.post(.tablesReread(told?.tables ?? schemas.count, at: told?.time ?? SystemClock().now()))
    }
  }

  /// Values for completion: only of columns that the guardrails let a query show, and nothing is said where none can be had.
  private func loadValues(_ column: Column, _ table: String, _ effect: Effect) {
    let backend = workspace.backend
    guard workspace.rules.policy.shows(column: column.name, of: table) else { return }
    replace("values \(table).\(column.name)", effect) { port in
      guard let values = try? await backend.values(of: column, in: table, limit: 60) else { return }
      port.post(.valuesArrived(values, of: column, table: table))
    }
  }

  private func loadProof(_ id: ResultSetID, _ finding: String, _ rows: [Int], _ effect: Effect) {
    let pages = workspace.pages
    // Each finding's rows are read for themselves: several arrive at once, and none may push another's out.
    replace("proof \(finding)", effect) { port in
      var proof: [ProvingRow] = []
      for number in rows.prefix(200) where number >= 1 {
        guard let cells = try await pages.rows(of: id, (number - 1)..<number).first else { continue }
        proof.append(ProvingRow(number: number, cells: cells))
      }
      port.post(.proofArrived(id, finding: finding, rows: proof))
    }
  }

  /// Writes the hunt's findings, as journalled, into the state folder.
  private func export(_ hunt: HuntID, _ format: String, _ effect: Effect) {
    let (store, name) = (workspace.store, workspace.name)
    replace("export", effect) { port in
      guard let export = FindingExport(rawValue: format) else { return }
      let content = try await FindingsCommand.content(of: name, hunt: hunt.description, rowsFrom: store)
      // A later export took this one's place.
      try Task.checkCancellation()
      let folder = try Surroundings().stateFolder() + "/exports"
      let path = "\(folder)/\(hunt.description).\(export.fileExtension)"
      do {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try Data(export.text(content).utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
      } catch {
        throw Problem("The export cannot be written.", cause: error.localizedDescription, remedy: "Make \(folder) writable.")
      }
      port.post(.exported(path))
    }
  }
}

extension FindingExport {
  /// What a file of this format is usually called.
  var fileExtension: String {
    switch self {
    case .jsonl: "jsonl"
    case .csv: "csv"
    case .markdown: "md"
    case .html: "html"
    case .kql: "kql"
    case .json, .stix, .navigator, .thehive, .iris: "\(rawValue == "json" ? "" : rawValue + ".")json"
    }
  }
}
