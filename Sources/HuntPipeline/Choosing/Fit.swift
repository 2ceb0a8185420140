/// Words for what would fit where a call does not.
enum Fit {
  /// What to leave out, with the share that may be sent and the number of calls it would take in parts.
  static func remedy(needed: Int, fits: Int) -> String {
    guard fits > 0, needed > 0 else { return "Nothing more can be sent: ask the offline analyst." }
    guard needed > fits else { return "Send fewer fields, a shorter range or one host." }
    let percent = max(1, min(99, fits * 100 / needed))
    let parts = (needed + fits - 1) / fits
    return "At most \(fits.grouped) tokens fit, \(percent) % of these: send fewer fields, about \(percent) % of the range or one host, "
      + "switch every step of the reduction on, or ask in \(parts) parts."
  }
}
