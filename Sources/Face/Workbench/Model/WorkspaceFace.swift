package import Casefile

/// What the line at the top says of where the analyst works.
package struct WorkspaceFace: Equatable, Sendable {
  package var name: String
  /// One sentence that belongs to the name, e.g. that it is the sample; empty for none.
  package var note: String
  /// The model that reads rows, or `offline analyst`.
  package var model: String
  /// Whether identities leave the machine only as stand-ins.
  package var hasPseudonyms: Bool
  /// Whether some model that may be asked is not on this machine.
  package var leavesMachine = true
  package var isReadOnly: Bool
  /// Whether alerts or rows are asked of a service; then questions leave, and what came stays.
  package var asksServices = false
  /// Where queries run, in words that name the very service, such as `Log Analytics 1111…`.
  package var queryPlace = Wording.localStore
  /// The folder that keeps findings, as people read it; empty when it is not told.
  package var keptIn: String

  package init(
    name: String = Wording.sampleName, note: String = Wording.sampleNote, model: String = Wording.offlineAnalyst,
    hasPseudonyms: Bool = true, isReadOnly: Bool = true, keptIn: String = ""
  ) {
    self.name = name
    self.note = note
    self.model = model
    self.hasPseudonyms = hasPseudonyms
    self.isReadOnly = isReadOnly
    self.keptIn = keptIn
  }
}

/// Which zone times are shown in.
package struct ZoneDisplay: Equatable, Sendable {
  /// Minutes east of UTC of this machine.
  package var localOffsetMinutes: Int
  package var isLocal: Bool

  package init(localOffsetMinutes: Int = 0, isLocal: Bool = false) {
    self.localOffsetMinutes = localOffsetMinutes
    self.isLocal = isLocal
  }

  /// Minutes to add to UTC for what is shown.
  package var offsetMinutes: Int { isLocal ? localOffsetMinutes : 0 }

  /// `UTC`, or the local offset such as `UTC+02:00`.
  package var label: String {
    guard isLocal else { return "UTC" }
    let magnitude = abs(localOffsetMinutes)
    return "UTC\(localOffsetMinutes < 0 ? "-" : "+")\(Figures.two(magnitude / 60)):\(Figures.two(magnitude % 60))"
  }

  /// The calendar parts of a moment in this zone.
  package func parts(_ moment: DateTime) -> DateTime.Parts {
    DateTime(ticks: moment.ticks &+ Int64(offsetMinutes) &* 60 &* DateTime.ticksPerSecond).parts
  }
}
