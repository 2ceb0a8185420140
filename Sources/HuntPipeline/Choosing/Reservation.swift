package import Casefile

/// Money that a call may cost, asked for before it is made.
package struct SpendOrder: Equatable, Sendable {
  package var hunt: HuntID
  package var model: String
  package var purpose: ModelPurpose
  /// Without so much the call is not made.
  package var least: Money
  /// With so much its answer may be as long as an answer may be.
  package var most: Money
  /// What the hunt itself knows to have spent; a ledger that knows of more counts that.
  package var spentThisHunt: Money?
  package var caps: Budget
  package var time: DateTime
  /// When the money is free again although nobody settled: a process that was killed must not block the day.
  package var expires: DateTime

  package init(
    hunt: HuntID, model: String, purpose: ModelPurpose, least: Money, most: Money, spentThisHunt: Money? = nil, caps: Budget,
    time: DateTime, expires: DateTime
  ) {
    self.hunt = hunt
    self.model = model
    self.purpose = purpose
    self.least = least
    self.most = most
    self.spentThisHunt = spentThisHunt
    self.caps = caps
    self.time = time
    self.expires = expires
  }

  /// What may be put aside for the call, between `least` and `most`. Throws a `Problem` where a cap holds less than `least`. `today` and
  /// `thisHunt` are what was spent, `reservedToday` and `reservedThisHunt` what other calls under way may still cost.
  package func granted(today: Money, reservedToday: Money, thisHunt: Money, reservedThisHunt: Money) throws -> Money {
    var granted = most
    let ofHunt = max(thisHunt, spentThisHunt ?? .zero)
    for (scope, cap, spent, reserved) in [
      ("this hunt", caps.perHunt, ofHunt, reservedThisHunt), ("today", caps.perDay, today, reservedToday),
    ] {
      guard let cap else { continue }
      let left = cap - spent - reserved
      guard left >= least else { throw refusal(scope, cap, spent, reserved) }
      granted = min(granted, left)
    }
    return granted
  }

  private func refusal(_ scope: String, _ cap: Money, _ spent: Money, _ reserved: Money) -> Problem {
    let others = reserved > .zero ? " and \(reserved) put aside for calls under way" : ""
    return Problem(
      "This call would go over the budget for \(scope).", cause: "It may cost \(least); of \(cap), \(spent) are spent\(others).",
      remedy: (reserved > .zero ? "Wait for the other calls to end, choose" : "Choose")
        + " a cheaper model, or raise the cap under [budget].",
      kind: .overBudget)
  }
}

/// Money that is put aside for a call under way.
package struct Reservation: Hashable, Sendable {
  /// The ledger's number for it.
  package var id: Int64
  package var amount: Money

  package init(id: Int64, amount: Money) {
    self.id = id
    self.amount = amount
  }
}
