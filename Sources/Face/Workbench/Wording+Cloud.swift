internal import Canvas
internal import Casefile
internal import HuntPipeline

extension Wording {
  // Sources.
  static let sourcesHint = "sources"
  static let refreshHint = "read anew"
  package static let sourcesTitle = "Sources of alerts"
  package static let noSources = "The alerts of this workspace lie in the store; nothing is fetched."
  package static func nothingRead(isAll: Bool) -> String {
    isAll ? "No alerts are here: no source could be read." : "No alerts are here, and not all sources could be read."
  }
  static let howSourcesGo = "how the sources go"
  package static let nothingIsRead = "No source is being read."
  static func sourcePartial(_ name: String, _ partial: String) -> String { "\(name): not all alerts came: \(partial)" }

  /// How reading a source goes. `signIn` says what all that is asked waits for, where something does.
  static func source(_ news: SourceNews, now: DateTime, signIn: String?) -> (String, Role) {
    guard news.isAsked else { return state(of: news, now: now) }
    let asked = (signIn ?? "is being asked …", signIn == nil ? Role.busy : .warning)
    if case .waiting = news.state { return asked }
    return ("\(asked.0)\(signIn == nil ? "" : ".") Before that: \(state(of: news, now: now).0)", asked.1)
  }

  private static func state(of news: SourceNews, now: DateTime) -> (String, Role) {
    let last = news.lastRead.map { " It was read last \(Figures.age(now - $0)) ago." } ?? ""
    switch news.state {
    case .waiting: return ("was not read yet", .textDim)
    case .reading(let count, let total):
      return ("read \(Figures.grouped(count))\(total.map { " of \(Figures.grouped($0))" } ?? "") so far", .busy)
    case .retrying(let seconds, let cause):
      return ("waits \(Waiting(cause, seconds: seconds, from: news.time).secondsLeft(at: now)) s: \(cause)", .warning)
    case .read(let count, let new, let partial, _):
      return (
        "\(Figures.grouped(count)) read, \(Figures.grouped(new)) new" + (partial.map { "; not all: \($0)" } ?? ""),
        partial == nil ? .good : .warning
      )
    case .failed(let problem):
      return (line(problem) + last, .bad)
    case .stopped(let count, let new):
      let came = count == 0 ? "before anything came" : "after \(Figures.grouped(count)) were read, \(Figures.grouped(new)) new; not all"
      return ("stopped \(came)." + last, .warning)
    }
  }

  /// The most telling state of the sources, for the list's title; nil when all is read and whole.
  static func sources(_ state: SourcesState, now: DateTime, waitsForSignIn: Bool) -> (String, Role)? {
    let failed = state.failed
    if let news = state.sources.first(where: { if case .retrying = $0.state { true } else { false } }),
      case .retrying(let seconds, let cause) = news.state
    {
      return ("\(news.name) waits \(Waiting(cause, seconds: seconds, from: news.time).secondsLeft(at: now)) s", .warning)
    }
    if state.isFetching {
      let count = state.sources.reduce(0) { sum, news in if case .reading(let count, _) = news.state { sum + count } else { sum } }
      if count == 0, waitsForSignIn { return ("fetching waits for sign-in", .warning) }
      return ("fetching\(count > 0 ? " \(Figures.grouped(count))" : "")", .busy)
    }
    // What is cut off a title that is too long is names, not what befell them.
    if !failed.isEmpty { return ("failed: \(failed.map(\.name).joined(separator: ", "))", .bad) }
    let stopped = state.sources.filter { if case .stopped = $0.state { true } else { false } }
    if !stopped.isEmpty { return ("stopped: \(stopped.map(\.name).joined(separator: ", "))", .warning) }
    let partial = state.sources.filter { if case .read(_, _, .some, _) = $0.state { true } else { false } }
    return partial.isEmpty ? nil : ("not all: \(partial.map(\.name).joined(separator: ", "))", .warning)
  }

  static func scanned(_ what: String) -> String { "scanned \(what)" }

  /// How long the answer is likely to be, and how long it may be.
  static func output(_ choice: ModelChoice) -> String {
    "about \(Figures.grouped(choice.outputTokens)) out"
      + (choice.maxOutput > choice.outputTokens ? ", \(Figures.grouped(choice.maxOutput)) at most" : "")
  }

  // Signing in.
  package static let signInTitle = "Sign in with another device"
  package static let noSignIn = "No sign-in waits for a code."
  package static let copiedCode = "the code"
  package static let copiedSignInPage = "the address of the sign-in page"
  static func signInSteps(_ state: SignInState) -> String {
    let code = state.isAtMicrosoft ? "this code, which was copied" : "this code"
    return "Open \(state.address) in a browser and type \(code). This window closes by itself once you have signed in."
  }
  package static let notMicrosoft =
    "! This page is none of Microsoft's known ones: type the code there only if you know it. Whoever gets a code typed signs in as you."
  static func signInUntil(_ seconds: Int) -> String {
    seconds > 0 ? "waiting; the code holds for another \(seconds / 60):\(Figures.two(seconds % 60))" : "the code has run out"
  }
  package static func signInUnanswered(_ key: String) -> String {
    "Nobody entered the sign-in code, and no other is asked for by itself: \(key) asks for a new one."
  }
  package static func signInPauses(_ seconds: Double, _ cause: String) -> String {
    seconds > 0 ? "signing in waits \(seconds.roundedUp) s: \(cause.harmless)" : "signing in: \(cause.harmless)"
  }
  static func signInHint(_ key: String) -> String { "\(key) shows the code in large letters" }
  static let signInKey = "sign-in code"
  static func waitsForSignIn(_ code: String, key: String?) -> String {
    "waiting for sign-in: code \(code.harmless.truncated(cells: 24))" + (key.map { " (\($0) shows it)" } ?? "")
  }
  static func signInWaits(_ key: String) -> String { "A sign-in waits for a code: \(key) shows it." }

  // Writing back.
  package static let readOnlyWorkspace = "This workspace only reads: set read_only = false in its configuration to write to alerts."
  package static func takesNoChange(_ source: String) -> String {
    source == office365
      ? "Office 365 has nothing to change: its alerts are audit records. Change it in the portal."
      : "Alerts of \(source) take no changes: only Microsoft Graph lets alerts be changed."
  }
  package static let nothingToChange = "Nothing is to be changed yet: choose a value with → first."
  package static let changeIsMade = "The change is on its way or done."
  package static let nothingChanged = "Nothing was changed yet."
  package static let nothingToUndo = "Nothing can be undone: nothing was changed but comments, which stay."
  package static let classifyFirst = "Choose a classification first; it says which determinations go with it."
  package static let asItIs = "as it is"
  package static let draftingRequests = "The requests are being made ready."
  package static let requestUnderWay = "… on its way"
  /// With how long it has been waited for; nil where it has not left yet.
  static func underWay(since sent: DateTime?, now: DateTime) -> String {
    guard let sent, (now - sent).totalSeconds >= 1 else { return requestUnderWay }
    return "\(requestUnderWay), no answer for \(Int((now - sent).totalSeconds)) s"
  }
  package static let requestNotSent = "not sent"
  package static let requestLeftOut = "not sent, since a request of this alert before it failed"
  package static let changeUnderWay = "This change is still being sent; the next one can follow once it has ended."
  static func changeEnded(_ state: WriteBackState, key: String) -> String {
    "The change ended: \(state.answeredCount) of \(count(state.requests.count, "request")) answered; \(key) shows it."
  }
  package static let assignmentHint = "A name such as ada@contoso.com; - for nobody; empty leaves it as it is."
  package static let commentHint = "The comment is added at the source and cannot be taken back there."

  static func writeBackTitle(_ state: WriteBackState) -> String {
    switch state.phase {
    case .choosing: "Change \(count(state.alerts.count, "alert"))"
    case .drafting: "Change"
    case .confirming where state.isOvertaken: "Somebody changed it since: undo all the same? Nothing left yet"
    case .confirming: state.isUndo ? "Undo: to be sent; nothing left yet" : "To be sent; nothing left yet"
    case .sending: "Sending"
    case .ended: "What the service answered"
    }
  }

  static func writeBackOf(_ count: Int, _ title: String?) -> String {
    title.map(\.harmless) ?? "\(Wording.count(count, "alert")); each gets the same change and its own answer"
  }

  /// `last` is true where the change that was sent before can be undone.
  static func writeBackAnswer(_ state: WriteBackState, _ keys: KeyMap, last: Bool) -> String {
    let (review, send, undo) = (keys.label(of: .changeReview), keys.label(of: .changeSend), keys.label(of: .changeUndo))
    switch state.phase {
    case .choosing:
      return "\(keys.label(of: .changeValue)) value   \(review) \(showRequests)\(last ? "   \(undo) the last change" : "")   Esc leave"
    case .drafting, .sending: return "…"
    case .confirming where state.requests.isEmpty: return "nothing can be sent   Esc leave"
    case .confirming where !state.isArmed: return "\(arming)   Esc \(sendNothing)"
    case .confirming: return "\(send) \(state.isOvertaken ? sendOverwriting : sendRequests)   Esc \(sendNothing)"
    case .ended: return state.undoing.isEmpty ? "Enter close" : "\(undo) undo   Enter close"
    }
  }

  package static func linesBelow(_ count: Int, _ key: String) -> String { "↓ \(Wording.count(count, "more line")); \(key) goes on" }
  static let showRequests = "show the requests"
  static let sendRequests = "send"
  static let sendOverwriting = "overwrite it"
  package static func requestsAreShown(_ send: String) -> String { "These are the requests; \(send) sends them." }
  package static func reviewFirst(_ review: String) -> String { "Nothing is sent unseen: \(review) shows the requests first." }
  static let sendNothing = "send nothing"

  /// What a key does in the window of a change as it stands, for the line of hints; empty where it does nothing, nil for its usual words.
  static func changeHint(_ command: Command, _ model: Model) -> String? {
    guard let phase = model.changePhase else { return nil }
    switch command {
    case .changeReview: return phase == .choosing ? showRequests : ""
    case .changeSend: return phase == .confirming && model.countsYes ? sendRequests : ""
    case .overlayClose where phase == .confirming: return sendNothing
    case .overlayClose where phase == .choosing: return "leave"
    case .changeValue:
      if case .subscriptions = model.overlay { return "choose" }
      return nil
    case .overlayAccept:
      switch phase {
      case .ended: return "close"
      case .confirming, .drafting, .sending: return ""
      case .choosing:
        // Elsewhere it does what the key of sending does, and one of them is told.
        guard case .writeBack(let state) = model.overlay else { return "" }
        return state.field == .assignment || state.field == .comment ? "type" : ""
      }
    default: return nil
    }
  }

  static func changeField(_ field: WriteBackState.Field) -> String {
    switch field {
    case .status: "status"
    case .classification: "classification"
    case .determination: "determination"
    case .assignment: "assigned to"
    case .comment: "comment"
    }
  }

  /// What the field is to become; nil where it stays.
  static func wanted(_ field: WriteBackState.Field, _ change: AlertChange) -> String? {
    switch field {
    case .status: change.status
    case .classification: change.classification
    case .determination: change.determination
    case .assignment:
      switch change.assignment {
      case .to(let name)?: name
      case .nobody?: "nobody"
      case nil: nil
      }
    case .comment: change.comment
    }
  }

  /// What the field is now, where one alert is changed.
  static func present(_ field: WriteBackState.Field, of alert: Alert?) -> String {
    guard let alert else { return "" }
    let value: String =
      switch field {
      case .status: alert.status
      case .classification: alert.classification
      case .determination: alert.determination
      case .assignment: alert.assignedTo
      case .comment: ""
      }
    return field == .comment ? "" : "now: \(value.isEmpty ? "nothing" : value.harmless)"
  }
}
