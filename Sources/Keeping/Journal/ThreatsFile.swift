package import Casefile
package import HuntPipeline

/// `_threats.jsonl`: one finding a line, in the predecessors' keys and ours, so that scripts that read theirs go on working.
package actor ThreatsFile {
  private let file: AppendOnlyFile

  package init(path: String) { file = AppendOnlyFile(path: path) }

  /// Returns once the line is on disk.
  package func append(_ finding: Finding, of context: FindingContext) throws {
    guard var line = finding.json.object else { return }
    line["time"] = .string(context.time.description)
    line["workspace"] = .string(context.workspace)
    line["query"] = .string(context.query)
    line["model"] = .string(context.model)
    line["cost_usd"] = context.cost.map { .number($0.dollars) } ?? .null
    let text = JSONValue.object(line).text
    try file.append { _ in text }
  }
}
