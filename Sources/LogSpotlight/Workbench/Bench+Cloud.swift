import Casefile
import HuntPipeline
import LocalStore
import SignIn
import Terminal
import Workbench

extension Bench {
  /// Reading the sources, and changes of alerts.
  func cloud(_ effect: Effect) {
    let workspace = self.workspace
    switch effect {
    case .refreshAlerts, .rereadSources:
      guard workspace.cloud != nil else { return port.post(.alertsChanged) }
      fetch(effect)
    case .stopFetching: end("fetch")
    case .signInAgain: workspace.cloud?.news.askAgain()
    case .draftTriage(let wishes, let change):
      replace("triage", effect) { $0.post(.triageDrafted(try await TriageDesk(workspace: workspace).drafts(wishes), change: change)) }
    case .sendTriage(let requests, let change):
      // What is on its way is never given up: the answer tells what the service did.
      keep { port in
        await TriageDesk(workspace: workspace).send(requests) { _, result in port.post(.triageAnswered(result, change: change)) }
        port.post(.alertsChanged)
      }
    case .loadSubscriptions(let window):
      replace("subscriptions", effect) {
        $0.post(.subscriptionsArrived(try await SubscriptionDesk(workspace: workspace).offers(), window: window))
      }
    case .startSubscriptions(let offers, let window):
      keep { port in
        await SubscriptionDesk(workspace: workspace).start(offers) { port.post(.subscriptionAnswered($0, window: window)) }
      }
    default: break
    }
  }

  private func fetch(_ effect: Effect) {
    let (workspace, clock) = (workspace, SystemClock())
    let shown = Throttle(seconds: 0.5)
    replace("fetch", effect) { port in
      defer { port.post(.fetchEnded) }
      try await Presence.$mayBeAsked.withValue(effect == .refreshAlerts) {
        _ = try await AlertDesk(workspace: workspace).fetch(
          tell: { name, state in port.post(.sourceChanged(SourceNews(name: name, state: state, time: clock.now()))) },
          changed: { if shown.isDue { port.post(.alertsChanged) } })
      }
    }
  }

  /// Tells the workbench of codes that a sign-in waits for.
  func listenToSignIn() {
    let port = port
    workspace.cloud?.news.listen { event in
      switch event {
      case .code(let prompt):
        let state = SignInState(
          code: prompt.userCode, address: prompt.address, until: prompt.ends, isAtMicrosoft: prompt.isAtMicrosoft)
        port.post(.signInNeeded(state))
      case .ended: port.post(.signInNeeded(nil))
      case .unanswered: port.post(.signInUnanswered)
      // Sources and hunts show their own waits; this one nobody else tells.
      case .waits(let seconds, let cause): port.post(.noted(Wording.signInPauses(seconds, cause)))
      }
    }
  }
}
