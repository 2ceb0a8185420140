import Casefile
import Foundation
import HuntPipeline
import KQL
import LocalStore
import Terminal
import Workbench

extension Bench {
  /// Saved hunts are files with a query; ended ones are kept in the store.
  func hunts(_ effect: Effect) {
    let store = workspace.store
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
        port.post(.huntsArrived(try Bench.savedHunts() + ended))
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
        let path = try Bench.huntsFolder() + "/" + name + ".kql"
        guard let text = Bench.beginning(of: path, most: Bench.longestHunt + 1) else {
          throw Problem("The saved hunt '\(name)' cannot be read.", cause: path, remedy: "Make the file readable, or save the hunt again.")
        }
        guard text.utf8.count <= Bench.longestHunt else {
          throw Problem("The saved hunt '\(name)' is too long.", cause: "\(path) has more than 1 MB.", remedy: "Shorten the query.")
        }
        port.post(.savedHuntArrived(name, text: text))
      }
    case .saveHunt(let name, let text):
      keep { $0.post(.huntSaved(try Bench.save(name, text))) }
    default: break
    }
  }

  /// Bytes of a saved hunt at most.
  private static let longestHunt = 1_000_000

  /// The first bytes of a regular file as text, whatever its length; nil when it cannot be read.
  private static func beginning(of path: String, most: Int = 4000) -> String? {
    let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let type = try? FileManager.default.attributesOfItem(atPath: real)[.type] as? FileAttributeType
    guard type == .typeRegular, let file = FileHandle(forReadingAtPath: real) else { return nil }
    defer { try? file.close() }
    guard let bytes = try? file.read(upToCount: most) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func huntsFolder() throws -> String { try Surroundings().configurationFolder() + "/hunts" }

  private static func savedHunts() throws -> [HuntEntry] {
    let folder = try huntsFolder()
    guard FileManager.default.fileExists(atPath: folder) else { return [] }
    let files: [String]
    do {
      files = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw Problem("Saved hunts cannot be listed.", cause: error.localizedDescription, remedy: "Make \(folder) readable.")
    }
    return files.filter { $0.hasSuffix(".kql") && !$0.hasPrefix(".") }.sorted().map { file in
      let name = String(file.dropLast(4))
      guard let text = beginning(of: folder + "/" + file) else {
        return HuntEntry(source: .saved(name), time: nil, title: name, note: "cannot be read")
      }
      let parameters = KQLQuery(parsing: text).parameters.map(\.name)
      let first = text.split(whereSeparator: \.isNewline).first.map { $0.drop { $0 == "/" || $0 == " " } } ?? ""
      let asks = parameters.isEmpty ? "" : "asks for \(parameters.joined(separator: ", ")) · "
      return HuntEntry(source: .saved(name), time: nil, title: name, note: asks + first.prefix(120))
    }
  }

  /// Writes the file whole or not at all, for its owner only.
  private static func save(_ name: String, _ text: String) throws -> String {
    let folder = try huntsFolder()
    let path = "\(folder)/\(name).kql"
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try Data((text + "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    } catch {
      throw Problem("The hunt cannot be saved.", cause: error.localizedDescription, remedy: "Make \(folder) writable.")
    }
    return path
  }

  private static func entry(_ key: String, _ text: String) -> HuntEntry? {
    guard let kept = try? JSONValue(parsing: text), let hunt = Hunt(kept: kept) else { return nil }
    let title = hunt.request.text.isEmpty ? hunt.draft.split(whereSeparator: \.isNewline).joined(separator: " ") : hunt.request.text
    let came =
      hunt.stage == .finished
      ? "\(hunt.rows?.count ?? 0) rows, \(hunt.findings.count) findings" : "\(hunt.stage.rawValue), \(hunt.findings.count) findings"
    let table = hunt.subjectTable
    return HuntEntry(
      source: .ended(key), time: hunt.request.asked, title: String(title.prefix(300)),
      note: [table, came].filter { !$0.isEmpty }.joined(separator: " · "))
  }
}
