import Casefile

/// Numbers the events of one hunt and writes them to the journal before anybody sees them.
///
/// Pieces of text are not written singly: what has come is written each second, and whole at the end.
struct HuntJournal {
  private let hunt: HuntID
  private let keeper: any JournalKeeper
  private let clock: any Clock
  private var sequence = 0
  private var text = ""
  private var lastCheckpoint: DateTime?
  private var hasFailed = false

  init(hunt: HuntID, keeper: any JournalKeeper, clock: any Clock) {
    self.hunt = hunt
    self.keeper = keeper
    self.clock = clock
  }

  /// The event, stamped; after it a failure of the journal itself, once, since a hunt that leaves no trace must say so.
  mutating func stamp(_ event: HuntEvent, attempt: Int) async -> [StampedEvent] {
    sequence += 1
    let stamped = StampedEvent(hunt: hunt, attempt: attempt, sequence: sequence, time: clock.now(), event: event)
    do {
      try await write(stamped)
      return [stamped]
    } catch {
      guard !hasFailed else { return [stamped] }
      hasFailed = true
      sequence += 1
      let cause = (error as? Problem)?.description ?? String(describing: error)
      let problem = Problem(
        "The journal cannot be written.", cause: cause,
        remedy: "Free space or mend the permissions of the state folder; what was found so far is on the screen only.")
      return [stamped, StampedEvent(hunt: hunt, attempt: attempt, sequence: sequence, time: clock.now(), event: .failed(problem))]
    }
  }

  private mutating func write(_ stamped: StampedEvent) async throws {
    switch stamped.event {
    case .textArrived(let more):
      text += more
      if let lastCheckpoint, (stamped.time - lastCheckpoint).totalSeconds < 1 { return }
      lastCheckpoint = stamped.time
      try await append("textCheckpoint", ["text": .string(text)], stamped)
    case .rowsArrived(let progress) where !progress.isComplete: return
    case .finished, .failed, .cancelled:
      if !text.isEmpty { try await append("text", ["text": .string(text)], stamped) }
      text = ""
      lastCheckpoint = nil
      try await append(stamped.name, stamped.body, stamped)
    default: try await append(stamped.name, stamped.body, stamped)
    }
  }

  private func append(_ kind: String, _ body: JSONValue, _ stamped: StampedEvent) async throws {
    var whole = JSONObject()
    whole["attempt"] = .integer(Int64(stamped.attempt))
    if let members = body.object { for (key, value) in members.pairs { whole[key] = value } }
    try await keeper.append(hunt: hunt, kind: kind, body: .object(whole), at: stamped.time)
  }
}
