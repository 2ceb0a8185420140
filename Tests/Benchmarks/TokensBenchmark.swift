import Casefile
import Foundation
import Tokens

/// How fast text that was never seen is counted, and what the counter costs before and beside that.
///
/// Each figure is the median of several fresh processes: this program starts itself again for every pass. `peers.py` beside
/// this file runs other counters over the same files.
enum TokensBenchmark {
  private static let passes = 5
  private static let usage = """
    Usage: benchmarks tokens [--json] FILE…
           benchmarks tokens --counts ENCODING FILE   (one JSON string a line; writes one count a line)
    """

  static func run() throws {
    let given = Array(CommandLine.arguments.dropFirst(2))
    switch given.first {
    case "--counts" where given.count == 3: try writeCounts(given[1], given[2])
    case "--pass" where given.count == 4: try TokensPass(given[1], started: given[2], file: given[3])?.write()
    default:
      let files = given.filter { $0 != "--json" }
      guard !files.isEmpty else { return print(usage) }
      for file in files {
        for encoding in TokenEncoding.allCases { try measure(file, encoding, asJSON: given.contains("--json")) }
      }
    }
  }

  private static func measure(_ file: String, _ encoding: TokenEncoding, asJSON: Bool) throws {
    let found = try (0..<passes).map { _ in try pass(file, encoding) }
    func median(_ name: String) -> Double {
      Times(found.compactMap { $0[name]?.double }).quantile(0.5)
    }
    let name = file.split(separator: "/").last.map(String.init) ?? file
    let figures: [(String, Double)] = [
      ("mb_per_second", median("mb_per_second")), ("ready_ms", median("ready_ms")), ("resident_mb", median("resident_mb")),
      ("growing_share", median("growing_share")),
    ].map { ($0, ($1 * 100).rounded() / 100) }
    let bytes = Int64(median("bytes"))
    let tokens = Int64(median("tokens"))
    if asJSON {
      var line: [(key: String, value: JSONValue)] = [
        ("file", .string(name)), ("encoding", .string(encoding.rawValue)), ("bytes", .integer(bytes)), ("tokens", .integer(tokens)),
      ]
      line += figures.map { (key: $0, value: .number($1)) }
      print(JSONValue.object(JSONObject(distinct: line)).text)
    } else {
      print(
        "\(name) \(encoding.rawValue): \(tokens) tokens, \(figures[0].1) MB/s, ready \(figures[1].1) ms after the start of the process, "
          + "\(figures[2].1) MB with both vocabularies, grown piece by piece \(figures[3].1) times the cost of the whole")
    }
  }

  /// One fresh process over a file.
  private static func pass(_ file: String, _ encoding: TokenEncoding) throws -> JSONValue {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = ["tokens", "--pass", encoding.rawValue, String(TokensPass.now()), file]
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return try JSONValue(parsing: text)
  }

  private static func writeCounts(_ name: String, _ file: String) throws {
    guard let encoding = TokenEncoding(rawValue: name) else { return print(usage) }
    let counter = try TokenCounter.shared(for: encoding)
    var counts = ""
    for line in try String(contentsOfFile: file, encoding: .utf8).utf8.split(separator: UInt8(ascii: "\n")) {
      counts += "\(try counter.count(JSONValue(parsing: Array(line)[...]).string ?? ""))\n"
    }
    print(counts, terminator: "")
  }
}

/// What one fresh process measures of one file.
struct TokensPass {
  /// What a stream brings at a time, in bytes, and how much of a file is brought that way: at most so much, for at most so long.
  private static let streamed = 64
  private static let mostStreamed = 1_000_000
  private static let longestStream = 0.1

  private let bytes: Int
  private let tokens: Int
  private let seconds: Double
  private let readyMilliseconds: Double
  private let growingShare: Double
  private let residentMegabytes: Int

  /// Nil when the encoding or the time is none; the time is what `now` said before this process was started.
  init?(_ name: String, started: String, file: String) throws {
    guard let encoding = TokenEncoding(rawValue: name), let started = UInt64(started) else { return nil }
    let counter = try TokenCounter.shared(for: encoding)
    _ = counter.count("ready")
    readyMilliseconds = Double(Self.now() - started) / 1e6

    for other in TokenEncoding.allCases { _ = try TokenCounter.shared(for: other).count("resident, both") }
    residentMegabytes = ProcessFigures(getpid()).residentMegabytes

    let data = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
    bytes = data.count
    let start = Self.processorSeconds()
    tokens = data.withUnsafeBytes { counter.count(utf8: $0) }
    seconds = Self.processorSeconds() - start
    growingShare = data.withUnsafeBytes { Self.growing($0, counter) } / (seconds / Double(max(1, bytes)))
  }

  func write() {
    let line: JSONValue = [
      "bytes": .integer(Int64(bytes)), "tokens": .integer(Int64(tokens)), "mb_per_second": .number(Double(bytes) / seconds / 1e6),
      "ready_ms": .number(readyMilliseconds), "resident_mb": .number(Double(residentMegabytes)), "growing_share": .number(growingShare),
    ]
    print(line.text)
  }

  /// Seconds per byte when the count so far is asked for behind every piece.
  private static func growing(_ data: UnsafeRawBufferPointer, _ counter: TokenCounter) -> Double {
    var running = RunningCount(counter)
    var grown = 0
    let start = processorSeconds()
    while grown < min(data.count, mostStreamed), processorSeconds() - start < longestStream {
      let end = min(data.count, grown + streamed)
      running.append(utf8: UnsafeRawBufferPointer(rebasing: data[grown..<end]))
      _ = running.total
      grown = end
    }
    return (processorSeconds() - start) / Double(max(1, grown))
  }

  /// Processor time of this process, which neighbours on the machine do not lengthen.
  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Nanoseconds of a clock that all processes share.
  static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
