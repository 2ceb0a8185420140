package import Casefile
internal import Foundation

/// A Data Explorer cluster on the loopback address: queries over v2, management commands over v1, both as documented.
///
/// Strict: a request without the documented headers, or with an option that is not documented, is refused with 400 and says why.
package struct DataExplorerCloud: Sendable {
  package var database: String
  package var token: String
  /// Tables for `.show database schema as json`.
  package var schemas: [TableSchema] = []
  /// The answer to a query; nil is refused as a name that cannot be resolved.
  package var answer: @Sendable (_ query: String) -> DataExplorerFrames?
  package var fault: DataExplorerFault?
  /// Takes neither a limit of rows nor the command for all schemas at once, as a stand-in of the service may.
  package var isStandIn = false
  /// The query's body stalls after so many bytes, as that of a query that runs on.
  package var stalledAfter: Int?

  package init(
    database: String = "Samples", token: String = "fixed", schemas: [TableSchema] = [], fault: DataExplorerFault? = nil,
    stalledAfter: Int? = nil, isStandIn: Bool = false,
    answer: @escaping @Sendable (String) -> DataExplorerFrames?
  ) {
    self.database = database
    self.token = token
    self.schemas = schemas
    self.fault = fault
    self.stalledAfter = stalledAfter
    self.isStandIn = isStandIn
    self.answer = answer
  }

  /// What answers in a `LoopbackCloud`.
  package var part: LoopbackCloud.Part {
    { request, visit in
      switch request.path {
      case "/v2/rest/query": query(request, visit)
      case "/v1/rest/mgmt": command(request)
      default: nil
      }
    }
  }

  private func query(_ request: LoopbackCloud.Request, _ visit: Int) -> LoopbackCloud.Answer {
    if let refusal = refusal(request) { return refusal }
    if let fault, !fault.passes || visit == 1, let answer = DataExplorerRefusals.answer(fault) { return answer }
    guard let text = body(request)?["csl"]?.string, var frames = answer(text) else {
      return DataExplorerRefusals.error(400, "General_BadRequest", inner: "SEM0100", "Failed to resolve table expression named 'Nothing'")
    }
    if let fault, !fault.passes { frames.fault = fault }
    var answer = LoopbackCloud.Answer.json(frames.body, headers: [["x-ms-activity-id", "5a1f0000-0000-4000-8000-000000000003"]])
    switch fault {
    case .cutInRow: answer.ending = .cut(after: answer.body.count * 6 / 10)
    case .cutBeforeRows: answer.ending = .cut(after: 60)
    case .garbageInBody: answer.body = Array(answer.body.prefix(answer.body.count * 6 / 10)) + Array("<html>".utf8)
    case .progressiveCut: answer.ending = .cut(after: answer.body.count * 5 / 10)
    default: break
    }
    if let stalledAfter { answer.ending = .stalled(after: stalledAfter) }
    return answer
  }

  private func command(_ request: LoopbackCloud.Request) -> LoopbackCloud.Answer {
    if let refusal = refusal(request) { return refusal }
    let text = body(request)?["csl"]?.string ?? ""
    if text.hasPrefix(".cancel query \"") { return .json(DataExplorerRefusals.table("CancelQuery", ["[\"\(text.hasSuffix("\""))\"]"])) }
    if isStandIn, text == ".show tables" {
      return .json(DataExplorerRefusals.table("TableName", schemas.map { "[" + JSONValue.string($0.name).text + "]" }))
    }
    guard !isStandIn, text == ".show database [\"\(database)\"] schema as json" else {
      return DataExplorerRefusals.error(400, "General_BadRequest", inner: "SYN0002", "A recognition error occurred.")
    }
    let tables = schemas.map { schema in
      let columns = schema.columns.map {
        #"{"Name":\#(JSONValue.string($0.name).text),"Type":"System.Object","CslType":"\#($0.type.rawValue)"}"#
      }
      return #"\#(JSONValue.string(schema.name).text):{"Name":"x","OrderedColumns":[\#(columns.joined(separator: ","))]}"#
    }
    let json = #"{"Plugins":[],"Databases":{"\#(database)":{"Name":"\#(database)","Tables":{\#(tables.joined(separator: ","))}}}}"#
    return .json(DataExplorerRefusals.table("DatabaseSchema", ["[" + JSONValue.string(json).text + "]"]))
  }

  private func body(_ request: LoopbackCloud.Request) -> JSONValue? { try? JSONValue(parsing: request.text) }

  /// What is wrong with a request; nil when it is as documented.
  private func refusal(_ request: LoopbackCloud.Request) -> LoopbackCloud.Answer? {
    guard request["authorization"] == "Bearer " + token else {
      return DataExplorerRefusals.error(401, "Unauthorized", inner: nil, "The bearer token is missing or not valid.")
    }
    let wrongs = wrongHeaders(request) + wrongBody(request)
    return wrongs.first.map { DataExplorerRefusals.error(400, "General_BadRequest", inner: nil, $0) }
  }

  private func wrongHeaders(_ request: LoopbackCloud.Request) -> [String] {
    var wrongs: [String] = []
    if request.method != "POST" { wrongs.append("method \(request.method)") }
    let wanted = [
      "accept": "application/json", "content-type": "application/json; charset=utf-8", "x-ms-app": "LogSpotlight",
      "x-ms-version": "2024-12-12",
    ]
    for (name, value) in wanted where request[name] != value { wrongs.append("header \(name): \(request[name] ?? "missing")") }
    let id = (request["x-ms-client-request-id"] ?? "").components(separatedBy: ";")
    if id.count != 2 || !id[0].hasPrefix("LogSpotlight.") || UUID(uuidString: id[1]) == nil { wrongs.append("client request id") }
    return wrongs
  }

  private func wrongBody(_ request: LoopbackCloud.Request) -> [String] {
    guard let body = body(request)?.object else { return ["the body is no object"] }
    var wrongs = body.keys.filter { !["db", "csl", "properties"].contains($0) }.map { "member \($0)" }
    if body["db"]?.string != database { wrongs.append("database \(body["db"]?.text ?? "missing")") }
    if (body["csl"]?.string ?? "").isEmpty { wrongs.append("csl is missing") }
    for (name, value) in body["properties"]?["Options"]?.object.map({ Array($0.pairs) }) ?? [] {
      guard let check = DataExplorerRefusals.options[name] else {
        wrongs.append("option \(name)")
        continue
      }
      if isStandIn, name == "query_take_max_records" { wrongs.append("option \(name) is not known") }
      if !check(value) { wrongs.append("option \(name): \(value.text)") }
    }
    return wrongs
  }
}
