import ArgumentParser
import Casefile
import Glibc
import HuntPipeline
import LocalStore
import Locking

/// An import with its progress and report on the command line.
struct ImportRun {
  let store: EmbeddedStore
  let table: String?
  let format: OutputFormat?
  var again = false

  /// Throws the exit code 5 when something was refused or cut, after saying what and where.
  func run(_ paths: [String]) async throws {
    let isLive = isatty(STDERR_FILENO) == 1
    let last = Locked(0)
    let report = try await Importer(store: store, table: table, again: again).run(paths) { progress in
      guard isLive else { return }
      let isDue = last.withLock { shown in
        defer { shown = progress.mark }
        return progress.mark != shown
      }
      if isDue { Output.note("\(progress.path): \(progress.words)") }
    }
    for file in report.files { tell(file) }
    if report.isPartial { throw ExitCode(report.kept == 0 ? 1 : 5) }
  }

  private func tell(_ file: ImportReport.File) {
    switch format {
    case .json, .jsonl: Output.write(json(file).text + "\n")
    default: tellPlainly(file)
    }
    if let problem = file.problem { Output.say(problem) }
  }

  private func tellPlainly(_ file: ImportReport.File) {
    if let earlier = file.earlier {
      let rows = "\(earlier.rows.grouped) rows"
      let words = "imported before, on \(earlier.time.text(decimals: 0)) (\(rows)); nothing was added. --again imports it once more"
      return Output.write(Output.harmless("\(file.path): \(words)") + "\n")
    }
    var parts = file.destinations.map { "\($0.rows.grouped) rows into \($0.table)" }
    if file.alerts > 0 { parts.append("\(file.alerts.grouped) alerts, \(file.newAlerts.grouped) new") }
    if file.refused > 0 { parts.append("\(file.refused.grouped) rows refused") }
    if file.misfits > 0 { parts.append("\(file.misfits.grouped) cells kept as text") }
    if file.notUTF8 > 0 { parts.append("\(file.notUTF8.grouped) places that are not UTF-8 read as \u{FFFD}") }
    Output.write(Output.harmless("\(file.path): \(parts.isEmpty ? "nothing" : parts.joined(separator: ", "))") + "\n")
    if let other = file.couldBe.first {
      let names = file.couldBe.joined(separator: " or ")
      Output.note("  it could also be \(names): if so, import it again with --table \(other) --again")
    }
    for refusal in file.refusals.prefix(10) {
      Output.note("  \(refusal.line > 0 ? "line \(refusal.line): " : "")\(refusal.reason)")
    }
  }

  private func json(_ file: ImportReport.File) -> JSONValue {
    var tables: [JSONValue] = []
    for place in file.destinations { tables.append(["table": .string(place.table), "rows": .integer(Int64(place.rows))]) }
    var refusals: [JSONValue] = []
    for refusal in file.refusals { refusals.append(["line": .integer(Int64(refusal.line)), "reason": .string(refusal.reason)]) }
    return [
      "file": .string(file.path), "tables": .array(tables), "could_be": .array(file.couldBe.map(JSONValue.string)),
      "alerts": .integer(Int64(file.alerts)),
      "new_alerts": .integer(Int64(file.newAlerts)), "kept": .integer(Int64(file.kept)), "refused": .integer(Int64(file.refused)),
      "refusals": .array(refusals), "misfits": .integer(Int64(file.misfits)),
      "not_utf8": .integer(Int64(file.notUTF8)), "imported_before": file.earlier.map { .string($0.time.text(decimals: 0)) } ?? .null,
      "problem": file.problem.map { .string($0.description) } ?? .null,
    ]
  }
}
