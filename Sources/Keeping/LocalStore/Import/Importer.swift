import Casefile
import Foundation
import Locking

/// Brings files into the embedded store: JSON, JSONL, CSV, gzip of these, folders of them, and bodies of Microsoft's services.
///
/// Memory stays flat however long a file is. Rows are written batch by batch, so a cut file or a cancelled import keeps what was whole.
/// A file whose very bytes were imported before is left out and said so, unless it is wanted again; then its rows double and its alerts
/// are brought up to date.
package struct Importer: Sendable {
  private let store: EmbeddedStore
  private let table: String?
  private let again: Bool

  /// `table` names the table for every row, instead of what columns and rows say themselves; `again` takes files that were imported before.
  package init(store: EmbeddedStore, table: String? = nil, again: Bool = false) {
    self.store = store
    self.again = again
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
    let memory = ImportMemory(store: store, table: table)
    let names = DelayedIdentities(store.identities)
    for entry in paths.flatMap({ path -> [FolderWalk.Entry] in
      var walk = FolderWalk()
      return walk.entries(path)
    }) {
      guard case .file(let path) = entry else {
        if case .fault(let path, let problem) = entry { report.files.append(ImportReport.File(path: path, problem: problem)) }
        continue
      }
      if !again, let earlier = memory.earlier(path) {
        report.files.append(ImportReport.File(path: path, earlier: earlier))
        continue
      }
      let file = FileImport(path, into: store, table: table, names: names)
      file.run { step in
        progress(step)
        if isCancelled.withLock({ $0 }) { throw CancellationError() }
      }
      report.files.append(file.report)
      if isCancelled.withLock({ $0 }) || file.isStoreFull { break }
      if let (digest, bytes) = file.fingerprint { try? memory.remember(digest: digest, bytes: bytes, rows: file.report.kept) }
    }
    // Where this fails the rows are looked through before anything is sent.
    try? store.writeNow { try names.settle($0) }
    store.settle()
    return report
  }
}
