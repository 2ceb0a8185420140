import Casefile
import Foundation
import Locking
import SignIn
import TestSupport
import Testing

@Suite("Tokens on disk") struct TokenFileTests {
  /// A folder of its own, removed at the end.
  private func withFolder(_ body: (_ folder: String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tokens-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
  }

  private func keeper(
    _ stand: SignInStand, _ folder: String, _ method: SignInConfiguration.Method, warnings: Locked<[Problem]> = Locked([])
  )
    throws -> TokenKeeper
  {
    var configuration = stand.configuration(method)
    configuration.tokenFile = TokenFile(folder: folder, warn: { problem in warnings.withLock { $0.append(problem) } })
    return try configuration.tokens(stand.surroundings)
  }

  private func mode(_ path: String) throws -> Int {
    try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  @Test("Without a file nothing is written; with one a second run asks for nothing while the token holds")
  func kept() async throws {
    try await withFolder { folder in
      let stand = try SignInStand()
      _ = try await stand.keeper(.clientSecret).token(for: SignInStand.graph)
      #expect(!FileManager.default.fileExists(atPath: folder))
      let first = try await keeper(stand, folder, .clientSecret).token(for: SignInStand.graph)
      #expect(try await keeper(stand, folder, .clientSecret).token(for: SignInStand.graph) == first)
      #expect(stand.login.issued == 2)
      #expect(try mode(folder) == 0o700)
      #expect(try mode(folder + "/tokens.json") == 0o600)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["tokens.json"])
      stand.forward(3599)
      #expect(try await keeper(stand, folder, .clientSecret).token(for: SignInStand.graph).text == "token-3")
    }
  }

  @Test("A person's sign-in outlives the program by its refresh token, which is replaced on disk too")
  func refreshToken() async throws {
    try await withFolder { folder in
      let stand = try SignInStand()
      _ = try await keeper(stand, folder, .deviceCode).token(for: SignInStand.graph)
      stand.forward(4000)
      _ = try await keeper(stand, folder, .deviceCode).token(for: SignInStand.graph)
      stand.forward(4000)
      _ = try await keeper(stand, folder, .deviceCode).token(for: SignInStand.graph)
      #expect(stand.prompts.withLock { $0.count } == 1)
      let text = try String(contentsOfFile: folder + "/tokens.json", encoding: .utf8)
      #expect(text.contains("refresh-4") && !text.contains("refresh-3"))
    }
  }

  @Test("Another tenant, application, login service or way finds nothing of this one")
  func keys() async throws {
    try await withFolder { folder in
      var stand = try SignInStand()
      _ = try await keeper(stand, folder, .clientSecret).token(for: SignInStand.graph)
      stand.clientID = "another"
      await #expect(throws: Problem.self) { _ = try await keeper(stand, folder, .clientSecret).token(for: SignInStand.graph) }
    }
  }

  @Test("A dropped token is gone from disk as well")
  func dropped() async throws {
    try await withFolder { folder in
      let stand = try SignInStand()
      let keeper = try keeper(stand, folder, .clientSecret)
      await keeper.drop(try await keeper.token(for: SignInStand.graph), for: SignInStand.graph, claims: nil)
      #expect(try !String(contentsOfFile: folder + "/tokens.json", encoding: .utf8).contains("token-1"))
    }
  }

  @Test(
    "A file that is broken or can be read by others is ignored with one warning, and replaced",
    arguments: ["not json", "{}", #"{"version":2,"tokens":{},"refresh_tokens":{}}"#, "", "readable"])
  func broken(text: String) async throws {
    try await withFolder { folder in
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      let path = folder + "/tokens.json"
      let sound = #"{"version":1,"tokens":{},"refresh_tokens":{}}"#
      try (text == "readable" ? sound : text).write(toFile: path, atomically: false, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: text == "readable" ? 0o644 : 0o600], ofItemAtPath: path)
      let warnings = Locked<[Problem]>([])
      let stand = try SignInStand()
      #expect(try await keeper(stand, folder, .clientSecret, warnings: warnings).token(for: SignInStand.graph).text == "token-1")
      #expect(warnings.withLock { $0.count } == 1)
      #expect(try await keeper(stand, folder, .clientSecret).token(for: SignInStand.graph).text == "token-1")
      #expect(try mode(path) == 0o600)
    }
  }

  @Test("A link is neither read nor written through")
  func link() async throws {
    try await withFolder { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/real", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try "precious".write(toFile: folder + "/precious", atomically: true, encoding: .utf8)
      try FileManager.default.createSymbolicLink(atPath: folder + "/real/tokens.json", withDestinationPath: folder + "/precious")
      let warnings = Locked<[Problem]>([])
      let stand = try SignInStand()
      _ = try await keeper(stand, folder + "/real", .clientSecret, warnings: warnings).token(for: SignInStand.graph)
      #expect(warnings.withLock { $0.first?.summary } == "The file of kept tokens is ignored: it is a link.")
      #expect(try String(contentsOfFile: folder + "/precious", encoding: .utf8) == "precious")
      try FileManager.default.createSymbolicLink(atPath: folder + "/linked", withDestinationPath: folder + "/real")
      let others = Locked<[Problem]>([])
      _ = try await keeper(stand, folder + "/linked", .clientSecret, warnings: others).token(for: SignInStand.graph)
      #expect(others.withLock { $0.first?.summary } == "The file of kept tokens is ignored: its folder is a link or no folder.")
    }
  }

  @Test("Two programs that write at once lose nothing of each other that is whole on disk")
  func together() async throws {
    try await withFolder { folder in
      let stand = try SignInStand()
      let (one, two) = (try keeper(stand, folder, .clientSecret), try keeper(stand, folder, .clientSecret))
      _ = try await one.token(for: SignInStand.graph)
      _ = try await two.token(for: TokenScope("https://api.loganalytics.io/.default"))
      let text = try String(contentsOfFile: folder + "/tokens.json", encoding: .utf8)
      #expect(text.contains("token-1") && text.contains("token-2"))
    }
  }
}
