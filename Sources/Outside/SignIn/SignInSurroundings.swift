package import Casefile
package import Transport

/// What signing in needs from the world: the environment, the network, the time, chance, files, programs.
///
/// Everything is passed in, so that every way of signing in can be replayed byte for byte.
package struct SignInSurroundings: Sendable {
  package var environment: [String: String]
  /// For the login service; through the proxy that the environment names.
  package var sender: any HTTPSending
  /// For services of this machine and its host, such as the metadata address: never through a proxy.
  package var direct: any HTTPSending
  /// The clock, chance and waiting.
  package var retrying: RetrySurroundings
  /// A whole file of at most `limit` bytes; throws `FileTrouble`.
  package var readFile: @Sendable (_ path: String, _ limit: Int) throws -> [UInt8]
  /// Runs a program to its end; throws `ProcessTrouble`, or `CancellationError`.
  package var run: @Sendable (ProcessCall) async throws -> ProcessResult
  /// A new GUID in lower case.
  package var identifier: @Sendable () -> String
  /// Seconds east of UTC that local clocks show at a moment.
  package var localOffset: @Sendable (DateTime) -> Int
  /// Seconds of a service's silence before it is told that it lets us wait.
  package var patience = SilenceWatch.patience

  package init(
    environment: [String: String], sender: any HTTPSending, direct: any HTTPSending, retrying: RetrySurroundings,
    readFile: @escaping @Sendable (String, Int) throws -> [UInt8], run: @escaping @Sendable (ProcessCall) async throws -> ProcessResult,
    identifier: @escaping @Sendable () -> String, localOffset: @escaping @Sendable (DateTime) -> Int
  ) {
    self.environment = environment
    self.sender = sender
    self.direct = direct
    self.retrying = retrying
    self.readFile = readFile
    self.run = run
    self.identifier = identifier
    self.localOffset = localOffset
  }

  /// A variable of the environment; nil when it is unset or empty.
  func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

  func now() -> DateTime { retrying.now() }
}

/// Why a file could not be read.
package enum FileTrouble: Error, Equatable, Sendable {
  case missing
  case unreadable
  case tooLarge

  /// The end of a sentence that begins with the path.
  var words: String {
    switch self {
    case .missing: "is not there"
    case .unreadable: "cannot be read"
    case .tooLarge: "is too large"
    }
  }
}

/// A program to run: no shell, standard input closed, in `/bin`, where no file of others can pass for a program's module.
package struct ProcessCall: Equatable, Sendable {
  /// The program's name, looked up in PATH, then its arguments.
  package var words: [String]
  package var environment: [String: String]
  /// Seconds after which it is ended.
  package var timeout: Double

  package init(words: [String], environment: [String: String], timeout: Double) {
    self.words = words
    self.environment = environment
    self.timeout = timeout
  }
}

/// How a program ended. Its description does not show what it wrote, which may be a token.
package struct ProcessResult: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
  package var code: Int
  package var output: [UInt8]
  package var complaint: String

  package init(code: Int, output: [UInt8] = [], complaint: String = "") {
    self.code = code
    self.output = output
    self.complaint = complaint
  }

  package var description: String { "ended with \(code), \(output.count) bytes written" }
  package var customMirror: Mirror { Mirror(self, children: ["result": description]) }
}

/// Why a program did not run to its end.
package enum ProcessTrouble: Error, Equatable, Sendable {
  case missing
  case timedOut
  case failed
}
