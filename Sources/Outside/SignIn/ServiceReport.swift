package import Casefile
internal import Transport

/// An error report of a Microsoft service: codes from the outside in, and the most telling words.
///
/// The one reader of `{"error":{code,message,innerError,details}}`, for Graph, Office 365 and Log Analytics. Shapes differ by service and
/// age: `innererror` or `innerError`, `details` or `OneApiErrors`, codes as text or number. Decide by `has` or `code`, show `message` or
/// `words`. Data Explorer's frames and the login service's OAuth errors say more, and have readers of their own.
package struct ServiceReport: Equatable, Sendable {
  /// One innermost report.
  package struct Leaf: Equatable, Sendable {
    package var code: String
    package var message: String
    package var severity: Int?
    /// `line 3, position 7` where the service tells.
    package var place: String?

    /// Severity 3, called Warning: the rows are whole.
    package var isWarning: Bool { severity == 3 }
  }

  /// Every code there is, the outermost first.
  package private(set) var codes: [String] = []
  package private(set) var leaves: [Leaf] = []
  /// What the service's support asks for.
  package private(set) var requestID: String?
  private var outermost = ""

  /// Reads `{"error":{…}}` or what stands in it; nil when there is no report in it.
  package init?(_ json: JSONValue?) {
    guard let json, let object = ServiceReport.member(json, "error") ?? json.object.map(JSONValue.object) else { return nil }
    if case .string(let code) = object {
      // OAuth's way: {"error":"invalid_token","error_description":"…"}.
      codes = [code]
      leaves = [Leaf(code: code, message: ServiceReport.text(json, "error_description") ?? code)]
      outermost = ServiceReport.text(json, "message") ?? ""
      return
    }
    walk(object, outer: Leaf(code: "", message: ""), depth: 0)
    guard !codes.isEmpty || leaves.contains(where: { !$0.message.isEmpty }) else { return nil }
  }

  /// The body of an answer; nil when it holds no report.
  package init?(body: [UInt8]) {
    self.init(try? JSONValue(parsing: body[...]))
  }

  /// Whether one of the codes is this one, in any case.
  package func has(_ code: String) -> Bool { codes.contains { $0.lowercased() == code.lowercased() } }

  /// The innermost words, with the place in the query where there is one; empty when the service says nothing.
  package var message: String {
    guard let leaf = leaves.first(where: { !$0.isWarning }) ?? leaves.first else { return "" }
    let words = leaf.message.isEmpty ? leaf.code : leaf.message
    return leaf.place.map { words + " (" + $0 + ")" } ?? words
  }

  /// The outermost code, harmless and short; empty where there is none.
  package var code: String { ServiceReport.line(codes.first, 80) }

  /// The outermost words on one line, harmless and short; empty where there are none.
  package var words: String { ServiceReport.line(outermost, 300) }

  /// What a service says about a token that it refused, as far as it is there: `, CODE: message, request id …`.
  static func refusal(_ head: HTTPResponseHead, _ body: [UInt8]) -> String {
    let report = ServiceReport(body: body)
    // The lines below the first hold traces and times.
    let first = line(report?.outermost.split(whereSeparator: \.isNewline).first.map(String.init), 200)
    let words = [report?.code ?? "", first].filter { !$0.isEmpty }.joined(separator: ": ")
    let identifier = line(head.headers["request-id"] ?? head.headers["x-ms-request-id"], 64)
    return [words, identifier.isEmpty ? "" : "request id " + identifier].filter { !$0.isEmpty }.map { ", " + $0 }.joined()
  }

  private static func line(_ text: String?, _ length: Int) -> String {
    String((text ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ").harmless.prefix(length))
  }

  private mutating func walk(_ json: JSONValue, outer: Leaf, depth: Int) {
    var leaf = outer
    if let code = ServiceReport.text(json, "code") {
      codes.append(code)
      leaf.code = code
    }
    if let words = ServiceReport.text(json, "@message") ?? ServiceReport.text(json, "message") { leaf.message = words }
    // An older OData: {"message":{"lang":"en","value":"…"}}.
    if let words = ServiceReport.member(json, "message").flatMap({ ServiceReport.text($0, "value") }) { leaf.message = words }
    if depth == 0 { outermost = leaf.message }
    if let severity = ServiceReport.member(json, "severity")?.integer { leaf.severity = Int(severity) }
    if ServiceReport.text(json, "severityName")?.lowercased() == "warning" { leaf.severity = 3 }
    if let line = ServiceReport.member(json, "line")?.integer {
      leaf.place = "line \(line)" + (ServiceReport.member(json, "pos")?.integer.map { ", position \($0)" } ?? "")
    }
    for key in ["request-id", "correlationId"] where requestID == nil { requestID = ServiceReport.text(json, key) }
    var inner = ["innererror", "error"].compactMap { ServiceReport.member(json, $0) }.filter { $0.object != nil }
    if inner.allSatisfy({ ServiceReport.text($0, "code") == nil && ServiceReport.text($0, "message") == nil }) {
      for report in inner where requestID == nil { requestID = ServiceReport.requestID(in: report) }
      inner = []
    }
    for key in ["details", "OneApiErrors"] { inner += ServiceReport.member(json, key)?.array?.filter { $0.object != nil } ?? [] }
    guard !inner.isEmpty, depth < 12 else { return leaves.append(leaf) }
    for report in inner { walk(report, outer: leaf, depth: depth + 1) }
  }

  /// It may stand some levels down, with no code and no words on the way.
  private static func requestID(in json: JSONValue) -> String? {
    var inner: JSONValue? = json
    for _ in 0..<8 {
      guard let report = inner else { return nil }
      if let id = text(report, "request-id") { return id }
      inner = member(report, "innererror")
    }
    return nil
  }

  /// A member by its name in any case.
  package static func member(_ json: JSONValue, _ key: String) -> JSONValue? {
    json.object?.pairs.first { $0.0.lowercased() == key.lowercased() && $0.1 != .null }?.1
  }

  private static func text(_ json: JSONValue, _ key: String) -> String? {
    switch member(json, key) {
    case .string(let text)?: text.isEmpty ? nil : text
    case .integer(let number)?: String(number)
    default: nil
    }
  }
}
