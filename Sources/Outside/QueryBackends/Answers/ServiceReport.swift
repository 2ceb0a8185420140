import Casefile

/// An error report of a Microsoft service: codes from the outside in, and the most telling words.
///
/// Shapes differ by service and age: `innererror` or `innerError`, `details` or `OneApiErrors`, codes as text or number. Decide by `has`,
/// show `message`.
struct ServiceReport: Equatable, Sendable {
  /// One innermost report.
  struct Leaf: Equatable, Sendable {
    var code: String
    var message: String
    var severity: Int?
    /// `line 3, position 7` where the service tells.
    var place: String?

    /// Severity 3, called Warning: the rows are whole.
    var isWarning: Bool { severity == 3 }
  }

  /// Every code there is, the outermost first.
  private(set) var codes: [String] = []
  private(set) var leaves: [Leaf] = []
  /// What the service's support asks for.
  private(set) var requestID: String?

  /// Reads `{"error":{…}}` or what stands in it; nil when there is no report in it.
  init?(_ json: JSONValue?) {
    guard let json, let object = ServiceReport.member(json, "error") ?? json.object.map(JSONValue.object) else { return nil }
    if case .string(let code) = object {
      // OAuth's way: {"error":"invalid_token","error_description":"…"}.
      codes = [code]
      leaves = [Leaf(code: code, message: ServiceReport.text(json, "error_description") ?? code)]
      return
    }
    walk(object, outer: Leaf(code: "", message: ""), depth: 0)
    guard !codes.isEmpty || leaves.contains(where: { !$0.message.isEmpty }) else { return nil }
  }

  /// The body of an answer; nil when it holds no report.
  init?(body: [UInt8]) {
    self.init(body.withUnsafeBufferPointer { try? CellScanner.json($0) })
  }

  func has(_ code: String) -> Bool { codes.contains { $0.lowercased() == code.lowercased() } }

  /// The innermost words, with the place in the query where there is one; empty when the service says nothing.
  var message: String {
    guard let leaf = leaves.first(where: { !$0.isWarning }) ?? leaves.first else { return "" }
    let words = leaf.message.isEmpty ? leaf.code : leaf.message
    return leaf.place.map { words + " (" + $0 + ")" } ?? words
  }

  private mutating func walk(_ json: JSONValue, outer: Leaf, depth: Int) {
    var leaf = outer
    if let code = ServiceReport.text(json, "code") {
      codes.append(code)
      leaf.code = code
    }
    if let words = ServiceReport.text(json, "@message") ?? ServiceReport.text(json, "message") { leaf.message = words }
    if let severity = ServiceReport.member(json, "severity")?.integer { leaf.severity = Int(severity) }
    if ServiceReport.text(json, "severityName")?.lowercased() == "warning" { leaf.severity = 3 }
    if let line = ServiceReport.member(json, "line")?.integer {
      leaf.place = "line \(line)" + (ServiceReport.member(json, "pos")?.integer.map { ", position \($0)" } ?? "")
    }
    for key in ["request-id", "correlationId"] where requestID == nil { requestID = ServiceReport.text(json, key) }
    var inner = ["innererror", "error"].compactMap { ServiceReport.member(json, $0) }.filter { $0.object != nil }
    if inner.allSatisfy({ ServiceReport.text($0, "code") == nil && ServiceReport.text($0, "message") == nil }) {
      for report in inner { for key in ["request-id"] where requestID == nil { requestID = ServiceReport.text(report, key) } }
      inner = []
    }
    for key in ["details", "OneApiErrors"] { inner += ServiceReport.member(json, key)?.array?.filter { $0.object != nil } ?? [] }
    guard !inner.isEmpty, depth < 12 else { return leaves.append(leaf) }
    for report in inner { walk(report, outer: leaf, depth: depth + 1) }
  }

  /// A member by its name in any case.
  static func member(_ json: JSONValue, _ key: String) -> JSONValue? {
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
