/// A part of a text as it reads when it is decoded.
package struct DecodedText: Hashable, Sendable {
  /// What was undone, outermost first: `["base64 UTF-16", "base64 gzip"]`.
  package var layers: [String]
  /// What it says; untrusted like the text it came from.
  package var text: String
  /// The bytes of the original (UTF-8) that were decoded.
  package var range: Range<Int>
  /// True when the input or a layer's output was longer than the limits, so that `text` is only its beginning.
  package var isCut: Bool

  /// Makes a decoded text, whole unless told otherwise.
  package init(layers: [String], text: String, range: Range<Int>, isCut: Bool = false) {
    self.layers = layers
    self.text = text
    self.range = range
    self.isCut = isCut
  }

  /// The layers as people read them: `base64 UTF-16 › base64 gzip`.
  package var label: String { layers.joined(separator: " › ") }

  /// True when a layer hides what it says, as base64 does; addresses and pages are written in their ways by every program.
  package var isHidden: Bool { layers.contains { $0 != "URL" && $0 != "HTML" } }
}

/// How much decoding may take and give.
package enum DecodingLimits {
  /// Bytes of a text that are looked at.
  package static let inputBytes = 256 * 1024
  /// Bytes that one layer may give.
  package static let outputBytes = 1024 * 1024
  /// Bytes that all layers of one text may give together.
  package static let totalBytes = 4 * 1024 * 1024
  /// Layers inside each other.
  package static let depth = 5
  /// Parts of one text that are decoded.
  package static let pieces = 16
}
