import Casefile
import Foundation
import HuntPipeline
import LocalStore
import TestSupport
import Tokens

/// What is left of rows in 16,384 tokens, beside comma-separated text of the same columns, and how long 500,000 rows take.
///
/// Files named behind `reduction` are read: alerts (CSV or JSON that the store takes for alerts) and rows (JSONL).
enum ReductionBenchmark {
  private static let room = 16_384

  static func run() throws {
    let counter = try TokenCounter.shared(for: .o200kBase)
    let done = DispatchSemaphore(value: 0)
    Task {
      do {
        for path in CommandLine.arguments.dropFirst(2) {
          if path.hasSuffix(".csv") { try await alerts(path, counter) } else { try rows(path, counter) }
        }
        distinctAlerts(counter)
        large(counter)
      } catch {
        print("failed: \(error)")
      }
      done.signal()
    }
    done.wait()
  }

  private static func reduced(_ columns: [Column], _ rows: [[Value]], _ counter: TokenCounter) -> Reduction {
    var reducer = RowReducer(columns: columns) { counter.count($0) }
    for start in stride(from: 0, to: rows.count, by: 2000) { reducer.add(Array(rows[start..<min(start + 2000, rows.count)])) }
    return reducer.finish(maxTokens: room)
  }

  /// Rows of comma-separated text that fit.
  private static func plainRows(_ columns: [Column], _ rows: [[Value]], _ counter: TokenCounter) -> Int {
    func line(_ cells: [String]) -> String {
      cells.map { cell in
        let needsQuotes = cell.contains { $0 == "," || $0 == "\"" || $0.isNewline }
        return needsQuotes ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
      }.joined(separator: ",")
    }
    var text = line(columns.map(\.name)) + "\n"
    for (place, row) in rows.enumerated() {
      text += line(row.map(\.text)) + "\n"
      if counter.count(text) > room { return place }
    }
    return rows.count
  }

  private static func tell(_ name: String, _ reduction: Reduction, plain: Int?) {
    let summary = reduction.summary
    print(
      "\(name): \(summary.rowsSent) of \(summary.rowsIn) rows in \(summary.groups) lines, \(summary.tokensBefore) → \(summary.tokensAfter) tokens"
    )
    if let plain {
      let times = Double(summary.rowsSent) / Double(max(1, plain))
      print("  plain text of the same columns holds \(plain) rows: \((times * 10).rounded() / 10) times as many")
    }
    print("  \(summary.leftOut ?? "nothing is left out")")
    print("  saved: " + summary.savings.map { "\($0.step.rawValue) \($0.tokens)" }.joined(separator: ", "))
    let parts = summary.parts
    print(
      "  legend \(parts.legend), tables \(parts.combinations), dictionary \(parts.dictionary), lines \(parts.lines), other indicators \(parts.appendix)"
    )
  }

  private static func alerts(_ path: String, _ counter: TokenCounter) async throws {
    let folder = NSTemporaryDirectory() + "reduction-benchmark-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try EmbeddedStore(at: folder + "/store.sqlite")
    _ = try await Importer(store: store).run([path]) { _ in }
    let ids = try await store.alertIDs(AlertListing())
    let rows = try await store.alerts(withIDs: ids).map(AlertRows.row)
    guard !rows.isEmpty else { return print("\(path): no alerts") }
    tell("\(rows.count) alerts", reduced(AlertRows.columns, rows, counter), plain: plainRows(AlertRows.columns, rows, counter))
  }

  private static func rows(_ path: String, _ counter: TokenCounter) throws {
    let objects = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap {
      try? JSONValue(parsing: String($0))
    }
    var names: [String] = []
    var known: Set<String> = []
    for object in objects.compactMap(\.object) { for (name, _) in object.pairs where known.insert(name).inserted { names.append(name) } }
    let columns = names.map { Column($0, $0.hasSuffix("Time") || $0 == "Timestamp" || $0 == "TimeGenerated" ? .datetime : .string) }
    let rows = objects.map { object in columns.map { value(object[$0.name], $0.type) } }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    tell("\(name), \(columns.count) columns", reduced(columns, rows, counter), plain: plainRows(columns, rows, counter))
  }

  private static func value(_ value: JSONValue?, _ type: ColumnType) -> Value {
    switch value {
    case .string(let text)?: type == .datetime ? DateTime(text).map(Value.datetime) ?? .string(text) : .string(text)
    case .integer(let number)?: .long(number)
    case .number(let number)?: number == number.rounded() && abs(number) < 1e15 ? .long(Int64(number)) : .real(number)
    case .bool(let flag)?: .bool(flag)
    case .null?, nil: .null
    case let other?: .dynamic(other)
    }
  }

  private static func distinctAlerts(_ counter: TokenCounter) {
    let rows = DistinctAlerts.made(400).map(AlertRows.row)
    tell(
      "alerts of which no two share an indicator", reduced(AlertRows.columns, rows, counter),
      plain: plainRows(AlertRows.columns, rows, counter))
  }

  /// Processor seconds, which neighbours on the machine do not lengthen.
  private static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func large(_ counter: TokenCounter) {
    let count = 500_000
    let own = ProcessFigures(getpid()).residentMegabytes
    let rows = RowsBenchmark.rows(count)
    let held = ProcessFigures(getpid()).residentMegabytes - own
    let start = seconds()
    let reduction = reduced(RowsBenchmark.columns, rows, counter)
    let taken = seconds() - start
    let peak = ProcessFigures(getpid()).peakMegabytes - own - held
    tell("\(count) rows of \(RowsBenchmark.columns.count) columns", reduction, plain: nil)
    print("  \((taken * 100).rounded() / 100) processor seconds; the rows take \(held) MB, the reduction \(peak) MB at its peak")
  }
}
