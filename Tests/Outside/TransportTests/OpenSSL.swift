import Foundation
import TestSupport

/// The `openssl` program: certificates made for one test, and a server that shows them.
final class OpenSSL {
  static let isPresent = FileManager.default.isExecutableFile(atPath: program)

  private static let program =
    ["/usr/bin/openssl", "/usr/local/bin/openssl"].first { FileManager.default.isExecutableFile(atPath: $0) } ?? "/usr/bin/openssl"

  let folder: URL
  private(set) var port = 0
  private var server: Process?
  private let input = Pipe()
  private let output = Pipe()

  /// Makes a certificate for the names, such as `IP:127.0.0.1`, signed by itself.
  init(names: String) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try run([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=logs",
      "-addext", "subjectAltName=\(names)", "-keyout", "key.pem", "-out", "cert.pem",
    ])
  }

  /// The certificate, which is its own authority.
  var certificate: String { folder.appendingPathComponent("cert.pem").path }

  var url: String { "https://127.0.0.1:\(port)" }

  /// Names the certificate in the folder as libraries look for it there.
  func nameByHash() throws {
    let name = try run(["x509", "-hash", "-noout", "-in", "cert.pem"]).trimmingCharacters(in: .whitespacesAndNewlines)
    try FileManager.default.copyItem(atPath: certificate, toPath: folder.appendingPathComponent(name + ".0").path)
  }

  /// A file that `serve("-HTTP")` sends as it is, head included.
  func place(_ name: String, _ answer: String) throws {
    try Data(answer.utf8).write(to: folder.appendingPathComponent(name))
  }

  /// Starts `s_server` on a free port.
  func serve(_ options: String...) throws {
    let process = self.process(["s_server", "-accept", "127.0.0.1:0", "-cert", "cert.pem", "-key", "key.pem"] + options)
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    server = process
    let line = read { $0.contains("ACCEPT") && $0.hasSuffix("\n") }
    let words = line.split(separator: "\n").first { $0.hasPrefix("ACCEPT") } ?? ""
    port = words.split(separator: ":").last.flatMap { Int($0) } ?? 0
  }

  /// Everything the server has printed since the last call; blocks until it is enough, the server has ended, or nothing came for a minute.
  func read(until isEnough: (String) -> Bool) -> String {
    var text = ""
    while !isEnough(text) {
      var ready = pollfd(fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&ready, 1, 60_000) > 0 else { break }
      let data = output.fileHandleForReading.availableData
      if data.isEmpty { break }
      text += String(decoding: data, as: UTF8.self)
    }
    return text
  }

  /// Bytes for whoever is connected.
  func send(_ bytes: [UInt8]) { input.fileHandleForWriting.write(Data(bytes)) }

  /// Ends the server and removes the folder. A test defers it: what it does not name any more is gone early.
  func stop() {
    // Not with SIGTERM: under the test runner programs start with that signal blocked.
    if let server { kill(server.processIdentifier, SIGKILL) }
    try? FileManager.default.removeItem(at: folder)
  }

  /// What the program prints.
  @discardableResult
  private func run(_ arguments: [String]) throws -> String {
    let printed = folder.appendingPathComponent("printed-\(UUID().uuidString)").path
    let status = try ChildProcess.run(
      OpenSSL.program, arguments, environment: ["PATH": "/usr/bin:/bin"], directory: folder.path, output: printed, errors: "/dev/null")
    guard status == 0 else { throw CocoaError(.executableLoad) }
    return try String(contentsOfFile: printed, encoding: .utf8)
  }

  private func process(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: OpenSSL.program)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardError = FileHandle.nullDevice
    return process
  }
}
