internal import Casefile
internal import Transport

/// The v2 endpoints of one tenant: forms go out, tokens come back.
struct TokenEndpoint: Sendable {
  /// Form fields in the order they are sent.
  typealias Fields = [(String, String)]

  /// `https://login…/tenant`.
  let tenantAddress: String
  let surroundings: SignInSurroundings
  /// The login service's host, for people.
  let host: String

  private static let secretFields: Set<String> = ["client_secret", "client_assertion", "refresh_token", "device_code"]

  /// Throws a `Problem` when the address is no safe one or the tenant is no tenant's name.
  init(login: String, tenant: String, surroundings: SignInSurroundings) throws(Problem) {
    guard let address = WebAddress(login), address.scheme == "https" || address.isLoopback else {
      throw Problem(
        "The login address is not one to send secrets to.", cause: "\(Secrets.shown(url: login)) is no https address.",
        remedy: "Correct endpoints.login, or AZURE_AUTHORITY_HOST.", kind: .usage)
    }
    let isName = !tenant.isEmpty && tenant.utf8.allSatisfy { Character(Unicode.Scalar($0)).isTenantPart }
    guard isName, tenant.contains(where: { $0 != "." }) else {
      throw Problem(
        "The tenant is not named in a way the service knows.", cause: "'\(tenant.harmless)' is neither a GUID nor a domain.",
        remedy: "Correct tenant_id, or AZURE_TENANT_ID.", kind: .usage)
    }
    tenantAddress = "\(login)/\(tenant)"
    host = address.host
    self.surroundings = surroundings
  }

  /// Where tokens come from; also the audience of signed assertions.
  var tokenAddress: String { tenantAddress + "/oauth2/v2.0/token" }

  /// Asks for a token. Throws `EntraRefusal`, a `Problem`, or `CancellationError`.
  func ask(_ fields: Fields) async throws -> TokenAnswer {
    let asked = surroundings.now()
    let json = try await post(fields, to: tokenAddress)
    return try TokenAnswer(json, asked: asked, host: host)
  }

  /// Sends a form and returns the JSON of a good answer. Throws as `ask` does.
  func post(_ fields: Fields, to address: String) async throws -> JSONValue {
    // A token asked for twice does no harm, so that passing trouble is tried again.
    let request = HTTPRequest(
      .post, address, headers: ["Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"],
      body: Array(FormText.joined(fields).utf8), timeouts: .signIn, redirects: .none, isIdempotent: true)
    let sender = SignInSender(
      sender: surroundings.sender, subject: host, surroundings: surroundings.retrying, patience: surroundings.patience)
    let secrets = fields.filter { TokenEndpoint.secretFields.contains($0.0) }.map(\.1)
    do {
      let response = try await sender.send(request)
      return try LoginAnswer.json(
        response.head, try await response.body.collect(), host: host, now: surroundings.now(), secrets: secrets)
    } catch let failure as HTTPFailure {
      throw failure.problem
    }
  }
}

extension Character {
  /// Letters, digits, hyphen and point: what a GUID, a domain, `organizations` or `common` is made of.
  fileprivate var isTenantPart: Bool { isASCII && (isLetter || isNumber) || self == "-" || self == "." }
}

/// Tells a token from a refusal from what is neither.
enum LoginAnswer {
  /// The JSON of a good answer; throws `EntraRefusal` or a `Problem`.
  static func json(_ head: HTTPResponseHead, _ body: [UInt8], host: String, now: DateTime, secrets: [String] = []) throws -> JSONValue {
    var json = try? JSONValue(parsing: body[...])
    if !head.isSuccess || json?["error"] != nil { json = try? JSONValue(parsing: SecretMask(secrets).masked(body)[...]) }
    if let json, let refusal = EntraRefusal(head, json, now: now) { throw refusal }
    guard head.isSuccess else { throw unreadable(head, host: host, now: now) }
    guard let json, json.object != nil else {
      let isPage = head.mediaType == "text/html" || body.first { $0 > 0x20 } == UInt8(ascii: "<")
      throw TokenAnswer.wrong(host, isPage ? "A web page came, as a proxy or a hotspot shows." : "What came is no whole JSON.")
    }
    return json
  }

  /// A bad status without a word that could be read.
  private static func unreadable(_ head: HTTPResponseHead, host: String, now: DateTime) -> Problem {
    if (300..<400).contains(head.status) {
      return Problem(
        "\(host) pointed elsewhere and was not followed.", cause: "A secret must not go where the answer (HTTP \(head.status)) leads.",
        remedy: "Check the login address, and what stands between this machine and it.")
    }
    let isPassing = head.status == 429 || head.status >= 500
    let asked = RetryPolicy.askedWait(head.headers, now: now)
    return Problem(
      isPassing ? "The login service \(host) is busy." : "\(host) gave no token.",
      cause: "It answered with HTTP \(head.status)" + (asked.map { " and asks to wait \($0.roundedUp) s." } ?? "."),
      remedy: isPassing ? "Try again in a minute." : "Check the login address, and what stands between this machine and it.",
      retry: isPassing ? asked.map { .after(seconds: $0) } ?? .now : .never)
  }
}
