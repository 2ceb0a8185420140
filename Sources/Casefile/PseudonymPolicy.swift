/// When identities leave only as stand-ins.
package enum PseudonymPolicy: Equatable, Sendable {
  case never
  /// For models that are not on this machine.
  case whenLeaving
  /// For models on this machine too.
  case always

  /// Whether a model learns stand-ins in place of names. The offline analyst reads the rows themselves, in this program.
  package func conceals(_ card: ModelCard) -> Bool {
    switch self {
    case .never: false
    case .whenLeaving: card.leavesMachine
    case .always: !card.isOffline
    }
  }
}
