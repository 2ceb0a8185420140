package import Canvas
internal import Foundation

/// The real binary, in a home of its own.
package struct BuiltProgram: Sendable {
  /// Where it keeps its files; thrown away with the temporary folder.
  package let home: String

  /// A fresh home, so that no test sees another's store.
  package init() {
    home = FileManager.default.temporaryDirectory.appendingPathComponent("logspotlight-\(UUID().uuidString)").path
    try? FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
  }

  /// A home whose store already holds the sample workspace; the sample is made once for all tests.
  package static func withSample() -> BuiltProgram {
    let program = BuiltProgram()
    try? FileManager.default.copyItem(atPath: sampleHome + "/data", toPath: program.home + "/data")
    return program
  }

  private static let sampleHome: String = {
    let program = BuiltProgram()
    _ = try? program.run(["alerts", "--top", "1"])
    return program.home
  }()

  /// The binary that was built beside the tests, or the one that LOGSPOTLIGHT_PROGRAM names, such as the optimised one.
  package static let path: String = {
    if let named = ProcessInfo.processInfo.environment["LOGSPOTLIGHT_PROGRAM"] { return URL(fileURLWithPath: named).path }
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("logspotlight").path
  }()

  package var environment: [String: String] {
    ["HOME": home, "XDG_DATA_HOME": home + "/data", "XDG_STATE_HOME": home + "/state", "XDG_CONFIG_HOME": home + "/config"]
  }

  /// Writes the configuration that the program of this home finds by itself.
  package func configure(_ text: String) throws {
    let folder = home + "/config/logspotlight"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try text.write(toFile: folder + "/config.toml", atomically: true, encoding: .utf8)
  }

  /// What a run wrote, and its exit code.
  package struct Outcome: Sendable {
    package var output: String
    package var errors: String
    package var code: Int32
  }

  /// Runs a command to its end without a terminal.
  package func run(_ arguments: [String], input: String = "", environment more: [String: String] = [:]) throws -> Outcome {
    // Files instead of pipes: a pipe that nobody empties would hold the program up.
    let names = ["in", "out", "err"].map { home + "/\($0)-\(UUID().uuidString)" }
    try input.write(toFile: names[0], atomically: false, encoding: .utf8)
    let variables = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"].merging(environment) { $1 }.merging(more) { $1 }
    let code = try ChildProcess.run(
      BuiltProgram.path, arguments, environment: variables, input: names[0], output: names[1], errors: names[2])
    func text(_ name: String) -> String { String(decoding: FileManager.default.contents(atPath: name) ?? Data(), as: UTF8.self) }
    return Outcome(output: text(names[1]), errors: text(names[2]), code: code)
  }

  /// Opens the workbench on a pseudo terminal.
  package func open(
    _ arguments: [String] = [], size: Size = Size(width: 120, height: 36), environment more: [String: String] = [:]
  ) throws
    -> PseudoTerminal
  {
    try PseudoTerminal(BuiltProgram.path, arguments, environment: environment.merging(more) { $1 }, size: size)
  }
}
