import Casefile
import Foundation
import KQL
import KQLEngine
import Testing

/// Measures agreement with recorded answers of the service's own emulator, where that recording is at hand.
struct EmulatorAgreementTests {
  private static let file = (ProcessInfo.processInfo.environment["LOGSPOTLIGHT_SHARED"] ?? "/nowhere") + "/data/kql/semantics-dev.jsonl"
  private static let isPresent = FileManager.default.fileExists(atPath: file)
  private static let showsDisagreements = ProcessInfo.processInfo.environment["LOGSPOTLIGHT_SHOW"] != nil

  private enum Verdict: String {
    case agreed, disagreed, unsupported, refusedByBoth, refusedByOne
  }

  @Test(
    "the engine agrees with the service's emulator on what it supports",
    .enabled(if: isPresent, "no folder named by LOGSPOTLIGHT_SHARED holds data/kql/semantics-dev.jsonl"))
  func agreement() async throws {
    var counts: [Verdict: Int] = [:]
    for line in try String(contentsOfFile: Self.file, encoding: .utf8).split(separator: "\n") {
      let example = try JSONValue(parsing: String(line))
      let (verdict, detail) = await judge(example)
      counts[verdict, default: 0] += 1
      if Self.showsDisagreements, verdict != .agreed, verdict != .refusedByBoth {
        print(
          "\(verdict.rawValue)\t\(example["query"]?.string ?? "")\n\twant \(example["rows"]?.text.prefix(900) ?? "-")\n\tgot  \(detail)")
      }
    }
    let agreed = counts[.agreed, default: 0]
    let tried = agreed + counts[.disagreed, default: 0]
    let summary = counts.map { "\($0.key.rawValue) \($0.value)" }.sorted().joined(separator: ", ")
    print("emulator agreement: \(agreed) of \(tried) supported (\(summary))")
    #expect(Double(agreed) >= 0.9 * Double(tried))
  }

  private func judge(_ example: JSONValue) async -> (Verdict, String) {
    let mustFail = example["error"]?.string != nil
    let now = DateTime("2026-11-23T03:14:07Z") ?? .minimum
    let bound = KQLBinder(catalogue: TableList([]), now: now).bind(KQLQuery(parsing: example["query"]?.string ?? ""))
    if let error = bound.diagnostics.first(where: { $0.severity == .error }) {
      return (mustFail ? .refusedByBoth : .refusedByOne, error.message)
    }
    if let missing = bound.diagnostics.first(where: { $0.severity == .unsupported }) { return (.unsupported, missing.message) }
    var rows: [[Value]] = []
    do {
      _ = try await KQLExecutor(scan: MemoryStore(), now: now).run(bound) { rows.append(contentsOf: $0.rows) }
    } catch EngineError.unsupported(let what, _) {
      return (.unsupported, what)
    } catch {
      return (mustFail ? .refusedByBoth : .disagreed, "\(error)")
    }
    if mustFail { return (.refusedByOne, "ran, gave \(rows.count) rows") }
    let names = bound.resultColumns.map(\.name)
    let wantedNames = (example["columns"]?.array ?? []).compactMap { $0.string }
    guard names == wantedNames else { return (.disagreed, "columns \(names), wanted \(wantedNames)") }
    let types = bound.resultColumns.map(\.type)
    let wanted = (example["rows"]?.array ?? []).map { row in
      zip(row.array ?? [], types).map {
        $1 == .decimal ? canonical($0.string.map { Value.decimal($0) } ?? .dynamic($0), $1) : canonical($0)
      }
    }
    let got = rows.map { row in row.enumerated().map { canonical($0.element, bound.resultColumns[$0.offset].type) } }
    let isSame =
      example["ordered"]?.bool == true
      ? got == wanted : got.map { $0.joined(separator: "|") }.sorted() == wanted.map { $0.joined(separator: "|") }.sorted()
    return (isSame ? .agreed : .disagreed, "\(got)".prefix(900).description)
  }

  /// Numbers to ten digits, dates with seven decimals, so that only meaning is compared.
  private func canonical(_ value: JSONValue) -> String {
    switch value {
    case .null: return "null"
    case .bool(let flag): return flag ? "true" : "false"
    case .integer(let number): return magnitude(Double(number), exact: String(number))
    case .number(let number): return magnitude(number, exact: nil)
    case .string(let text): return DateTime(text).map { $0.description } ?? "\"\(text)\""
    case .array(let items): return "[" + items.map { canonical($0) }.joined(separator: ",") + "]"
    case .object(let bag):
      return "{" + bag.pairs.map { "\($0):\(canonical($1))" }.sorted().joined(separator: ",") + "}"
    }
  }

  private func canonical(_ value: Value, _ type: ColumnType) -> String {
    if case .decimal(let text) = value { return Double(text).map { magnitude($0, exact: nil) } ?? text }
    return canonical(value.json)
  }

  private func magnitude(_ number: Double, exact: String?) -> String {
    if let exact, number.magnitude < 1e15 { return exact }
    if number == number.rounded(), number.magnitude < 1e15 { return String(Int64(number)) }
    return String(format: "%.10g", number)
  }
}
