import Casefile
import Foundation
import TestSupport
import Testing

@Suite("Files that others may write or read", .serialized) @BlockingTests struct FileAccessTests {
  private func program(mode: Int, folder: Int = 0o700, secret: Int = 0o600) throws -> BuiltProgram {
    let program = BuiltProgram()
    let place = program.home + "/config/logspotlight"
    let key = program.home + "/key"
    try "s3cret".write(toFile: key, atomically: true, encoding: .utf8)
    try program.configure(
      """
      [workspaces.contoso]
      alerts = ["store"]
      [models.luna]
      provider = "openai"
      name = "gpt-5.6-luna"
      api_key = { file = "\(key)" }
      """)
    for (path, mode) in [(place + "/config.toml", mode), (place, folder), (key, secret)] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }
    return program
  }

  private func doctor(_ program: BuiltProgram) throws -> [[String]] {
    let run = try program.run(["doctor", "--format", "jsonl"], environment: ["TERM": "xterm"])
    return run.output.split(separator: "\n").compactMap { try? JSONValue(parsing: String($0)) }.map { json in
      ["check", "outcome", "text", "remedy"].map { json[$0]?.string ?? "" }
    }.filter { $0[0] == "configuration" && $0[1] == "warn" }
  }

  @Test(
    "A configuration, its folder or a secret that others may get at is told with who, why and what to do",
    arguments: [
      (0o666, 0o700, 0o600, "The configuration can be written by everybody"),
      (0o620, 0o700, 0o600, "The configuration can be written by its group"),
      (0o600, 0o777, 0o600, "The configuration can be replaced by everybody"),
      (0o600, 0o700, 0o644, "A file with a secret can be read by everybody"),
      (0o600, 0o700, 0o640, "A file with a secret can be read by its group"),
    ])
  func open(mode: Int, folder: Int, secret: Int, words: String) throws {
    let program = try program(mode: mode, folder: folder, secret: secret)
    let lines = try doctor(program)
    // A group of the user's own gives nobody anything.
    guard !words.hasSuffix("its group") || getuid() != getgid() || getuid() == 0 else { return #expect(lines.isEmpty, "\(lines)") }
    #expect(lines.count == 1 && lines[0][2].hasPrefix(words) && lines[0][3].hasPrefix("chmod "), "\(lines)")
    let start = try program.run(["alerts", "--top", "1"])
    #expect(start.errors.contains("warning: \(words)") && start.code == 0, "\(start.errors)")
    #expect(!start.errors.contains("s3cret"))
  }

  @Test(
    "A group that is its owner's alone is nobody else; one that is not listed, or another's first one, may be", .enabled(if: getuid() == 0))
  func privateGroup() throws {
    let program = try program(mode: 0o664, folder: 0o775)
    let place = program.home + "/config/logspotlight"
    // Users as this machine has them: one alone in the group of its number, and one whose group is another's first group as well.
    let users = try lines("/etc/passwd").map { (user: uid_t($0[2]) ?? 0, group: gid_t($0[3]) ?? 0) }
    let memberless = try Set(lines("/etc/group").filter { $0[3].isEmpty }.map { gid_t($0[2]) ?? 0 })
    func others(_ user: uid_t) -> Int { users.count { $0.group == user && $0.user != user } }
    let own = users.filter { $0.user == $0.group && $0.user != 0 && memberless.contains($0.group) }
    var cases: [(uid_t, gid_t, Bool)] = [(54_321, 54_322, true), (54_321, 54_321, true)]
    if let alone = own.first(where: { others($0.user) == 0 }) { cases.append((alone.user, alone.group, false)) }
    if let shared = memberless.first(where: { $0 != 0 && others($0) > 0 }) { cases.append((shared, shared, true)) }
    #expect(cases.count > 2)
    for (user, group, isTold) in cases {
      for path in [place, place + "/config.toml"] { try #require(chown(path, user, group) == 0) }
      #expect(try doctor(program).contains { $0[2].contains("its group") } == isTold, "\(user):\(group)")
    }
  }

  private func lines(_ list: String) throws -> [[String]] {
    try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: ":", omittingEmptySubsequences: false).map(String.init) }.filter { $0.count > 3 }
  }

  @Test("What only its owner may get at, and a folder whose files nobody can replace, is told of nowhere")
  func closed() throws {
    #expect(try doctor(try program(mode: 0o644)).isEmpty)
    #expect(try doctor(try program(mode: 0o600, folder: 0o1777)).isEmpty)
    #expect(try !program(mode: 0o600).run(["alerts", "--top", "1"]).errors.contains("warning:"))
  }
}
