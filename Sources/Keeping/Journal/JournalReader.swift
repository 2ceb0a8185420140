package import Casefile
import Foundation

/// Reads a journal back and says whether it is whole.
package struct JournalReader: Sendable {
  /// What a check of the chain found.
  package struct Verdict: Equatable, Sendable {
    package var lines: Int
    /// Line numbers, from 1, with what is wrong there.
    package var breaks: [Break]

    package struct Break: Equatable, Sendable {
      package var line: Int
      package var reason: String
    }

    package var isWhole: Bool { breaks.isEmpty }
  }

  private let path: String

  package init(path: String) { self.path = path }

  /// Calls `body` with each line in order; lines that are none are passed over. A missing file has no lines.
  package func forEach(_ body: (JournalLine) throws -> Void) throws {
    try texts { _, text in
      if let line = JournalLine(text) { try body(line) }
    }
  }

  /// Findings that were reported, in order, each with what the analyst last decided about it; the latest record of an id wins.
  package func findings() throws -> [JSONValue] {
    var order: [String] = []
    var byID: [String: JSONValue] = [:]
    var decisions: [String: JSONValue] = [:]
    try forEach { line in
      if line.kind == "findingTriaged", let id = line.body["id"]?.string { decisions[id] = line.body["triage"] }
      guard line.kind == "findingArrived", let finding = line.body["finding"], let id = finding["id"]?.string else { return }
      if byID[id] == nil { order.append(id) }
      byID[id] = finding
    }
    return order.compactMap { id in
      guard let finding = byID[id], let decision = decisions[id], var whole = finding.object else { return byID[id] }
      whole["triage"] = decision
      return .object(whole)
    }
  }

  /// Follows the chain from the first line to the last.
  package func verify() throws -> Verdict {
    var verdict = Verdict(lines: 0, breaks: [])
    var previous: JournalLine?
    try texts { number, text in
      verdict.lines += 1
      guard let line = JournalLine(text) else {
        verdict.breaks.append(Verdict.Break(line: number, reason: "not a line of a journal"))
        return
      }
      if JournalLine.expectedHash(of: text) != line.hash {
        verdict.breaks.append(Verdict.Break(line: number, reason: "changed after it was written"))
      } else if line.previous != previous?.hash ?? "" {
        verdict.breaks.append(Verdict.Break(line: number, reason: "does not follow the line before it"))
      } else if line.sequence != (previous?.sequence ?? 0) + 1 {
        verdict.breaks.append(Verdict.Break(line: number, reason: "out of number"))
      }
      previous = line
    }
    return verdict
  }

  private func texts(_ body: (Int, String) throws -> Void) throws {
    // A file that cannot be looked at is not a file that is not there: only the system's own word for missing counts.
    guard access(path, F_OK) == 0 || errno != ENOENT else { return }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Problem(
        "The journal cannot be read.", cause: "\(path): \(String(cString: strerror(errno)))",
        remedy: "Mend its permissions and those of its folder; they belong to you alone (0600 and 0700).")
    }
    var number = 0
    for slice in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true) {
      number += 1
      try body(number, String(decoding: slice, as: UTF8.self))
    }
  }
}
