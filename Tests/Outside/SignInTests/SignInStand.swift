import Casefile
import Foundation
import Locking
import SignIn
import TestSupport
import Transport

/// A login service on loopback, and a world for `SignIn` in which no time passes but by sleeping.
struct SignInStand: Sendable {
  static let start = DateTime(unixSeconds: 1_484_592_741)
  static let graph = TokenScope("https://graph.microsoft.com/.default")

  let login: LoopbackLogin
  let cloud: LoopbackCloud
  let clock = Locked(SignInStand.start)
  let sleeps = Locked<[Double]>([])
  let files = Locked<[String: [UInt8]]>([:])
  let calls = Locked<[ProcessCall]>([])
  let answer = Locked<Result<ProcessResult, ProcessTrouble>>(.failure(.missing))
  let prompts = Locked<[DeviceCodePrompt]>([])
  /// How each waiting for a person ended; after one that was not answered nobody is asked.
  let endings = Locked<[DeviceCodeEnding]>([])
  var environment: [String: String] = [:]
  var tenant: String? = LoopbackLogin.Settings().tenant
  var clientID: String? = LoopbackLogin.Settings().clientID

  init(_ change: (inout LoopbackLogin.Settings) -> Void = { _ in }) throws {
    var settings = LoopbackLogin.Settings()
    let clock = self.clock
    settings.now = { clock.withLock { $0 } }
    change(&settings)
    login = LoopbackLogin(settings)
    cloud = try LoopbackCloud(login: login)
  }

  var clouds: CloudAddresses { CloudAddresses(.public, overrides: ["login": cloud.url]) }

  var retrying: RetrySurroundings {
    RetrySurroundings(
      now: { [clock] in clock.withLock { $0 } }, chance: { 1 },
      sleep: { [clock, sleeps] seconds in
        try Task.checkCancellation()
        sleeps.withLock { $0.append(seconds) }
        clock.withLock { $0 = $0 + .seconds(seconds) }
      })
  }

  var surroundings: SignInSurroundings {
    let client = HTTPClient(HTTPClient.Configuration(environment: [:]))
    let identifiers = Locked(0)
    var surroundings = SignInSurroundings(
      environment: environment, sender: client, direct: client, retrying: retrying,
      readFile: { [files] path, limit in
        guard let bytes = files.withLock({ $0[path] }) else { throw FileTrouble.missing }
        guard bytes.count <= limit else { throw FileTrouble.tooLarge }
        return bytes
      },
      run: { [calls, answer] call in
        calls.withLock { $0.append(call) }
        return try answer.withLock { $0 }.get()
      },
      identifier: {
        identifiers.withLock {
          $0 += 1
          return "00aa00aa-bb11-cc22-dd33-\(String(format: "%012d", $0))"
        }
      },
      localOffset: { _ in 3600 })
    // A busy machine is no silent service.
    surroundings.patience = 3600
    return surroundings
  }

  func configuration(_ method: SignInConfiguration.Method) -> SignInConfiguration {
    SignInConfiguration(
      workspace: "contoso", method: method, tenant: tenant, clientID: clientID, clientSecret: { LoopbackLogin.Settings().secret },
      certificatePath: "/cert.pem", clouds: clouds,
      desk: DeviceCodeDesk(
        announce: { [prompts] prompt in prompts.withLock { $0.append(prompt) } },
        ended: { [endings] ending in endings.withLock { $0.append(ending) } },
        mayAsk: { [endings] in endings.withLock { $0.last != .unanswered } }))
  }

  func issuer(_ method: SignInConfiguration.Method) throws -> any TokenIssuer { try configuration(method).issuer(surroundings) }

  func keeper(_ method: SignInConfiguration.Method) throws -> TokenKeeper { try configuration(method).tokens(surroundings) }

  /// The problem of one asking; nil when a token came or something else was thrown.
  func problem(_ method: SignInConfiguration.Method, scope: TokenScope = SignInStand.graph) async throws -> Problem? {
    do {
      _ = try await keeper(method).token(for: scope)
      return nil
    } catch let problem as Problem { return problem }
  }

  func forward(_ seconds: Double) { clock.withLock { $0 = $0 + .seconds(seconds) } }

  var tokenBodies: [String] { cloud.requests.filter { $0.path.hasSuffix("/token") }.map(\.text) }
}
