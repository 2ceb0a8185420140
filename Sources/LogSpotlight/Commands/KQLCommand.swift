import ArgumentParser
import Casefile
import Foundation
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
      A file holds one query; of a folder every .kql, .csl and .kusto file is checked. With --jsonl, each line of the input is an object
      {"id","query"}, and one line is written for each. Tables are those of the store and of Microsoft's reference; which may be read, and
      over what range, the guardrails say.

      Exit code 0 when every query is allowed or asks consent, 1 when one does not parse or an input cannot be read, else 3 when one is
      refused.

      Example: logspotlight kql check rules/
      """)

  @Argument(help: "Files and folders; - or none reads standard input.") var files: [String] = []
  @Flag(help: "Read {\"id\",\"query\"} lines.") var jsonl = false
  @OptionGroup var common: CommonOptions

  func run() async throws {
    var desk = CheckDesk(guardrails: try await OpenWorkspace.guardrails(common), writesJSON: writesJSON, isColoured: isColoured)
    for path in files.isEmpty ? ["-"] : files { read(path, &desk) }
    desk.finish()
    if desk.counts.failed > 0 { throw ExitCode(1) }
    if desk.counts.refused > 0 { throw ExitCode(3) }
  }

  private var writesJSON: Bool { jsonl || common.format == .jsonl || common.format == .json }

  private var isColoured: Bool {
    switch common.color {
    case .always: true
    case .never: false
    case .auto: Output.isTerminal && Surroundings()["NO_COLOR"] == nil && Surroundings()["TERM"] != "dumb"
    }
  }

  /// What cannot be read is told, and the others go on.
  private func read(_ path: String, _ desk: inout CheckDesk) {
    do {
      for file in try Input.files(in: path, endings: jsonl ? ["jsonl", "ndjson"] : ["kql", "csl", "kusto"]) {
        do {
          let bytes = try Input.bytes(ofFile: file)
          if jsonl { desk.checkLines(bytes, of: file) } else { desk.check(id: file == "-" ? "<stdin>" : file, bytes) }
        } catch { desk.tell(error) }
      }
    } catch { desk.tell(error) }
  }
}

/// Checks one query after another and writes what is to be said.
struct CheckDesk {
  struct Counts {
    var queries = 0
    var allowed = 0
    var consent = 0
    var refused = 0
    /// Queries that do not parse, and inputs that cannot be read.
    var failed = 0
  }

  let guardrails: Guardrails
  let writesJSON: Bool
  let isColoured: Bool
  private(set) var counts = Counts()

  init(guardrails: Guardrails, writesJSON: Bool, isColoured: Bool) {
    self.guardrails = guardrails
    self.writesJSON = writesJSON
    self.isColoured = isColoured
  }

  mutating func check(id: String, _ bytes: Data) {
    guard let text = String(validatingUTF8: bytes) else { return put(.unreadable(id: id, "this is not UTF-8", at: bytes.lineOfBadUTF8)) }
    put(QueryCheck(id: id, text: text, guardrails: guardrails))
  }

  /// A line that holds no query is one result that says so.
  mutating func checkLines(_ bytes: Data, of file: String) {
    var number = 0
    for line in Array(bytes).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { continue }
      do {
        let value = try JSONValue(parsing: line)
        let id = value["id"]?.string ?? value["id"]?.integer.map(String.init) ?? String(number)
        guard let query = value["query"]?.string else {
          put(.unreadable(id: id, "line \(number) of \(file) is no object with a \"query\"", at: number))
          continue
        }
        put(QueryCheck(id: id, text: query, guardrails: guardrails))
      } catch {
        put(.unreadable(id: String(number), "line \(number) of \(file) is no JSON", at: number))
      }
    }
  }

  mutating func tell(_ error: any Error) {
    counts.failed += 1
    Output.say(error as? Problem ?? Problem("An input cannot be read.", cause: "\(error)"))
  }

  private mutating func put(_ check: QueryCheck) {
    counts.queries += 1
    switch check.verdict {
    case _ where !check.parses: counts.failed += 1
    case "allowed": counts.allowed += 1
    case "consent": counts.consent += 1
    default: counts.refused += 1
    }
    Output.write(writesJSON ? check.json.text + "\n" : CheckText(check, isColoured: isColoured).text)
  }

  func finish() {
    guard counts.queries > 1, !writesJSON else { return }
    let parts: [(count: Int, words: String)] = [
      (counts.allowed, "allowed"), (counts.consent, "ask first"), (counts.refused, "refused"), (counts.failed, "unreadable or not KQL"),
    ]
    let told = parts.filter { $0.count > 0 }.map { "\($0.count) \($0.words)" }
    Output.note("\(counts.queries) queries: " + told.joined(separator: ", "))
  }
}

extension Data {
  /// 1-based line of the first byte that is not UTF-8.
  fileprivate var lineOfBadUTF8: Int {
    var line = 1
    for part in split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if String(validatingUTF8: part) == nil { return line }
      line += 1
    }
    return line
  }
}

extension String {
  fileprivate init?(validatingUTF8 bytes: Data) { self.init(validating: Array(bytes), as: UTF8.self) }
}
