internal import Casefile
internal import HuntPipeline

extension Model {
  mutating func performSources(_ command: Command) -> [Effect] {
    switch command {
    case .showSources: overlay = .sources(0)
    case .stopFetch: return [.stopFetching]
    case .subscriptions, .sourceSubscriptions: return openSubscriptions()
    case .showSignIn, .showSignInThere:
      guard let signIn else { return signInAgain() }
      overlay = .signIn(signIn)
    case .copyCode:
      guard let signIn else { return [] }
      copiedThing = Wording.copiedCode
      return [.copy(signIn.code)]
    case .openSignIn:
      guard let signIn else { return [] }
      copiedThing = Wording.copiedSignInPage
      return [.openLink(signIn.address)]
    default: break
    }
    return []
  }

  /// Names the sources that are read; the workbench then begins with reading them.
  package mutating func setUpSources(_ names: [String]) {
    sources.sources = names.map { SourceNews(name: $0, state: .waiting, time: now) }
  }

  /// Reads the sources, unless that is being done. `isAsked` is false where the workbench does so by itself.
  mutating func fetch(isAsked: Bool = true) -> [Effect] {
    guard !sources.isUnderWay else { return [] }
    sources.ask()
    return [isAsked ? .refreshAlerts : .rereadSources]
  }

  /// All sources were read or gave up.
  mutating func fetchEnded() -> [Effect] {
    sources.end()
    drop(Wording.refreshing)
    return alertsChanged()
  }

  /// What a source tells of itself. Its end brings the list up to date.
  mutating func sourceChanged(_ news: SourceNews) {
    sources.take(news)
    switch news.state {
    case .failed(let problem): say("\(news.name): \(Wording.line(problem))", .bad)
    case .read(_, _, let partial?, _): say(Wording.sourcePartial(news.name, partial), .warning)
    default: break
    }
  }

  /// Why there is no code to show; nil where one waits or may be asked for.
  var whyNoSignIn: String? { signIn == nil && !isSignInUnanswered ? Wording.noSignIn : nil }

  /// What waits for a code, and the key that shows it where a key does; nil where none does.
  var signInWords: String? {
    signIn.map { Wording.waitsForSignIn($0.code, key: keys.label(of: .showSignIn, at: keyPlace)) }
  }

  /// The same where it is the hunt that has to wait: a service is asked and has answered nothing.
  var huntWaitsForSignIn: String? {
    guard let hunt, place.asksServices, hunt.stage == .querying || hunt.stage == .reviewing, hunt.rows == nil,
      queryPlace != Wording.localStore
    else { return nil }
    return signInWords
  }

  /// What is being done for the hunt, or what it waits for.
  func doing(_ hunt: Hunt) -> String { huntWaitsForSignIn ?? Wording.doing(hunt, now: now) }

  /// A code to be typed elsewhere: shown large, and copied at once. Nil ends the waiting.
  mutating func signInNeeded(_ question: SignInState?) -> [Effect] {
    let isOpen = if case .signIn = overlay { true } else { false }
    signIn = question
    isSignInUnanswered = false
    guard let question else {
      if isOpen { overlay = nil }
      return []
    }
    // What is open stays in front but for an older code; the line at the bottom leads to this one.
    if overlay == nil || isOpen { overlay = .signIn(question) } else { say(Wording.signInWaits(keys.label(of: .showSignIn)), .warning) }
    // Nobody is helped along to a page that may be anybody's.
    guard question.isAtMicrosoft else { return [] }
    copiedThing = Wording.copiedCode
    return [.copy(question.code)]
  }

  /// Nobody entered the code in time: no other is asked for, and nothing copied, until somebody is here to want it.
  mutating func signInUnanswered() {
    if case .signIn = overlay { overlay = nil }
    signIn = nil
    isSignInUnanswered = true
    say(Wording.signInUnanswered(keys.label(of: .showSignIn)), .bad)
  }

  /// Lets another code be asked for, and wants what needs one.
  private mutating func signInAgain() -> [Effect] {
    guard isSignInUnanswered else { return [] }
    return [.signInAgain] + (sources.sources.isEmpty ? [.loadTables] : fetch())
  }
}
