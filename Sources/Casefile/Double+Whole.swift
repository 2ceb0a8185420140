extension Double {
  /// The next whole number that an `Int` holds, 0 for what is no number: a number that a server sent is never trusted to be a small one.
  package var roundedUp: Int {
    let whole = rounded(.up)
    return whole.isNaN ? 0 : Int(exactly: whole) ?? (whole < 0 ? .min : .max)
  }
}
