import Casefile
import Foundation
import HuntPipeline
import LocalStore

/// How long it takes to look for names in 200 kB that are about to leave, where the store knows 1,000,000 of them.
enum NamesBenchmark {
  private static let count = 1_000_000
  private static let bytes = 200_000

  static func run() throws {
    let isImport = CommandLine.arguments.contains("--import")
    let done = DispatchSemaphore(value: 0)
    Task {
      do { try await isImport ? measureImport() : measure() } catch { print("failed: \(error)") }
      done.signal()
    }
    done.wait()
  }

  /// Names of three words, `maria.k123456` and `ws-123456`, each its own.
  private static func name(_ number: Int) -> String {
    switch number % 3 {
    case 0: "maria.k\(number)"
    case 1: "ws-\(number)"
    default: "Person\(number) of Branch\(number % 977)"
    }
  }

  private static func measure() async throws {
    let folder = NSTemporaryDirectory() + "names-benchmark-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let lines = (0..<count).map { "{\"AccountName\":\"\(name($0))\",\"Text\":\"line \($0)\"}" }.joined(separator: "\n")
    try Data(lines.utf8).write(to: URL(fileURLWithPath: folder + "/rows.jsonl"))
    let store = try EmbeddedStore(at: folder + "/store.sqlite")
    let clock = ContinuousClock()
    let kept = try await clock.measure { _ = try await Importer(store: store, table: "Names_CL").run([folder + "/rows.jsonl"]) }
    print("\(count) rows, each with a name of its own, kept in \(kept)")
    for share in [0, 50] {
      var times: [Double] = []
      for round in 0..<20 {
        let text = prompt(round, share)
        let hiding = Concealment(reader: IdentityReader { _ in nil }, known: store)
        let call = ModelCall(model: "m", messages: [.init(.user, text)], maxOutput: 1)
        let time = try await clock.measure { _ = try await hiding.safelyConcealed(call) }
        times.append(Double(time.components.attoseconds) / 1e15 + Double(time.components.seconds) * 1000)
      }
      let sorted = times.sorted()
      print("  \(bytes) bytes, \(share) names in a thousand words: median \(Int(sorted[10])) ms, longest \(Int(sorted[19])) ms")
    }
  }

  /// Words of logs, few of them twice.
  private static func prompt(_ round: Int, _ share: Int) -> String {
    var text = ""
    var number = round * 1_000_003
    while text.utf8.count < bytes {
      number += 7919
      if number % 1000 < share {
        text += "\(name(number * 7 % count)) "
      } else {
        text += number % 2 == 0 ? "process\(number % 9973).exe " : "ran with --key \(number % 100_003) "
      }
    }
    return text
  }

  private static let importedRows = 400_000

  /// What the same rows cost to import where no column names anybody, where 500 names come again and again, and where every row has a name
  /// of its own; the last is also looked up once, so that nothing is left to be done later.
  private static func measureImport() async throws {
    let folder = NSTemporaryDirectory() + "names-benchmark-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let cases = [
      ("no column of identities", "Label", importedRows), ("500 names", "AccountName", 500),
      ("every row its own", "AccountName", importedRows),
    ]
    for (place, one) in cases.enumerated() {
      let lines = (0..<importedRows).map { row in
        "{\"\(one.1)\":\"\(name(row % one.2))\",\"Text\":\"line \(row) of a log that says little\",\"Number\":\(row)}"
      }
      try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: folder + "/rows\(place).jsonl"))
    }
    var times = cases.map { _ in [Double]() }
    var work = times
    for round in 0..<5 {
      for place in cases.indices {
        let path = folder + "/store\(round)-\(place).sqlite"
        let store = try EmbeddedStore(at: path)
        let clock = ContinuousClock()
        let before = cpuSeconds()
        let time = try await clock.measure {
          _ = try await Importer(store: store, table: "Names_CL").run([folder + "/rows\(place).jsonl"])
          try await store.bringUpToDate()
        }
        work[place].append(cpuSeconds() - before)
        times[place].append(Double(time.components.attoseconds) / 1e18 + Double(time.components.seconds))
        try store.close()
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
      }
    }
    func median(_ values: [Double]) -> Double { (values.sorted()[values.count / 2] * 100).rounded() / 100 }
    for (place, one) in cases.enumerated() {
      let ratio = median(zip(times[place], times[0]).map { $0 / $1 })
      let workRatio = median(zip(work[place], work[0]).map { $0 / $1 })
      print(
        "  \(importedRows) rows, \(one.0): median \(median(times[place])) s, \(ratio) times the first; "
          + "\(median(work[place])) s of work, \(workRatio) times")
    }
  }

  /// Seconds of work of this process so far: other programs of a busy machine do not lengthen them.
  private static func cpuSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
