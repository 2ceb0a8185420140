// Benchmarks: figures too large or too slow for the test suite, each from one command.
//
// Built only when LOGSPOTLIGHT_DEV is set, so that users build none of it:
//
//   LOGSPOTLIGHT_DEV=1 swift build -c release && .build/release/benchmarks screen
//
// Here live measurements of the whole program and of single rooms. Not here: what must hold on every machine (the test suite).

@main enum Benchmarks {
  /// Name, what it measures, and how.
  private static let all: [(name: String, about: String, run: @Sendable () throws -> Void)] = [
    ("screen", "first frame, and keys while an answer streams in, of the release binary on a pseudo terminal", ScreenBenchmark.run),
    ("crowd", "the same over stores of 100,000 and 1,000,000 alerts, with memory and wake-ups", ScreenBenchmark.runCrowd),
    ("alerts", "pages, counts and groups of a million alerts, in a store that is made for it and kept", AlertBenchmark.run),
    ("kql", "parsing, binding, completing and formatting a query of 200 lines, and reading all real queries", KQLBenchmark.run),
    ("reduction", "rows and alerts in 16,384 tokens (files behind the name), and 500,000 rows: seconds and memory", ReductionBenchmark.run),
    ("streams", "events a second of streamed answers, each reader alone and through the analyst, and their memory", StreamBenchmark.run),
    ("tokens", "counting text never seen (files behind the name), in fresh processes: speed, readiness, memory", TokensBenchmark.run),
    ("transport", "body throughput beside curl, events of a language model with memory, cancelling", TransportBenchmark.run),
    ("answers", "a Log Analytics answer of 100 MiB from a loopback server into the store: MB/s and memory", AnswersBenchmark.run),
    ("cancel", "how long a cancelled query of Log Analytics, Data Explorer and advanced hunting keeps waiting", CancelBenchmark.run),
    (
      "names", "looking for the names of a store that knows 1,000,000 of them in 200 kB that leave; --import: what names cost an import",
      NamesBenchmark.run
    ),
    ("talking", "how many texts (files behind the name) are held to talk to a model", TalkingBenchmark.run),
    ("rows", "pages, sorts, filters and counts of values over 500,000 stored rows", RowsBenchmark.run),
  ]

  static func main() throws {
    let wanted = CommandLine.arguments.dropFirst()
    let chosen = all.filter { wanted.contains($0.name) }
    guard !chosen.isEmpty else {
      print("Usage: benchmarks NAME…\n" + all.map { "  \($0.name)  \($0.about)" }.joined(separator: "\n"))
      return
    }
    for benchmark in chosen { try benchmark.run() }
  }
}

/// Times of one thing, in milliseconds.
struct Times {
  private var sorted: [Double]

  init(_ times: [Double]) { sorted = times.sorted() }

  /// The value below which that share of all lies; `share` from 0 to 1.
  func quantile(_ share: Double) -> Double {
    guard !sorted.isEmpty else { return .nan }
    return sorted[min(sorted.count - 1, Int((Double(sorted.count) * share).rounded(.down)))]
  }

  /// `median 12.3 ms, p99 14.0 ms, most 15.1 ms of 10`.
  var text: String {
    func two(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
    return "median \(two(quantile(0.5))) ms, p99 \(two(quantile(0.99))) ms, most \(two(sorted.last ?? .nan)) ms of \(sorted.count)"
  }
}
