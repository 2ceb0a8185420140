import Foundation
import Locking
import SignIn
import Testing

@Suite("A program that gives a secret") struct SecretRunTests {
  private func trouble(_ words: [String], within seconds: Double) async -> SecretRun.Trouble? {
    do {
      _ = try await SecretRun().output(of: words, within: seconds)
      return nil
    } catch { return error as? SecretRun.Trouble }
  }

  /// Whether the process whose id is in the file is there; a file that is not there yet counts as one that is.
  private func isRunning(_ file: String) -> Bool {
    guard let text = try? String(contentsOfFile: file, encoding: .utf8), let id = Int32(text.filter(\.isNumber)) else { return true }
    return kill(id, 0) == 0
  }

  private func untilEnded(_ file: String) async throws {
    while isRunning(file) { try await Task.sleep(for: .milliseconds(5)) }
  }

  @Test("What it writes is the secret")
  func secret() async throws {
    let output = try await SecretRun().output(of: ["printf", "s3cret"], within: 600)
    #expect(String(decoding: output, as: UTF8.self) == "s3cret")
  }

  @Test("One that never ends is out of time by the bound that is given, and is ended", .timeLimit(.minutes(10)))
  func late() async throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    let bounds = Locked<[Double]>([])
    // Time is over once the program runs, however long that takes.
    let run = SecretRun { seconds, body in
      bounds.withLock { $0.append(seconds) }
      Thread.detachNewThread {
        while (FileManager.default.contents(atPath: file) ?? Data()).isEmpty { usleep(1000) }
        body()
      }
    }
    await #expect(throws: SecretRun.Trouble.late) {
      _ = try await run.output(of: ["sh", "-c", "echo $$ > '\(file)'; exec sleep 600"], within: 0.5)
    }
    try await untilEnded(file)
    #expect(bounds.withLock { $0 } == [0.5])
  }

  @Test("Whoever is cancelled waits no longer, and the program is ended", .timeLimit(.minutes(10)))
  func cancelled() async throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    let asking = Task { try await SecretRun().output(of: ["sh", "-c", "echo $$ > '\(file)'; exec sleep 600"], within: 600) }
    while !FileManager.default.fileExists(atPath: file) { try await Task.sleep(for: .milliseconds(5)) }
    asking.cancel()
    await #expect(throws: CancellationError.self) { _ = try await asking.value }
    try await untilEnded(file)
  }

  @Test("One that fails, and one that is not there, are told apart from one that is late")
  func failed() async {
    #expect(await trouble(["sh", "-c", "exit 3"], within: 600) == .failed(3))
    #expect(await trouble(["no-such-program-here"], within: 600) == .failed(127))
  }
}
