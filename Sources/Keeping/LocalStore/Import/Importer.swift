import Casefile
import Foundation
import Locking

/// Brings files into the embedded store: JSON, JSONL, CSV, gzip of these, folders of them, and bodies of Microsoft's services.
///
/// Memory stays flat however long a file is. Rows are written batch by batch, so a cut file or a cancelled import keeps what was whole.
/// Importing a file again doubles its rows and brings its alerts up to date.
package struct Importer: Sendable {
  private let store: EmbeddedStore
  private let table: String?

  /// `table` names the table for every row, instead of what columns and rows say themselves.
  package init(store: EmbeddedStore, table: String? = nil) {
    self.store = store
    self.table = table
  }

  /// Imports files and folders, these recursively and in order of names. Faults of single files are in the report; only a store that
  /// cannot be written to throws. Cancelling ends it after the batch in hand.
  package func run(
    _ paths: [String], progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
  ) async throws -> ImportReport {
    guard !store.isReadOnly else { throw StoreProblem.readOnly(store.path) }
    let isCancelled = Locked(false)
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        DispatchQueue.global(qos: .userInitiated).async {
          continuation.resume(returning: importAll(paths, isCancelled, progress))
        }
      }
    } onCancel: {
      isCancelled.withLock { $0 = true }
    }
  }

  private func importAll(
    _ paths: [String], _ isCancelled: Locked<Bool>, _ progress: @Sendable (ImportProgress) -> Void
  ) -> ImportReport {
    var report = ImportReport()
    for path in paths.flatMap(Importer.files) {
      let file = FileImport(path, into: store, table: table)
      file.run { read, length, rows in
        progress(ImportProgress(path: path, bytesRead: read, bytesTotal: length, rows: rows))
        if isCancelled.withLock({ $0 }) { throw CancellationError() }
      }
      report.files.append(file.report)
      if isCancelled.withLock({ $0 }) { break }
    }
    store.settle()
    return report
  }

  /// The file itself, or all files under a folder; hidden ones are left out.
  private static func files(_ path: String) -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else { return [path] }
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
    return names.sorted().filter { name in !name.split(separator: "/").contains { $0.hasPrefix(".") } }
      .map { (path as NSString).appendingPathComponent($0) }
      .filter { FileManager.default.fileExists(atPath: $0, isDirectory: &isFolder) && !isFolder.boolValue }
  }
}
