package import Casefile
import Locking

/// Takes the steps of hunts through the ports and reports what happened.
///
/// One task works for a hunt at a time; a new attempt ends the one before. Events are journalled, then delivered, in order; each
/// hunt has its own queue, so none waits for another's disk. `deliver` is called on no particular thread.
package final class HuntRunner: Sendable {
  /// What the runner keeps of one hunt.
  struct Work: Sendable {
    var attempt = 0
    var task: Task<Void, Never>?
    var queue: EventQueue
    /// Writes down and delivers what is in the queue, to its end.
    var delivery: Task<Void, Never>?
    /// Seconds spent on steps that are over; the analyst's own time is not counted.
    var workedSeconds = 0.0
    /// When the step at hand began.
    var stepStarted: DateTime
    /// The rows as they are sent, in one part or several.
    var reductions: [Reduction] = []
    /// As much of the rows as one call holds, where all of them take several; for a budget that does not allow so many.
    var cutReduction: Reduction?
    /// Names that are hidden in this hunt, once they were needed.
    var concealment: Concealment?
    /// The calls that were counted last and will be sent next.
    var prepared: PreparedCalls?
    /// What stands around the rows of this attempt's analysis.
    var boundary = AnalysisPrompt.boundary()
    /// This attempt's findings as they were reported.
    var findings: [Finding] = []
    /// True once the journal says what was asked.
    var isRequestKept = false
    var cost: Money? = .zero
    /// Attempts up to this one are stopped: what they still report is dropped.
    var stoppedAttempt = 0
    /// The latest attempt whose ending is on its way; an attempt ends once.
    var endedAttempt = 0
  }

  let ports: HuntPorts
  let rules: WorkspaceRules
  private let deliver: @Sendable (StampedEvent) -> Void
  private let hunts = Locked<[HuntID: Work]>([:])

  package init(ports: HuntPorts, rules: WorkspaceRules, deliver: @escaping @Sendable (StampedEvent) -> Void) {
    self.ports = ports
    self.rules = rules
    self.deliver = deliver
  }

  /// Starts a step and returns at once; what comes of it arrives as events with the same attempt.
  package func perform(_ step: HuntStep, for hunt: HuntID, attempt: Int) {
    open(hunt, attempt: attempt, isFurther: step.isReduction)
    switch step {
    case .ask(let question): report(.consentNeeded(question), hunt, attempt)
    case .stop(let kept): stop(hunt, attempt: attempt, kept: kept)
    default:
      let previous = hunts.withLock { $0[hunt]?.task }
      let task = Task {
        await previous?.value
        await self.take(step, hunt, attempt)
      }
      hunts.withLock { $0[hunt]?.task = task }
    }
  }

  /// Ends all work of all hunts; returns once their last events are journalled, or when `seconds` have passed: what does not end by then,
  /// such as a file system that does not answer, must not hold up whoever leaves.
  package func close(within seconds: Double = 2) async {
    let open = hunts.withLock { Array($0.values) }
    for work in open { work.task?.cancel() }
    let ending = SharedWork<Void>(endsWithWaiters: false) {
      await withTaskGroup(of: Void.self) { group in
        for work in open {
          group.addTask {
            await work.task?.value
            work.queue.close()
            await work.delivery?.value
          }
        }
      }
    }
    await withTaskGroup(of: Void.self) { group in
      group.addTask { try? await ending.value() }
      group.addTask { try? await Task.sleep(for: .seconds(seconds)) }
      await group.next()
      group.cancelAll()
    }
    for work in open { work.queue.close() }
  }

  /// Ends the work of a hunt that nobody watches any more; nothing more is reported of this attempt.
  package func abandon(_ hunt: HuntID) {
    let task = hunts.withLock { hunts -> Task<Void, Never>? in
      guard var work = hunts[hunt] else { return nil }
      work.stoppedAttempt = work.attempt
      hunts[hunt] = work
      return work.task
    }
    task?.cancel()
  }

  private func open(_ hunt: HuntID, attempt: Int, isFurther: Bool) {
    let now = ports.clock.now()
    let queue = hunts.withLock { hunts -> EventQueue? in
      if var work = hunts[hunt] {
        if attempt > work.attempt {
          work.task?.cancel()
          work.attempt = attempt
          work.findings = []
          work.reductions = []
          work.cutReduction = nil
          work.prepared = nil
          work.boundary = AnalysisPrompt.boundary()
          work.workedSeconds = 0
          work.stepStarted = now
          hunts[hunt] = work
        } else if isFurther, work.endedAttempt >= attempt || attempt < work.attempt {
          // A further question goes on with an attempt that had ended, or with a hunt that was opened again.
          if attempt < work.attempt { work.findings = [] }
          (work.attempt, work.endedAttempt) = (attempt, attempt - 1)
          work.stoppedAttempt = min(work.stoppedAttempt, attempt - 1)
          work.boundary = AnalysisPrompt.boundary()
          hunts[hunt] = work
        }
        return nil
      }
      let queue = EventQueue()
      hunts[hunt] = Work(attempt: attempt, queue: queue, stepStarted: now)
      return queue
    }
    guard let queue else { return }
    let delivery = Task { await self.deliverAll(of: hunt, from: queue) }
    update(hunt) { $0.delivery = delivery }
  }

  private func stop(_ hunt: HuntID, attempt: Int, kept: Int) {
    let (task, queue) = hunts.withLock { hunts -> (Task<Void, Never>?, EventQueue?) in
      guard var work = hunts[hunt] else { return (nil, nil) }
      work.stoppedAttempt = attempt
      let hasEnded = work.endedAttempt >= attempt
      work.endedAttempt = max(work.endedAttempt, attempt)
      hunts[hunt] = work
      return (work.task, hasEnded ? nil : work.queue)
    }
    task?.cancel()
    queue?.put(.cancelled(keptFindings: kept), attempt: attempt)
  }

  /// Puts an event into the hunt's queue, unless its attempt is over; what was paid is told all the same.
  func report(_ event: HuntEvent, _ hunt: HuntID, _ attempt: Int) {
    let queue = hunts.withLock { hunts -> EventQueue? in
      if event.isBooking { return hunts[hunt]?.queue }
      guard var work = hunts[hunt], work.attempt == attempt, work.stoppedAttempt < attempt else { return nil }
      if event.isEnding {
        guard work.endedAttempt < attempt else { return nil }
        work.endedAttempt = attempt
        hunts[hunt] = work
      }
      return work.queue
    }
    queue?.put(event, attempt: attempt)
  }

  func update(_ hunt: HuntID, _ change: @Sendable (inout Work) -> Void) {
    hunts.withLock { hunts in
      guard var work = hunts[hunt] else { return }
      change(&work)
      hunts[hunt] = work
    }
  }

  func work(of hunt: HuntID) -> Work? { hunts.withLock { $0[hunt] } }

  private func take(_ step: HuntStep, _ hunt: HuntID, _ attempt: Int) async {
    guard !Task.isCancelled else { return }
    let begun = ports.clock.now()
    update(hunt) { $0.stepStarted = begun }
    defer {
      let now = ports.clock.now()
      update(hunt) { $0.workedSeconds += (now - begun).totalSeconds }
    }
    do {
      if let request = step.request { try await journal(request, hunt) }
      try await perform(step, Errand(hunt: hunt, attempt: attempt, runner: self))
    } catch is CancellationError {
      // The analyst stopped it or began anew; whoever did so reports it.
    } catch let problem as Problem {
      if !Task.isCancelled { report(.failed(problem), hunt, attempt) }
    } catch {
      if !Task.isCancelled { report(.failed(Problem("The hunt failed.", cause: String(describing: error))), hunt, attempt) }
    }
  }

  /// Writes down what was asked, once a hunt, before anything is done for it that costs or reads.
  private func journal(_ request: AnalystRequest, _ hunt: HuntID) async throws {
    guard hunts.withLock({ $0[hunt].map { !$0.isRequestKept } ?? false }) else { return }
    var body: JSONObject = ["text": .string(request.text), "workspace": .string(request.workspace)]
    if case .alerts(let ids) = request.subject {
      body["alerts"] = .array(ids.prefix(1000).map { .string($0.id) })
      body["alert_sources"] = .array(ids.prefix(1000).map { $0.source.map(JSONValue.string) ?? .null })
      body["alert_count"] = .integer(Int64(ids.count))
    }
    try await ports.journal.append(hunt: hunt, kind: "requested", body: .object(body), at: request.asked)
    update(hunt) { $0.isRequestKept = true }
  }

  /// Journals and delivers one hunt's events in order, until its queue is closed.
  private func deliverAll(of hunt: HuntID, from queue: EventQueue) async {
    var writer = HuntJournal(hunt: hunt, keeper: ports.journal, clock: ports.clock)
    while let events = await queue.take() {
      for (attempt, event) in events {
        let isStale = hunts.withLock { hunts in hunts[hunt].map { attempt < $0.attempt } ?? true }
        if isStale, !event.isBooking { continue }
        for stamped in await writer.stamp(event, attempt: attempt) { deliver(stamped) }
      }
    }
  }
}

/// One step's way to report: it knows its hunt and attempt, so no step can speak for another.
struct Errand: Sendable {
  let hunt: HuntID
  let attempt: Int
  let runner: HuntRunner

  func report(_ event: HuntEvent) { runner.report(event, hunt, attempt) }
}
