internal import CPseudoTerminal
internal import Foundation

/// A program that is run to its end, or killed at its deadline: a test that waits for ever tells nobody what it waits for.
///
/// Not with Foundation's process: that one hears of an end through a socket, which every other program that is started at the same moment
/// inherits and keeps open.
package enum ChildProcess {
  /// A program that could not be started, or was killed because it did not end.
  package struct Failure: Error, CustomStringConvertible {
    /// Which program, and what became of it.
    package let description: String
  }

  /// Runs a program with files as its streams, and returns its exit status as a shell tells it.
  package static func run(
    _ path: String, _ arguments: [String], environment: [String: String], directory: String? = nil, input: String = "/dev/null",
    output: String, errors: String, within seconds: Int = 180
  ) throws -> Int32 {
    let process = withCStrings([path] + arguments) { arguments in
      withCStrings(environment.map { "\($0.key)=\($0.value)" }) { child_start(path, arguments, $0, directory, input, output, errors) }
    }
    guard process > 0 else { throw Failure(description: "\(path) could not be started: errno \(errno)") }
    let status = child_wait(process, Int32(seconds * 1000))
    guard status == -1 else { return status }
    kill(process, SIGKILL)
    _ = child_wait(process, -1)
    throw Failure(description: "\(path) \(arguments.joined(separator: " ")) had not ended after \(seconds) s and was killed")
  }

  /// The strings as C wants them, with a null pointer behind the last.
  static func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("the array ends with a null pointer") }
      return body(base)
    }
  }
}
