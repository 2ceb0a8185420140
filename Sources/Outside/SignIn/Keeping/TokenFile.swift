package import Casefile
internal import Foundation
internal import Locking

/// Tokens on disk, where the analyst asked for it: one file of mode 0600 in a folder of mode 0700, replaced whole and never through a link.
///
/// What cannot be read is told once and counts as empty: the worst that follows is another sign-in.
package final class TokenFile: Sendable {
  /// What the file holds. Keys tell authority, tenant, application, way and service apart.
  struct Contents: Equatable {
    var tokens: [String: AccessToken] = [:]
    var refreshTokens: [String: String] = [:]
  }

  private static let name = "tokens.json"
  private static let mostBytes = 4 << 20
  private let folder: String
  private let warn: @Sendable (Problem) -> Void
  /// Held while the file is read or written; true once a warning was given.
  private let lock = Locked(false)

  /// `folder` is made when it is not there. `warn` hears of a file that is left alone.
  package init(folder: String, warn: @escaping @Sendable (Problem) -> Void = { _ in }) {
    self.folder = folder
    self.warn = warn
  }

  /// Everything in the file; empty where there is none, or none that can be trusted.
  func contents() -> Contents { lock.withLock { read(&$0) } }

  /// Reads the file anew, so that what another process wrote stays, changes it, and writes it.
  func change(_ body: (inout Contents) -> Void) {
    lock.withLock { isTold in
      let before = read(&isTold)
      var contents = before
      body(&contents)
      guard contents != before else { return }
      do throws(Trouble) {
        try write(contents)
      } catch {
        tell("cannot be written: \(error.cause)", &isTold)
      }
    }
  }

  private func read(_ isTold: inout Bool) -> Contents {
    do throws(Trouble) {
      guard let bytes = try PrivateFolder(folder, makes: false)?.read(TokenFile.name, limit: TokenFile.mostBytes) else { return Contents() }
      guard let json = try? JSONValue(parsing: bytes[...]), let contents = Contents(json) else { throw Trouble("it is damaged") }
      return contents
    } catch {
      tell("is ignored: \(error.cause)", &isTold)
      return Contents()
    }
  }

  private func write(_ contents: Contents) throws(Trouble) {
    guard let folder = try PrivateFolder(folder, makes: true) else { throw Trouble("the folder cannot be made") }
    try folder.replace(TokenFile.name, with: Array(contents.json.plainText.utf8))
  }

  private func tell(_ cause: String, _ isTold: inout Bool) {
    guard !isTold else { return }
    isTold = true
    warn(
      Problem(
        "The file of kept tokens \(cause).", cause: "\(folder)/\(TokenFile.name)",
        remedy: "Remove it, or set keep_tokens = false; signing in works without it."))
  }

  /// What a step on the file system came to.
  struct Trouble: Error {
    let cause: String
    init(_ cause: String) { self.cause = cause }
  }
}

extension TokenFile.Contents {
  private static let version: Int64 = 1

  /// Nil when it is no such file; single entries that make no sense are left out.
  init?(_ json: JSONValue) {
    guard json["version"]?.integer == Self.version, let tokens = json["tokens"]?.object,
      let refreshTokens = json["refresh_tokens"]?.object
    else { return nil }
    for (key, value) in tokens.pairs {
      guard let text = value["token"]?.string, let expires = value["expires"]?.string.flatMap({ DateTime($0) }) else { continue }
      let refreshFrom = value["refresh_from"]?.string.flatMap { DateTime($0) }
      self.tokens[key] = AccessToken(text, expires: expires, refreshFrom: refreshFrom)
    }
    for (key, value) in refreshTokens.pairs { self.refreshTokens[key] = value.string }
  }

  var json: JSONValue {
    var kept = JSONObject()
    for (key, token) in tokens.sorted(by: { $0.key < $1.key }) {
      kept[key] = [
        "token": .string(token.text), "expires": .string(token.expires.description),
        "refresh_from": token.refreshFrom.map { .string($0.description) } ?? .null,
      ]
    }
    var refresh = JSONObject()
    for (key, token) in refreshTokens.sorted(by: { $0.key < $1.key }) { refresh[key] = .string(token) }
    return ["version": .integer(Self.version), "tokens": .object(kept), "refresh_tokens": .object(refresh)]
  }
}
