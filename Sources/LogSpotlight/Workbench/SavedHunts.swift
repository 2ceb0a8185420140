import Casefile
import Foundation
import HuntPipeline
import KQL
import Workbench

/// The folder of saved hunts: files with a query, which the analyst may also write by hand.
struct SavedHunts {
  /// Bytes of a saved hunt at most.
  static let longest = 1_000_000
  /// Hunts that are listed at most.
  static let most = 500

  let folder: String

  /// The analyst's own, beside the configuration.
  static func own() throws -> SavedHunts { SavedHunts(folder: try Surroundings().configurationFolder() + "/hunts") }

  /// The hunts by name, and how many were left out.
  func entries() throws -> (hunts: [HuntEntry], problem: Problem?) {
    guard FileManager.default.fileExists(atPath: folder) else { return ([], nil) }
    let files: [String]
    do {
      files = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw Problem("Saved hunts cannot be listed.", cause: error.localizedDescription, remedy: "Make \(folder) readable.")
    }
    let all = files.filter { $0.hasSuffix(".kql") && !$0.hasPrefix(".") }.sorted()
    return (all.prefix(SavedHunts.most).map { entry(String($0.dropLast(4))) }, leftOut(all.count - SavedHunts.most))
  }

  private func leftOut(_ count: Int) -> Problem? {
    guard count > 0 else { return nil }
    return Problem(
      "\(Wording.count(count, "saved hunt")) are left out here.", cause: "At most \(SavedHunts.most) are listed, by name.",
      remedy: "Move some out of \(folder).")
  }

  private func entry(_ name: String) -> HuntEntry {
    guard let text = beginning(of: name, most: 4000) else {
      return HuntEntry(source: .saved(name), time: nil, title: name, note: Wording.savedHuntUnreadable)
    }
    let parameters = KQLQuery(parsing: text).parameters.map(\.name)
    let first = text.split(whereSeparator: \.isNewline).first.map { String($0.drop { $0 == "/" || $0 == " " }.prefix(120)) } ?? ""
    return HuntEntry(source: .saved(name), time: nil, title: name, note: Wording.savedHuntNote(asksFor: parameters, first: first))
  }

  /// The query of a saved hunt.
  func text(of name: String) throws -> String {
    guard let text = beginning(of: name, most: SavedHunts.longest + 1) else {
      throw Problem(
        "The saved hunt '\(name)' cannot be read.", cause: path(of: name), remedy: "Make the file readable, or save the hunt again.")
    }
    guard text.utf8.count <= SavedHunts.longest else {
      throw Problem("The saved hunt '\(name)' is too long.", cause: "\(path(of: name)) has more than 1 MB.", remedy: "Shorten the query.")
    }
    return text
  }

  /// Writes the file whole or not at all, for its owner only; its path. What could not be opened again is refused.
  func save(_ name: String, _ text: String) throws -> String {
    let text = text + "\n"
    guard text.utf8.count <= SavedHunts.longest else {
      throw Problem("The hunt is too long to be saved.", cause: "It has more than 1 MB.", remedy: "Shorten the query.")
    }
    let path = path(of: name)
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    } catch {
      throw Problem("The hunt cannot be saved.", cause: error.localizedDescription, remedy: "Make \(folder) writable.")
    }
    return path
  }

  private func path(of name: String) -> String { "\(folder)/\(name).kql" }

  /// The first bytes of a regular file as text, whatever its length; nil when it cannot be read.
  private func beginning(of name: String, most: Int) -> String? {
    let real = URL(fileURLWithPath: path(of: name)).resolvingSymlinksInPath().path
    let type = try? FileManager.default.attributesOfItem(atPath: real)[.type] as? FileAttributeType
    guard type == .typeRegular, let file = FileHandle(forReadingAtPath: real) else { return nil }
    defer { try? file.close() }
    do {
      // Of an empty file there is nothing to be read, which is no failure.
      return String(decoding: try file.read(upToCount: most) ?? Data(), as: UTF8.self)
    } catch {
      return nil
    }
  }
}
