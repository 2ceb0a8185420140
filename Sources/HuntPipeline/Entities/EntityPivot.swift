package import Casefile

/// A question that one key asks of an entity.
package struct EntityPivot: Equatable, Sendable {
  package enum Purpose: String, CaseIterable, Sendable {
    /// Everything on a machine, half an hour before the moment to half an hour after.
    case hostHour
    /// The sign-ins of a person in the week before.
    case signIns
    /// Which machines have a file of this hash.
    case whoHasHash
    /// Which machines and people talked with an address.
    case whoTalked
    /// Where a file of this name was seen.
    case whoHasFile
  }

  package var purpose: Purpose
  package var subject: EntitySubject
  package var moment: DateTime

  /// The pivot that suits the kind of the subject.
  package init(_ subject: EntitySubject, moment: DateTime) {
    self.subject = subject
    self.moment = moment
    purpose =
      switch subject.kind {
      case .host: .hostHour
      case .user: .signIns
      case .hash: .whoHasHash
      case .address: .whoTalked
      case .file: .whoHasFile
      }
  }

  /// The time it looks at.
  package var range: TimeRange {
    switch purpose {
    case .hostHour: TimeRange(from: moment - .seconds(1800), to: moment + .seconds(1800))
    case .signIns: TimeRange(from: moment - .days(7), to: moment + .seconds(3600))
    case .whoHasHash, .whoHasFile: TimeRange(from: moment - .days(14), to: moment + .days(1))
    case .whoTalked: TimeRange(from: moment - .days(7), to: moment + .days(1))
    }
  }
}
