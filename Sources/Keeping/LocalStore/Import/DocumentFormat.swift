import Casefile
import MicrosoftData

/// One JSON document: a list of rows or alerts, a response of a service, or a single object.
final class DocumentFormat: FileFormat {
  private var elements = JSONElements()
  private var pending: [JSONValue] = []
  private var lines: [Int] = []
  private var pendingBytes = 0
  /// Data Explorer's frames belong together; they are read as one.
  private var isFrames: Bool?

  /// Hands over only between two pieces: while one is read, `elements` is being changed, and the document's own words stand there.
  func feed(_ piece: [UInt8], _ file: FileImport) throws {
    try elements.feed(piece) { try take($0, $1, file) }
    let isMuch = pending.count >= FileImport.batchRows || pendingBytes >= ImportLimits.batchBytes
    if isFrames == false, isMuch { try handOver(file) }
  }

  private func take(_ bytes: ArraySlice<UInt8>?, _ line: Int, _ file: FileImport) throws {
    guard let bytes else { return file.refuse(line: line, ImportLimits.tooLong(ImportLimits.recordBytes)) }
    do {
      pending.append(try file.json(bytes))
      pendingBytes += bytes.count
      lines.append(line)
    } catch {
      file.refuse(line: line, "\(error.message) at byte \(error.offset + 1) of the element")
    }
    if isFrames == nil, let first = pending.first { isFrames = first["FrameType"] != nil }
  }

  func finish(_ file: FileImport, isCut: Bool) throws {
    if !elements.isWhole {
      file.note(
        Problem(
          "The file is cut.", cause: "Its JSON is not closed; it ends at line \(elements.line).",
          remedy: "Fetch it again; what was whole before that place was kept.", kind: .partial))
    }
    if isFrames == true { return try BodyReader.read(.array(pending), line: 0, file) }
    if elements.isWhole { try elements.finishSequence { try take($0, $1, file) } }
    if elements.list != nil { return try handOver(file) }
    guard elements.isWhole else { return }
    do {
      try BodyReader.read(try file.json(elements.frame[...]), line: 1, file)
    } catch let error as JSONSyntaxError {
      file.note(
        Problem(
          "The file is not JSON.", cause: "At byte \(error.offset + 1): \(error.message).",
          remedy: "Check the export; JSON, JSONL, CSV and gzip of these can be imported."))
    }
  }

  private func handOver(_ file: FileImport) throws {
    let found = zip(pending, lines)
    pending = []
    lines = []
    pendingBytes = 0
    for (item, line) in found where item.object == nil { file.refuse(line: line, "the element is not an object") }
    let objects = found.filter { $0.0.object != nil }
    guard !objects.isEmpty else { return }
    var body: JSONObject = ["value": .array(objects.map(\.0))]
    if let context = context { body["@odata.context"] = .string(context) }
    switch try? MicrosoftBody.read(.object(body), source: FileImport.source) {
    case .alerts(let alerts, _)?: try file.keep(alerts)
    case .rows(let tables, _)?: try BodyReader.add(tables, file)
    default: for (item, line) in objects { try file.add(SourceRow(item.object ?? [:], line: line)) }
    }
  }

  /// What the document said of itself before its list.
  private var context: String? {
    guard elements.list?.isEmpty == false else { return nil }
    let opened = elements.frame + (elements.isWhole ? [] : Array("]}".utf8))
    return (try? JSONValue(parsing: opened[...]))?["@odata.context"]?.string
  }
}
