import ArgumentParser
import Casefile
import Foundation
import HuntPipeline
import Tokens

/// `tokens`: exact counts of texts and files.
struct TokensCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokens", abstract: "Count tokens exactly.",
    discussion: """
      With --parts, reads a Chat Completions request and counts system, tools, schema, request and framing by the published recipe.
      With --jsonl, reads {"encoding","text"} lines and writes {"count"} lines. Files are read in pieces; memory stays flat.

      Example: logspotlight tokens --encoding o200k_base alerts.json
      """)

  @Argument(help: "Files; none reads standard input.") var files: [String] = []
  @Option(help: "Count as this model does.") var model: String?
  @Option(help: "o200k_base or cl100k_base.") var encoding: String?
  @Flag(help: "Read {\"encoding\",\"text\"} lines.") var jsonl = false
  @Flag(help: "Also the token ids.") var ids = false
  @Flag(help: "Read a Chat Completions request, and count it part by part.") var parts = false
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let counting = try counting()
    if jsonl { return try countLines(counting) }
    if parts { return try countParts(counting) }
    var total = 0
    for path in files.isEmpty ? ["-"] : files {
      let count = try ids ? listIDs(path, counting) : counting.rounded(CountedFile.count(path, counting))
      total += count
      if !ids { report(count, path, counting) }
    }
    if files.count > 1, !ids { report(total, "total", counting) }
    if counting.isDamaged { throw ExitCode(5) }
  }

  private func report(_ count: Int, _ name: String, _ counting: Counting) {
    let json: JSONValue = [
      "file": .string(name), "count": .integer(Int64(count)), "encoding": .string(counting.encoding.rawValue),
      "estimated": .bool(counting.isEstimate),
    ]
    switch common.format {
    case .json, .jsonl: Output.write(json.text + "\n")
    case .csv: Output.write(RowPrinter.csv([name, String(count)]))
    default: Output.write("\(counting.isEstimate ? "~" : "")\(count)" + (files.count > 1 ? "  \(Output.harmless(name))" : "") + "\n")
    }
  }

  private func listIDs(_ path: String, _ counting: Counting) throws -> Int {
    let counter = try counting.exact()
    let found = try Input.bytes(ofFile: path).withUnsafeBytes { counter.encode(utf8: $0) }
    TokensCommand.write(found)
    return found.count
  }

  private static func write(_ ids: [Int]) {
    Output.write("{\"count\":\(ids.count),\"tokens\":[\(ids.map(String.init).joined(separator: ","))]}\n")
  }

  private func countLines(_ counting: Counting) throws {
    for path in files.isEmpty ? ["-"] : files {
      var number = 0
      for line in try Input.bytes(ofFile: path).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true) {
        number += 1
        try countLine(line, number, counting)
      }
    }
  }

  private func countLine(_ line: Data, _ number: Int, _ counting: Counting) throws {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: Array(line)[...])
    } catch {
      throw Problem(
        "Line \(number) is not JSON.", cause: "\(error.message) at byte \(error.offset).",
        remedy: "Write one {\"encoding\",\"text\"} object a line.")
    }
    guard let text = value["text"]?.string else {
      throw Problem(
        "Line \(number) has no text.", cause: "Expected a member \"text\".", remedy: "Write one {\"encoding\",\"text\"} object a line.")
    }
    let counting = try value["encoding"]?.string.map { try Counting(named: $0) } ?? counting
    if ids {
      TokensCommand.write(try counting.exact().encode(text))
    } else {
      Output.write("{\"count\":\(counting.count(text))\(counting.isDamaged ? ",\"estimated\":true" : "")}\n")
    }
  }

  /// Each part of a request with its tokens, and their sum.
  private func countParts(_ counting: Counting) throws {
    let encoding = ModelCard.Encoding(rawValue: counting.encoding.rawValue) ?? .o200k
    for path in files.isEmpty ? ["-"] : files {
      let call = try RequestBody.call(try Input.bytes(ofFile: path), path)
      let tokens = CallRecipe(encoding) { counting.count($0) }.tokens(of: call)
      switch common.format {
      case .json, .jsonl: Output.write(JSONValue.object(["parts": tokens.json, "count": .integer(Int64(tokens.total))]).text + "\n")
      default:
        let rows = tokens.lines.map { [$0.part.rawValue, $0.tokens.grouped] } + [["total", tokens.total.grouped]]
        Output.write(TextTable(header: ["part", "tokens"], rows: rows).text)
      }
    }
  }

  private func counting() throws -> Counting {
    if let encoding { return try Counting(named: encoding) }
    guard let model else { return try Counting(named: "o200k_base") }
    guard let card = try ModelShelf.catalogue().first(where: { $0.name == model }) else {
      let meant = Spelling.nearest(to: model, among: try ModelShelf.catalogue().map(\.name), limit: 1).first
      throw Problem(
        "The model '\(model)' is not in the catalogue.", cause: "Its encoding is not known.",
        remedy: meant.map { "Did you mean \($0)? Or name an --encoding." } ?? "Name an --encoding.", kind: .usage)
    }
    return try Counting(
      named: card.encoding.rawValue, factor: card.countFactor, isEstimate: card.isEncodingAssumed || card.countFactor != 1)
  }
}
