import Casefile
import Foundation
import HuntPipeline

/// How many texts of a file are held to talk to a model: of attacks all should be, of ordinary logs none.
enum TalkingBenchmark {
  private static let usage = """
    Usage: benchmarks talking [--missed | --found] FILE…   (one text a line: JSON with a member "text", a JSON string, or plain)
    """

  static func run() throws {
    let given = Array(CommandLine.arguments.dropFirst(2))
    let files = given.filter { !$0.hasPrefix("--") }
    guard !files.isEmpty else { return print(usage) }
    for file in files {
      let texts = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(text)
      let talking = texts.map(TalkingText.talks)
      print("\(file): \(talking.count { $0 }) of \(texts.count) talk")
      for (text, talks) in zip(texts, talking) where given.contains(talks ? "--found" : "--missed") { print("  \(text)") }
    }
  }

  private static func text(_ line: Substring) -> String {
    guard let json = try? JSONValue(parsing: String(line)) else { return String(line) }
    return json["text"]?.string ?? json.string ?? String(line)
  }
}
