internal import Casefile
internal import HuntPipeline
internal import KQL

extension Model {
  mutating func performHunts(_ command: Command) -> [Effect] {
    switch command {
    case .openHunts:
      overlay = .hunts(HuntsState())
      return [.loadHunts]
    case .saveHunt:
      overlay = .prompt(PromptState(.huntName, ""))
      // A name that is taken is told before it is written over.
      return [.loadHunts]
    default: break
    }
    return []
  }

  mutating func huntsArrived(_ entries: [HuntEntry], _ problem: Problem?) {
    savedHunts = Set(entries.compactMap { if case .saved(let name) = $0.source { name } else { nil } })
    guard case .hunts(var state) = overlay else { return }
    state.entries = entries
    state.problem = problem
    state.hasArrived = true
    overlay = .hunts(state)
  }

  mutating func acceptHunt(_ state: HuntsState) -> [Effect] {
    overlay = nil
    guard state.found.indices.contains(state.cursor) else { return [] }
    awaitedHunt = state.found[state.cursor].source
    return [.openHunt(state.found[state.cursor].source)]
  }

  /// Saves the query under a name; the request stands in its first line.
  mutating func acceptHuntName(_ state: PromptState) -> [Effect] {
    let name = state.editor.text.trimmed
    guard !name.isEmpty, name.count <= 80, !name.hasPrefix("."), name.allSatisfy({ $0.isLetter || $0.isNumber || " -_.".contains($0) })
    else {
      var state = state
      state.problem = Wording.huntNameRefused
      overlay = .prompt(state)
      return []
    }
    let isTaken = savedHunts.contains(name)
    if isTaken, state.problem != Wording.huntNameTaken {
      var state = state
      state.problem = Wording.huntNameTaken
      overlay = .prompt(state)
      return []
    }
    overlay = nil
    let asked = hunt?.request.text.trimmed ?? ""
    let head = asked.isEmpty ? "" : "// " + asked.split(whereSeparator: \.isNewline).joined(separator: " ") + "\n"
    let text = textToSave
    return [.saveHunt(name, text: text.hasPrefix("// ") ? text : head + text)]
  }

  /// The query as it is saved: a range that reached up to when it was asked goes on reaching up to now, so that the hunt finds news.
  private var textToSave: String {
    let text = query.editor.text
    guard let hunt, let range = (hunt.plan ?? hunt.drafted)?.range, range.to == hunt.request.asked else { return text }
    return text.replacing(KQLLiteral.text(.datetime(range.from)), with: "ago(\(KQLLiteral.short(range.length)))")
      .replacing(KQLLiteral.text(.datetime(range.to)), with: "now()")
  }

  /// A saved hunt's file came: its parameters are asked for, then it is put into the query.
  mutating func savedHuntArrived(_ name: String, _ text: String) -> [Effect] {
    guard awaitedHunt == .saved(name), overlay == nil else { return [] }
    awaitedHunt = nil
    let parameters = KQLQuery(parsing: text).parameters
    return fill(SavedHuntFilling(name: name, text: text, parameters: parameters))
  }

  mutating func acceptParameter(_ filling: SavedHuntFilling, _ state: PromptState) -> [Effect] {
    var filling = filling
    guard let parameter = filling.next else { return [] }
    filling.values[parameter.name] = state.editor.text
    guard parameter.takes(state.editor.text) else {
      var state = state
      state.problem = Wording.parameterRefused(parameter)
      overlay = .prompt(state)
      return []
    }
    return fill(filling)
  }

  private mutating func fill(_ filling: SavedHuntFilling) -> [Effect] {
    overlay = nil
    if let parameter = filling.next {
      overlay = .prompt(PromptState(.parameter(filling), parameter.value))
      return []
    }
    guard let query = KQLQuery(parsing: filling.text).setting(filling.values) else {
      say(Wording.huntUnreadable, .warning)
      return []
    }
    let first = filling.text.split(separator: "\n").first.map(String.init) ?? ""
    let asked = first.hasPrefix("//") ? first.drop { $0 == "/" || $0 == " " } : filling.name[...]
    let effects = begin(String(asked), subject: .logs, kql: query.text)
    // What was typed before can be taken back.
    self.query.editor.replace(with: query.text)
    return effects + focus(on: .query)
  }

  /// An ended hunt came from where it is kept.
  mutating func huntOpened(_ kept: JSONValue) -> [Effect] {
    guard case .ended? = awaitedHunt else { return [] }
    awaitedHunt = nil
    guard let ended = Hunt(kept: kept) else {
      say(Wording.huntUnreadable, .warning)
      return []
    }
    var effects: [Effect] = []
    if let hunt, isHunting { effects.append(.stopHunt(hunt.id)) }
    forgetResults()
    reopen(ended)
    effects += focus(on: .findings)
    return effects + ended.findings.flatMap { wantProof(of: $0) } + wantDecisions
  }

  /// Asks what was decided about the findings on screen.
  var wantDecisions: [Effect] { (hunt?.findings).flatMap { $0.isEmpty ? nil : [.loadDecisions($0.map(\.id))] } ?? [] }

  /// What keeps the hunt on screen, once it ended.
  var huntToKeep: [Effect] {
    guard let hunt, let kept = hunt.kept else { return [] }
    // The attempts of one hunt are kept beside each other: an edit does not lose what was found before it.
    let attempt = String(hunt.attempt)
    return [.keepHunt("\(hunt.id).\(String(repeating: "0", count: max(0, 4 - attempt.count)))\(attempt)", kept)]
  }
}
