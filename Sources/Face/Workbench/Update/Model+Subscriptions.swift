internal import Casefile
internal import HuntPipeline

extension Model {
  /// Why no subscription can be started here; nil where one can.
  var whyNotSubscribe: String? {
    if !sources.sources.contains(where: { $0.name == Wording.office365 }) { return Wording.noOffice365 }
    return place.isReadOnly ? Wording.readOnlySubscriptions : nil
  }

  /// Opens the window and asks what is subscribed to; what is being sent, or has ended unseen, comes first.
  mutating func openSubscriptions() -> [Effect] {
    if let sent = sentSubscriptions {
      if sent.phase == .ended { sentSubscriptions = nil }
      overlay = .subscriptions(sent)
      return []
    }
    changeCount += 1
    let state = SubscriptionsState(number: changeCount)
    overlay = .subscriptions(state)
    return [.loadSubscriptions(window: state.number)]
  }

  /// The keys of the window: they are those of a change of alerts.
  mutating func performSubscriptions(_ command: Command, _ state: SubscriptionsState) -> [Effect] {
    var (state, effects) = (state, [Effect]())
    switch (command, state.phase) {
    case (.changeNext, .choosing): state.cursor = max(0, min(state.cursor + 1, state.offers.count - 1))
    case (.changeBefore, .choosing): state.cursor = max(0, state.cursor - 1)
    case (.changeNext, _): state.scroll = min(state.scroll + 1, max(0, SubscriptionsOverlay.lines(self, state).count - 1))
    case (.changeBefore, _): state.scroll = max(0, state.scroll - 1)
    case (.changeValue, .choosing), (.changeValueBack, .choosing):
      guard state.offers.indices.contains(state.cursor) else { return [] }
      let offer = state.offers[state.cursor]
      guard !offer.isEnabled else {
        say(Wording.isSubscribed(offer.type), .note)
        return []
      }
      drop(Wording.nothingToSubscribe)
      if state.chosen.remove(offer.type) == nil { state.chosen.insert(offer.type) }
    case (.changeReview, .choosing):
      guard !state.requests.isEmpty else {
        say(state.offers.allSatisfy(\.isEnabled) ? Wording.allSubscribed : Wording.nothingToSubscribe, .note)
        return []
      }
      (state.phase, state.scroll, state.isArmed) = (.confirming, 0, false)
      overlay = .subscriptions(state)
      return arm()
    case (.changeSend, .confirming):
      guard state.isArmed else { return [] }
      state.phase = .sending
      sentSubscriptions = state
      effects = [.startSubscriptions(state.requests, window: state.number)]
    default: break
    }
    overlay = .subscriptions(state)
    return effects
  }

  /// Enter goes on while content types are chosen, and closes at the end; it never sends.
  mutating func acceptSubscriptions(_ state: SubscriptionsState) -> [Effect] {
    switch state.phase {
    case .choosing: return performSubscriptions(.changeReview, state)
    case .ended:
      sentSubscriptions = nil
      overlay = nil
    case .confirming, .drafting, .sending: break
    }
    return []
  }

  mutating func closeSubscriptions(_ state: SubscriptionsState) {
    var state = state
    guard state.phase == .confirming else {
      if state.phase == .ended { sentSubscriptions = nil }
      overlay = nil
      return
    }
    // What was chosen is not thrown away with the requests made of it.
    (state.phase, state.scroll) = (.choosing, 0)
    overlay = .subscriptions(state)
  }

  mutating func subscriptionsArrived(_ offers: [SubscriptionOffer], _ window: Int) {
    guard case .subscriptions(var state) = overlay, state.number == window, state.phase == .drafting else { return }
    (state.offers, state.phase, state.problem) = (offers, .choosing, nil)
    // What is there already needs nothing, so that the cursor begins on what does.
    state.cursor = offers.firstIndex { !$0.isEnabled } ?? 0
    overlay = .subscriptions(state)
  }

  mutating func subscriptionsNotRead(_ problem: Problem, _ window: Int) {
    guard case .subscriptions(var state) = overlay, state.number == window else { return }
    state.problem = problem
    overlay = .subscriptions(state)
  }

  /// What became of the next request; its last one ends the sending.
  mutating func subscriptionAnswered(_ result: SubscriptionResult, _ window: Int) {
    guard sentSubscriptions?.take(result, of: window) == true, let sent = sentSubscriptions else { return }
    if let shown = sent.shown(in: overlay?.subscriptions) {
      overlay = .subscriptions(shown)
    } else if sent.phase == .ended {
      let isWhole = sent.startedCount == sent.requests.count
      say(Wording.subscriptionsEnded(sent, key: keys.label(of: .subscriptions)), isWhole ? .good : .bad)
    }
  }
}
