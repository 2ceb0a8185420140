// Fuzzers: hostile text against the readers of the program, without end or until a number of runs.
//
// Built only when LOGSPOTLIGHT_DEV is set, so that users build none of it:
//
//   LOGSPOTLIGHT_DEV=1 swift build -c release && .build/release/fuzzers kql --runs 10000000 --seconds 3600
//   LOGSPOTLIGHT_DEV=1 swift build -c release && .build/release/fuzzers screen --runs 100000
//
// A run that traps leaves its text in the file of `--crash`, a run that breaks a promise prints its text and ends with 1. What a fuzzer finds
// becomes a test of the suite. Not here: what must hold on every machine (the test suite).
import Casefile
import Foundation

@main enum Fuzzers {
  static func main() {
    var arguments = CommandLine.arguments.dropFirst()
    let name = arguments.popFirst()
    guard name == "kql" || name == "screen", let options = FuzzOptions(arguments) else {
      print("Usage: fuzzers kql|screen [--runs N] [--seconds S] [--seed N] [--crash FILE]")
      exit(2)
    }
    if name == "screen" { exit(ScreenFuzzer(options).run() ? 0 : 1) }
    exit(KQLFuzzer(options).run() ? 0 : 1)
  }
}

/// How long to go on, and from which seed.
struct FuzzOptions {
  var runs = 1_000_000
  var seconds = 3600.0
  var seed: UInt64 = 1
  var crashFile = "fuzz-crash.txt"

  init?(_ arguments: ArraySlice<String>) {
    var rest = arguments
    while let name = rest.popFirst() {
      guard let value = rest.popFirst() else { return nil }
      switch name {
      case "--runs": runs = Int(value) ?? runs
      case "--seconds": seconds = Double(value) ?? seconds
      case "--seed": seed = UInt64(value) ?? seed
      case "--crash": crashFile = value
      default: return nil
      }
    }
  }
}

extension SeededGenerator {
  /// A number from 0 to below the bound.
  mutating func below(_ bound: Int) -> Int { bound < 2 ? 0 : Int(next() % UInt64(bound)) }
}

/// Bytes that outlive this process: what was being read when it trapped.
final class CrashRecord {
  private let memory: UnsafeMutableRawPointer
  private static let size = 1 << 16

  init(_ path: String) {
    let file = open(path, O_RDWR | O_CREAT, 0o600)
    guard file >= 0, ftruncate(file, Int(CrashRecord.size)) == 0,
      let mapped = mmap(nil, CrashRecord.size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0), mapped != MAP_FAILED
    else { fatalError("cannot write \(path)") }
    memory = mapped
  }

  /// The text, its length before it.
  func note(_ bytes: [UInt8]) {
    let count = min(bytes.count, CrashRecord.size - 8)
    memory.storeBytes(of: UInt64(count), as: UInt64.self)
    bytes.withUnsafeBytes { memory.advanced(by: 8).copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(memory), byteCount: count) }
  }
}
