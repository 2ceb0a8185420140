/// A published byte-pair encoding; the raw value is its name in the field.
package enum TokenEncoding: String, CaseIterable, Codable, Sendable {
  case o200kBase = "o200k_base"
  case cl100kBase = "cl100k_base"

  /// How many tokens a text of this many UTF-8 bytes can have at most, for when exact counting is not possible.
  ///
  /// Each token covers at least one byte. It holds for valid UTF-8; each byte that is not may cost three.
  package func upperBound(utf8Count: Int) -> Int {
    max(0, utf8Count)
  }
}
