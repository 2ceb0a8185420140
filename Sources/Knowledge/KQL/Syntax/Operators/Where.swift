extension Parser {
  /// `where predicate`.
  mutating func filter() {
    let was = isInsidePredicate
    isInsidePredicate = true
    expression()
    isInsidePredicate = was
  }
}
