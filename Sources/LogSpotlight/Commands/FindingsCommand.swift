import ArgumentParser
import Casefile
import Foundation
import Journal
import LocalStore

/// `findings`: what was found, from the journal.
struct FindingsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "findings", abstract: "List, show, verify and export findings.",
    subcommands: [List.self, Show.self, Verify.self, Export.self], defaultSubcommand: List.self)

  /// `findings list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "All findings in the journal.", discussion: "Example: logspotlight findings list --format table")
    @OptionGroup var common: CommonOptions

    func run() async throws {
      let findings = try JournalReader(path: Surroundings().journalPath()).findings()
      switch common.format ?? (Output.isTerminal ? .table : .jsonl) {
      case .jsonl: for finding in findings { Output.write(finding.text + "\n") }
      case .json: Output.write(JSONValue.array(findings).prettyText + "\n")
      case .csv: Output.write(FindingExport.csv.text(try await FindingsCommand.content(of: try common.workspaceName())))
      case .table, .text:
        let rows = findings.compactMap(Finding.init(json:)).map { finding in
          [finding.id, finding.confidence.rawValue, finding.evidence.rawValue, finding.mitre.id, finding.title].map(Output.shown)
        }
        Output.write(TextTable(header: ["id", "confidence", "evidence", "technique", "title"], rows: rows).text)
      }
    }
  }

  /// `findings show ID`.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "One finding, whole.", discussion: "Example: logspotlight findings show 3f2a9c0d11e4b7aa")
    @Argument(help: "Its id, or the beginning of it.") var id: String
    @OptionGroup var common: CommonOptions

    func run() async throws {
      let findings = try JournalReader(path: Surroundings().journalPath()).findings()
      let hits = findings.filter { $0["id"]?.string?.hasPrefix(id) == true }
      guard hits.count == 1 else {
        throw Problem(
          hits.isEmpty ? "There is no finding '\(id)'." : "'\(id)' begins \(hits.count) findings.",
          remedy: "`logspotlight findings list` shows all ids.")
      }
      Output.write((common.format == .jsonl ? hits[0].text : hits[0].prettyText) + "\n")
    }
  }

  /// `findings verify`.
  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Follow the journal's chain of hashes.", discussion: "Example: logspotlight findings verify")
    @OptionGroup var common: CommonOptions

    func run() async throws {
      let reader = JournalReader(path: try Surroundings().journalPath())
      let verdict = try reader.verify()
      if verdict.isWhole {
        try await checkStore(reader)
        Output.write("\(verdict.lines) lines, chain whole, and every stored finding is in it\n")
        return
      }
      for place in verdict.breaks.prefix(20) { Output.write("line \(place.line): \(place.reason)\n") }
      throw Problem(
        "The journal was changed.", cause: "\(verdict.breaks.count) of \(verdict.lines) lines break the chain.",
        remedy: "Keep the file as it is for examination; findings before the first break still hold.")
    }

    /// A chain that lost its end is whole as far as it goes; the store remembers what was in it.
    private func checkStore(_ reader: JournalReader) async throws {
      let path = try Surroundings().storePath(common.store)
      guard FileManager.default.fileExists(atPath: path) else { return }
      let journalled = Set(try reader.findings().compactMap { $0["id"]?.string })
      let stored = try await EmbeddedStore(at: path).findings(limit: 100_000).compactMap { $0["id"]?.string }
      let missing = Set(stored).subtracting(journalled)
      guard !missing.isEmpty else { return }
      throw Problem(
        "The journal has lost lines.", cause: "\(missing.count) findings of the store are not in it, e.g. \(missing.sorted()[0]).",
        remedy: "Its end was cut off, or another journal took its place: look for the old file.")
    }
  }

  /// `findings export --as F`.
  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write findings in a format of the field.", discussion: "Example: logspotlight findings export --as navigator > layer.json")
    @Option(name: .customLong("as"), help: "jsonl, json, csv, markdown, html, stix, navigator, thehive, iris or kql.") var kind: String
    @Option(help: "Only findings of this hunt.") var hunt: String?
    @OptionGroup var common: CommonOptions

    func run() async throws {
      guard let export = FindingExport(rawValue: kind) else {
        throw Problem(
          "There is no export '\(kind)'.", cause: "Known are \(FindingExport.allCases.map(\.rawValue).joined(separator: ", ")).",
          remedy: "Choose one of them.", kind: .usage)
      }
      // The rows that prove a finding lie in the store. Where there is none, findings go out without them; one that cannot be read is told.
      let path = try WorkspaceStore.path(common)
      let store = FileManager.default.fileExists(atPath: path) ? try EmbeddedStore(at: path) : nil
      Output.write(export.text(try await FindingsCommand.content(of: try common.workspaceName(), hunt: hunt, rowsFrom: store)))
    }
  }

  /// Findings of the journal, of all hunts or one, with what was asked and run; a store gives the rows that prove them.
  static func content(of workspace: String, hunt: String? = nil, rowsFrom store: EmbeddedStore? = nil) async throws -> FindingExport.Content
  {
    let reader = JournalReader(path: try Surroundings().journalPath())
    let findings = try reader.findings().compactMap(Finding.init(json:)).filter { hunt == nil || $0.hunt?.description == hunt }
    let hunts = Set(findings.compactMap { $0.hunt?.description })
    var queries: [String: String] = [:]
    var requests: [String: String] = [:]
    var workspaces: Set<String> = []
    try reader.forEach { line in
      if line.kind == "requested", hunts.contains(line.hunt) {
        if let text = line.body["text"]?.string, !text.isEmpty { requests[line.hunt] = text }
        if let name = line.body["workspace"]?.string { workspaces.insert(name) }
      }
      if line.kind == "queryReviewed", hunts.contains(line.hunt), let text = line.body["kql"]?.string { queries[line.hunt] = text }
    }
    var content = FindingExport.Content(findings: findings, queries: queries, workspace: workspace, time: SystemClock().now())
    content.requests = requests
    // One journal serves every workspace; what was asked tells which one these findings are of.
    if !workspaces.isEmpty { content.workspace = workspaces.sorted().joined(separator: ", ") }
    if let store {
      for finding in findings { content.evidence[finding.id] = try await ProvingRows.lines(of: finding, in: store) }
    }
    return content
  }
}
