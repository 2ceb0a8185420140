extension Parser {
  /// `union kind=outer withsource=T isfuzzy=true (a | …), b, c*`.
  mutating func unionLegs() {
    parameters([.kind, .withsource, .withSource])
    while true {
      unionLeg()
      guard take(.comma) else { return }
      if kind == .pipe || isAtPipelineEnd { return blame("expected a table after ','") }
    }
  }

  private mutating func unionLeg() {
    if kind == .star || kind == .identifier && peek().kind == .star && isGlued(ahead: 1) { return nameOrWildcard("a table") }
    if !source() { postfix() }
  }
}
