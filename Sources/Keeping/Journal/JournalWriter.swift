package import Casefile
import HuntPipeline

/// Appends to the journal, one whole line at a time, chained across processes.
package actor JournalWriter: JournalKeeper {
  private let file: AppendOnlyFile

  /// The file and its folder are made at the first line.
  package init(path: String) { file = AppendOnlyFile(path: path) }

  /// Returns once the line is on disk. Throws a `Problem` when it cannot be written, or when the last line was tampered with.
  package func append(hunt: HuntID, kind: String, body: JSONValue, at time: DateTime) async throws {
    try file.append { last in
      let previous = try last.map { text -> JournalLine in
        guard let line = JournalLine(text) else {
          throw Problem(
            "The journal is damaged at its end.", cause: "Its last line is no line of a journal.",
            remedy: "Run `logspotlight findings verify`, keep the file aside as it is, and start a new one.")
        }
        return line
      }
      return JournalLine.text(
        sequence: (previous?.sequence ?? 0) + 1, time: time, hunt: hunt, kind: kind, body: body, previous: previous?.hash ?? "")
    }
  }
}
