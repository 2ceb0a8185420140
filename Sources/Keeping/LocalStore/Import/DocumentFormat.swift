import Casefile
import MicrosoftData

/// One JSON document: a list of rows or alerts, a response of a service, or a single object.
final class DocumentFormat: FileFormat {
  private var elements = JSONElements()
  private var pending: [JSONValue] = []
  private var lines: [Int] = []
  /// Data Explorer's frames belong together; they are read as one.
  private var isFrames: Bool?

  func feed(_ piece: [UInt8], _ file: FileImport) throws {
    try elements.feed(piece) { bytes, line in
      do {
        pending.append(try JSONValue(parsing: bytes))
        lines.append(line)
      } catch let error as JSONSyntaxError {
        file.refuse(line: line, "\(error.message) at byte \(error.offset + 1) of the element")
      }
      if isFrames == nil, let first = pending.first { isFrames = first["FrameType"] != nil }
      if isFrames == false, pending.count >= FileImport.batchRows { try handOver(file) }
    }
  }

  func finish(_ file: FileImport, isCut: Bool) throws {
    if !elements.isWhole {
      file.note(
        Problem(
          "The file is cut.", cause: "Its JSON is not closed; it ends at line \(elements.line).",
          remedy: "Fetch it again; what was whole before that place was kept.", kind: .partial))
    }
    if isFrames == true {
      let frames = JSONValue.array(pending)
      pending = []
      return try whole(frames, file)
    }
    if elements.list != nil { return try handOver(file) }
    guard elements.isWhole else { return }
    do {
      try whole(try JSONValue(parsing: elements.frame[...]), file)
    } catch let error as JSONSyntaxError {
      file.note(
        Problem(
          "The file is not JSON.", cause: "At byte \(error.offset + 1): \(error.message).",
          remedy: "Check the export; JSON, JSONL, CSV and gzip of these can be imported."))
    }
  }

  private func handOver(_ file: FileImport) throws {
    let (items, places) = (pending, lines)
    pending = []
    lines = []
    guard !items.isEmpty else { return }
    var body: JSONObject = ["value": .array(items)]
    if let context = context { body["@odata.context"] = .string(context) }
    switch try? MicrosoftBody.read(.object(body), source: FileImport.source) {
    case .alerts(let alerts, _)?: try file.keep(alerts)
    case .rows(let tables, _)?: try add(tables, file)
    default:
      for (item, line) in zip(items, places) {
        guard case .object(let object) = item else {
          file.refuse(line: line, "the element is not an object")
          continue
        }
        try file.add(SourceRow(object, line: line))
      }
    }
  }

  /// What the document said of itself before its list.
  private var context: String? {
    guard elements.list?.isEmpty == false else { return nil }
    let opened = elements.frame + (elements.isWhole ? [] : Array("]}".utf8))
    return (try? JSONValue(parsing: opened[...]))?["@odata.context"]?.string
  }

  private func add(_ tables: [MicrosoftBody.TableRows], _ file: FileImport) throws {
    for table in tables {
      for object in table.rows {
        var row = SourceRow(object, line: 0)
        row.names.append("_table")
        row.cells.append(.string(table.table))
        try file.add(row)
      }
    }
  }

  private func whole(_ json: JSONValue, _ file: FileImport) throws {
    do {
      switch try MicrosoftBody.read(json, source: FileImport.source) {
      case .alerts(let alerts, _)?: try file.keep(alerts)
      case .rows(let tables, _)?: try add(tables, file)
      case .answer(let answer)?:
        let names = answer.columns.map(\.name)
        for row in answer.rows { try file.add(SourceRow(names: names, cells: row.map(\.json), line: 0)) }
        if let partial = answer.partial {
          file.note(Problem("The response is partial.", cause: partial, remedy: "Run the query again with a narrower range.", kind: .partial))
        }
      case nil:
        guard case .object(let object) = json else { return file.refuse(line: 1, "it is not an object") }
        try file.add(SourceRow(object, line: 1))
      }
    } catch let error as MicrosoftBody.WrongShape {
      let place = error.path.isEmpty ? "the body" : error.path
      file.note(
        Problem(
          "The body has another shape than its kind.", cause: "At \(place): expected \(error.expected), found \(error.found).",
          remedy: "Check the export, or import its rows as plain JSON objects."))
    }
  }
}
