import ArgumentParser
import Casefile
import Detection
import Foundation

/// `rules`: the Sigma rules of the offline analyst.
struct RulesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "List and check the rules of the offline analyst.", subcommands: [List.self, Check.self],
    defaultSubcommand: List.self)

  /// `rules list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "All built-in rules.", discussion: "Example: logspotlight rules list --format csv")
    @OptionGroup var common: CommonOptions

    func run() async throws {
      let header = ["id", "level", "technique", "source", "title"]
      let rows = RuleLibrary.own.map { rule in
        [
          rule.id, rule.level.rawValue, rule.techniques.joined(separator: " "),
          [rule.logSource.product, rule.logSource.category, rule.logSource.service].filter { !$0.isEmpty }.joined(separator: "/"),
          rule.title,
        ]
      }
      var printer = RowPrinter(format: common.format ?? (Output.isTerminal ? .table : .jsonl))
      printer.take(RowBatch(columns: header.map { Column($0, .string) }, rows: rows.map { $0.map(Value.string) }))
      printer.finish()
    }
  }

  /// `rules check FOLDER`.
  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read Sigma files and say what is wrong with them.", discussion: "Example: logspotlight rules check ./rules")
    @Argument(help: "Sigma files or folders.") var paths: [String]
    @OptionGroup var common: CommonOptions

    func run() async throws {
      var good = 0
      var bad = 0
      for path in try paths.flatMap(Check.files) {
        let text = String(decoding: try Input.bytes(ofFile: path), as: UTF8.self)
        for result in SigmaRule.rules(in: text) {
          switch result {
          case .success: good += 1
          case .failure(let error):
            bad += 1
            Output.write(Output.harmless("\(path): \(error)") + "\n")
          }
        }
      }
      Output.note("\(good) rules read, \(bad) refused")
      if bad > 0 { throw ExitCode(1) }
    }

    private static func files(_ path: String) throws -> [String] {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else { return [path] }
      let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
      return names.filter { $0.hasSuffix(".yml") || $0.hasSuffix(".yaml") }.sorted().map { path + "/" + $0 }
    }
  }
}
