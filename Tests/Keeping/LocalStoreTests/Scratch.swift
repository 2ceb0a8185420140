import Casefile
import Foundation
import LocalStore

/// A folder that goes away with the test.
final class Scratch {
  let folder: String
  var path: String { folder + "/store.sqlite" }

  init() {
    folder = NSTemporaryDirectory() + "localstore-" + UUID().uuidString
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func store() throws -> EmbeddedStore { try EmbeddedStore(at: path) }

  /// Writes a file of this text and answers its path.
  func file(_ name: String, _ text: String) throws -> String { try file(name, Data(text.utf8)) }

  func file(_ name: String, _ data: Data) throws -> String {
    let path = folder + "/" + name
    let parent = (path as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    try data.write(to: URL(fileURLWithPath: path))
    return path
  }

  func permissions(_ path: String) -> Int {
    ((try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? NSNumber)?.intValue ?? -1
  }
}

func moment(_ text: String) -> DateTime { DateTime(text) ?? .minimum }

/// The problem that `body` throws; nil when it throws none.
func problem(_ body: () throws -> Void) -> Problem? {
  do { try body() } catch { return error as? Problem }
  return nil
}

func problem(_ body: () async throws -> Void) async -> Problem? {
  do { try await body() } catch { return error as? Problem }
  return nil
}

/// Collects what closures deliver.
final class Collected<Item: Sendable>: @unchecked Sendable {
  // Sendable by proof: `stored` is reached only under the lock.
  private let lock = NSLock()
  private var stored: [Item] = []
  var items: [Item] { lock.withLock { stored } }
  func add(_ more: [Item]) { lock.withLock { stored += more } }
}
