internal import HuntPipeline

extension Model {
  /// Steps that are left out, in their order.
  var stepsOff: [ReductionStep] { ReductionStep.allCases.filter { !reductionSteps.contains($0) } }

  /// The window of the reduction's steps: what is switched counts at once, and a call that waits for a yes is reduced anew.
  mutating func performReduction(_ command: Command) -> [Effect] {
    if command == .reduction || command == .questionReduction {
      overlay = .reduction(0)
      return []
    }
    guard case .reduction(let place) = overlay, ReductionStep.allCases.indices.contains(place) else { return [] }
    switch command {
    case .stepNext: moveStep(place, by: 1)
    case .stepBefore: moveStep(place, by: -1)
    case .stepToggle: return reduce(by: reductionSteps.symmetricDifference([ReductionStep.allCases[place]]))
    case .stepsReset: return reduce(by: ReductionStep.all)
    default: break
    }
    return []
  }

  mutating func moveStep(_ place: Int, by step: Int) {
    overlay = .reduction(min(max(0, place + step), ReductionStep.allCases.count - 1))
  }

  private mutating func reduce(by steps: Set<ReductionStep>) -> [Effect] {
    reductionSteps = steps
    return tell(.reductionWanted(steps)) + [.saveSession(sessionText)]
  }
}
