import ArgumentParser
import Casefile
import HuntPipeline
import KQL

/// `kql`: commands about queries.
struct KQLCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kql", abstract: "Check KQL.", subcommands: [KQLCheckCommand.self])
}

/// `kql check`: parses and reviews queries.
struct KQLCheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Parse and review KQL: errors with their place, tables and columns read, verdict.",
    discussion: """
      With --jsonl, reads {"id","query"} lines and writes one line for each. Exit code 1 when one does not parse, 3 when one is refused.

      Example: logspotlight kql check rules/password-spray.kql
      """)

  @Argument(help: "Files; - or none reads standard input.") var files: [String] = []
  @Flag(help: "Read {\"id\",\"query\"} lines.") var jsonl = false
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let guardrails = try await OpenWorkspace.guardrails(common)
    var allParse = true
    var isRefused = false
    func take(_ id: String, _ query: String) {
      let check = QueryCheck(id: id, text: query, guardrails: guardrails)
      allParse = allParse && check.parses
      isRefused = isRefused || check.review.verdict == "refused"
      if jsonl || common.format == .jsonl || common.format == .json { Output.write(check.json.text + "\n") } else { check.tell() }
    }
    for path in files.isEmpty ? ["-"] : files {
      let bytes = try Input.bytes(ofFile: path)
      if jsonl {
        try KQLCheckCommand.lines(of: Array(bytes)) { take($0, $1) }
      } else {
        take(path, String(decoding: bytes, as: UTF8.self))
      }
    }
    if !allParse { throw ExitCode(1) }
    if isRefused { throw ExitCode(3) }
  }

  private static func lines(of bytes: [UInt8], _ body: (String, String) -> Void) throws {
    var number = 0
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      number += 1
      guard let value = try? JSONValue(parsing: line), let query = value["query"]?.string else {
        throw Problem(
          "Line \(number) holds no query.", cause: "Expected a JSON object with \"query\".",
          remedy: "Write one {\"id\",\"query\"} object a line.")
      }
      body(value["id"]?.string ?? value["id"]?.integer.map(String.init) ?? String(number), query)
    }
  }
}

/// What is to be said of one query.
struct QueryCheck {
  let id: String
  let query: KQLQuery
  let review: Review
  let bound: BoundQuery

  init(id: String, text: String, guardrails: Guardrails) {
    self.id = id
    query = KQLQuery(parsing: text)
    bound = guardrails.bound(query)
    review = guardrails.review(query)
  }

  var parses: Bool { query.isWellFormed }

  /// The line of CONTRACTS §2.
  var json: JSONValue {
    let columns = Set(bound.columnsRead.values.flatMap { $0 }).sorted()
    return [
      "id": .string(id), "ok": .bool(parses), "tables": .array(QueryReads.tables(query, bound).map(JSONValue.string)),
      "columns": .array(columns.map(JSONValue.string)), "verdict": .string(review.verdict),
      "reasons": .array(review.concerns.map { .string("\($0.reason) \($0.remedy)") }),
      "diagnostics": .array(diagnostics.map(QueryCheck.json)),
    ]
  }

  private var diagnostics: [KQLDiagnostic] { query.diagnostics + bound.diagnostics.filter { !query.diagnostics.contains($0) } }

  private static func json(_ diagnostic: KQLDiagnostic) -> JSONValue {
    [
      "line": .integer(Int64(diagnostic.line)), "column": .integer(Int64(diagnostic.column)),
      "severity": .string(diagnostic.severity.rawValue), "message": .string(diagnostic.message),
    ]
  }

  func tell() {
    for diagnostic in diagnostics {
      Output.write(
        Output.harmless("\(id):\(diagnostic.line):\(diagnostic.column): \(diagnostic.severity.rawValue): \(diagnostic.message)") + "\n")
    }
    let tables = QueryReads.tables(query, bound).joined(separator: ", ")
    Output.write(Output.harmless("\(id): \(review.verdict)\(tables.isEmpty ? "" : ", reads \(tables)")") + "\n")
    for concern in review.concerns { Output.write(Output.harmless("  \(concern.rule): \(concern.reason) \(concern.remedy)") + "\n") }
  }
}
