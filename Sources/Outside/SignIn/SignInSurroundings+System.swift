internal import Casefile
internal import Foundation
internal import Locking
internal import Subprocess
package import Transport

extension SignInSurroundings {
  /// The machine's own.
  package static func system(
    environment: [String: String], sender: any HTTPSending, retrying: RetrySurroundings = .system()
  ) -> SignInSurroundings {
    SignInSurroundings(
      environment: environment, sender: sender, direct: DirectSender(environment), retrying: retrying, readFile: SystemFiles.read,
      run: SystemPrograms.run, identifier: { UUID().uuidString.lowercased() },
      localOffset: { TimeZone.current.secondsFromGMT(for: Date(timeIntervalSince1970: $0.unixSeconds)) })
  }
}

/// Sends without a proxy; its client is made when it is first used.
private struct DirectSender: HTTPSending {
  private let environment: [String: String]
  private let client = Locked<HTTPClient?>(nil)

  init(_ environment: [String: String]) {
    self.environment = environment.filter { !$0.key.lowercased().hasSuffix("_proxy") }
  }

  func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    let client = self.client.withLock { client in
      let used = client ?? HTTPClient(HTTPClient.Configuration(environment: environment))
      client = used
      return used
    }
    return try await client.send(request)
  }
}

private enum SystemFiles {
  /// Follows links, as mounted secrets are links; waits for no pipe.
  static func read(_ path: String, _ limit: Int) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw errno == ENOENT || errno == ENOTDIR ? FileTrouble.missing : FileTrouble.unreadable }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw FileTrouble.unreadable }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 16 << 10)
    while true {
      let count = Foundation.read(descriptor, &piece, piece.count)
      guard count >= 0 else { throw FileTrouble.unreadable }
      if count == 0 { return bytes }
      bytes += piece[..<count]
      guard bytes.count <= limit else { throw FileTrouble.tooLarge }
    }
  }
}

private enum SystemPrograms {
  private static let mostOutput = 1 << 20

  /// Makes a path without naming its module, which belongs to Subprocess's own dependencies.
  private static func literal<Value: ExpressibleByStringLiteral>(_ text: Value.StringLiteralType) -> Value { Value(stringLiteral: text) }

  static func run(_ call: ProcessCall) async throws -> ProcessResult {
    try await withThrowingTaskGroup(of: ProcessResult.self) { group in
      group.addTask { try await finish(call) }
      group.addTask {
        try await Task.sleep(for: .seconds(call.timeout))
        throw ProcessTrouble.timedOut
      }
      defer { group.cancelAll() }
      guard let first = try await group.next() else { throw ProcessTrouble.failed }
      return first
    }
  }

  private static func finish(_ call: ProcessCall) async throws -> ProcessResult {
    let variables = call.environment.compactMap { name, value in Environment.Key(rawValue: name).map { ($0, value) } }
    do {
      let result = try await Subprocess.run(
        .name(call.words[0]), arguments: Arguments(Array(call.words.dropFirst())),
        environment: .custom(Dictionary(variables) { $1 }), workingDirectory: literal("/bin"), input: .none,
        output: .bytes(limit: mostOutput), error: .string(limit: mostOutput))
      let code =
        switch result.terminationStatus {
        case .exited(let code): Int(code)
        case .signaled(let signal): 128 + Int(signal)
        }
      return ProcessResult(code: code, output: result.standardOutput, complaint: result.standardError)
    } catch let error as SubprocessError {
      try Task.checkCancellation()
      throw error.code == .executableNotFound ? ProcessTrouble.missing : ProcessTrouble.failed
    }
  }
}
