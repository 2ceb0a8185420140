import Casefile
import MicrosoftData

/// Hands what is in one body of a service to the import of its file.
enum BodyReader {
  /// A body that is none of Microsoft's is one row; one that is theirs but broken is a problem of the file.
  static func read(_ json: JSONValue, line: Int, _ file: FileImport) throws {
    do {
      switch try MicrosoftBody.read(json, source: FileImport.source) {
      case .alerts(let alerts, _)?: try file.keep(alerts)
      case .rows(let tables, _)?: try add(tables, file)
      case .answer(let answer)?: try add(answer, file)
      case nil:
        guard case .object(let object) = json else { return file.refuse(line: line, "it is not an object") }
        try file.add(SourceRow(object, line: line))
      }
    } catch let error as MicrosoftBody.WrongShape {
      let place = error.path.isEmpty ? "the body" : error.path
      file.note(
        Problem(
          "The body has another shape than its kind.", cause: "At \(place): expected \(error.expected), found \(error.found).",
          remedy: "Check the export, or import its rows as plain JSON objects."))
    }
  }

  /// Rows whose table the body told.
  static func add(_ tables: [MicrosoftBody.TableRows], _ file: FileImport) throws {
    for table in tables {
      for object in table.rows {
        var row = SourceRow(object, line: 0)
        row.names.append("_table")
        row.cells.append(.string(table.table))
        try file.add(row)
      }
    }
  }

  private static func add(_ answer: QueryAnswer, _ file: FileImport) throws {
    let names = answer.columns.map(\.name)
    for row in answer.rows { try file.add(SourceRow(names: names, cells: row.map(\.json), line: 0)) }
    for fault in answer.refused { file.refuse(line: 0, "\(fault.path): expected \(fault.expected), found \(fault.found)") }
    guard let partial = answer.partial else { return }
    file.note(
      Problem("The response is partial.", cause: partial, remedy: "Run the query again with a narrower range.", kind: .partial))
  }
}
