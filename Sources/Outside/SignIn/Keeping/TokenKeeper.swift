package import Casefile

/// Keeps one token a service, asks once for many waiters, and asks early enough.
///
/// Cancelling one waiter leaves the others waiting; the asking ends when the last of them is gone.
package actor TokenKeeper: TokenSource {
  private let issuer: any TokenIssuer
  private let now: @Sendable () -> DateTime
  private let shelf: TokenShelf?
  private let unheard: SignInWait.Teller
  private var entries: [TokenScope: Entry] = [:]
  private var flights: [Int: Flight] = [:]
  private var next = 0
  private var isClosed = false

  /// With less than this left another token is asked for while the old one still serves, in seconds.
  private static let earlyBy = 300.0
  /// Between two early askings, in seconds.
  private static let pause = 30.0

  private struct Entry {
    var token: AccessToken?
    var triedEarly: DateTime?
    /// What a service demanded and no token has answered yet.
    var claims: String?
  }

  /// One asking, and who waits for it.
  private struct Flight {
    let scope: TokenScope
    /// What it asks for; whoever wants other claims does not join it.
    let claims: String?
    /// It asks nobody.
    let isSilent: Bool
    let task: Task<Void, Never>
    let listeners: SignInListeners
    /// True once other claims were demanded: what it brings serves who waits for it, and is not kept.
    var isOutdated = false
    var waiters: [Int: CheckedContinuation<AccessToken, any Error>] = [:]
  }

  /// `shelf` keeps tokens between two runs of the program; nil keeps them in memory only. `unheard` hears of waits of which none of the
  /// waiting wants to hear.
  package init(
    _ issuer: any TokenIssuer, now: @escaping @Sendable () -> DateTime, shelf: TokenShelf? = nil,
    unheard: @escaping @Sendable (_ afterSeconds: Double, _ cause: String) -> Void = { _, _ in }
  ) {
    self.issuer = issuer
    self.now = now
    self.shelf = shelf
    self.unheard = unheard
  }

  /// A token that holds now. One that soon ends is replaced first, without asking a person; where that fails, it is still served. A person
  /// is asked only when none holds, and only for what somebody asked for.
  package func token(for scope: TokenScope) async throws -> AccessToken { try await token(for: scope, listener: nil) }

  package func token(for scope: TokenScope, retrying: @escaping @Sendable (Double, String) -> Void) async throws -> AccessToken {
    try await token(for: scope, listener: retrying)
  }

  private func token(for scope: TokenScope, listener: SignInWait.Teller?) async throws -> AccessToken {
    guard !isClosed else { throw CancellationError() }
    let entry = entry(for: scope)
    let now = self.now()
    let isSilent = !Presence.mayBeAsked
    guard let token = entry.token, now < token.expires else { return try await asked(scope, isSilent: isSilent, listener) }
    guard TokenKeeper.isRefreshAdvised(token, at: now), isEarlyTryDue(entry, at: now) else { return token }
    entries[scope]?.triedEarly = now
    do {
      return try await asked(scope, isSilent: true, listener)
    } catch let error as CancellationError {
      throw error
    } catch {
      return self.now() < token.expires ? token : try await asked(scope, isSilent: isSilent, listener)
    }
  }

  package func drop(_ refused: AccessToken, for scope: TokenScope, claims: String?) {
    var entry = entry(for: scope)
    // Another request may have dropped it already; then the token there is a newer one.
    guard entry.token == nil || entry.token?.text == refused.text else { return }
    entry.token = nil
    entry.triedEarly = nil
    entry.claims = claims ?? entry.claims
    entries[scope] = entry
    for (number, flight) in flights where flight.scope == scope && flight.claims != entry.claims { flights[number]?.isOutdated = true }
    shelf?.remove(refused, for: scope)
  }

  package func close() async {
    isClosed = true
    let open = flights.values
    flights = [:]
    for flight in open {
      flight.task.cancel()
      for continuation in flight.waiters.values { continuation.resume(throwing: CancellationError()) }
    }
  }

  private static func isRefreshAdvised(_ token: AccessToken, at now: DateTime) -> Bool {
    token.refreshFrom.map { now >= $0 } ?? false || (token.expires - now).totalSeconds <= earlyBy
  }

  private func isEarlyTryDue(_ entry: Entry, at now: DateTime) -> Bool {
    entry.triedEarly.map { (now - $0).totalSeconds >= TokenKeeper.pause } ?? true
  }

  private func entry(for scope: TokenScope) -> Entry {
    if let entry = entries[scope] { return entry }
    let entry = Entry(token: shelf?.token(for: scope))
    entries[scope] = entry
    return entry
  }

  /// Joins the asking for the same that is under way, or begins one. Who may ask a person does not join one that asks nobody.
  private func asked(_ scope: TokenScope, isSilent: Bool, _ listener: SignInWait.Teller?) async throws -> AccessToken {
    next += 1
    let waiter = next
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        guard !Task.isCancelled, !isClosed else { return continuation.resume(throwing: CancellationError()) }
        let claims = entries[scope]?.claims
        let joined = flights.first { $1.scope == scope && !$1.isOutdated && $1.claims == claims && (isSilent || !$1.isSilent) }?.key
        let number = joined ?? flight(scope, claims, isSilent)
        flights[number]?.waiters[waiter] = continuation
        flights[number]?.listeners.add(waiter, listener)
      }
    } onCancel: {
      Task { await self.leave(waiter) }
    }
  }

  /// Begins an asking and tells its number.
  private func flight(_ scope: TokenScope, _ claims: String?, _ isSilent: Bool) -> Int {
    next += 1
    let number = next
    let issuer = self.issuer
    let listeners = SignInListeners(unheard: unheard)
    let task = Task {
      let result: Result<AccessToken, any Error>
      do {
        let token = try await SignInWait.$listener.withValue(SignInWait.Listener(listeners.tell)) {
          isSilent ? try await issuer.renew(scope, claims: claims) : try await issuer.issue(scope, claims: claims)
        }
        result = .success(token)
      } catch let missing as SignInUnavailable {
        result = .failure(missing.problem)
      } catch {
        result = .failure(error)
      }
      self.land(number, result)
    }
    flights[number] = Flight(scope: scope, claims: claims, isSilent: isSilent, task: task, listeners: listeners)
    return number
  }

  private func land(_ number: Int, _ result: Result<AccessToken, any Error>) {
    guard let flight = flights.removeValue(forKey: number) else { return }
    if case .success(let token) = result, !flight.isOutdated {
      entries[flight.scope] = Entry(token: token)
      shelf?.keep(token, for: flight.scope)
    }
    for continuation in flight.waiters.values { continuation.resume(with: result) }
  }

  /// How many wait for a token that is being asked for.
  package func waiters(for scope: TokenScope) -> Int { flights.values.filter { $0.scope == scope }.reduce(0) { $0 + $1.waiters.count } }

  private func leave(_ waiter: Int) {
    guard let number = flights.first(where: { $1.waiters[waiter] != nil })?.key,
      let continuation = flights[number]?.waiters.removeValue(forKey: waiter)
    else { return }
    continuation.resume(throwing: CancellationError())
    flights[number]?.listeners.remove(waiter)
    guard let flight = flights[number], flight.waiters.isEmpty else { return }
    flight.task.cancel()
    flights[number] = nil
  }
}

/// One sign-in's tokens in the file.
package struct TokenShelf: Sendable {
  private let file: TokenFile
  private let sign: String

  /// `sign` tells sign-ins apart: authority, tenant, application and way.
  init(_ file: TokenFile, sign: String) {
    self.file = file
    self.sign = sign
  }

  func token(for scope: TokenScope) -> AccessToken? { file.contents().tokens[key(scope)] }

  func keep(_ token: AccessToken, for scope: TokenScope) { file.change { $0.tokens[key(scope)] = token } }

  /// Removes it where it is still this one.
  func remove(_ token: AccessToken, for scope: TokenScope) {
    file.change { if $0.tokens[key(scope)]?.text == token.text { $0.tokens[key(scope)] = nil } }
  }

  private func key(_ scope: TokenScope) -> String {
    sign + " " + scope.text.split(separator: " ").sorted().joined(separator: " ")
  }
}
