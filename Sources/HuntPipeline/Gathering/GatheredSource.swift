package import Casefile

/// What came of one source in a gathering.
package struct GatheredSource: Equatable, Sendable {
  /// Its name.
  package var name: String
  /// Alerts that came.
  package var count: Int
  /// Those of them that were not kept before.
  package var new: Int
  /// Why there may be more; nil when all came.
  package var partial: String?
  /// Of what kind it is what did not come; nil when all came, or nothing more is known.
  package var shortfall: AlertFetch.Shortfall?
  package var notes: [String]
  /// Why nothing, or nothing more, came; nil when the source answered.
  package var problem: Problem?
  /// True where it was stopped before it had ended.
  package var wasStopped: Bool
  /// From when on to ask the next time; the former moment where something is missing, nil where none is known.
  package var updatedUpTo: DateTime?
  /// The same where the list was read to its end, be something within it missing or not.
  package var reachedUpTo: DateTime?

  package init(
    name: String, count: Int = 0, new: Int = 0, partial: String? = nil, shortfall: AlertFetch.Shortfall? = nil, notes: [String] = [],
    problem: Problem? = nil, wasStopped: Bool = false, updatedUpTo: DateTime? = nil, reachedUpTo: DateTime? = nil
  ) {
    self.name = name
    self.count = count
    self.new = new
    self.partial = partial
    self.shortfall = shortfall
    self.notes = notes
    self.problem = problem
    self.wasStopped = wasStopped
    self.updatedUpTo = updatedUpTo
    self.reachedUpTo = reachedUpTo
  }

  /// True where everything that was asked for is there.
  package var isWhole: Bool { partial == nil && problem == nil && !wasStopped }
}
