import Casefile

/// One question to a list of Graph, as its query options.
struct GraphQuery: Equatable {
  /// A limit in time, added to the filter.
  struct Bound: Equatable {
    var property: String
    /// `ge`, `gt`, `le`, `lt`.
    var comparison: String
    var moment: DateTime

    var text: String { "\(property) \(comparison) \(ODataWriter.text(moment))" }
  }

  var endpoint: GraphEndpoint
  var top: Int
  var skip = 0
  /// OData, not encoded.
  var filter: String?
  var bounds: [Bound] = []
  /// `lastUpdateDateTime asc`.
  var order: String?
  var expandsAlerts = false

  /// The whole `$filter`, not encoded; nil for all.
  var wholeFilter: String? {
    let parts = [filter].compactMap { $0 } + bounds.map(\.text)
    return parts.isEmpty ? nil : parts.joined(separator: " and ")
  }

  /// Below the host, with the options in the order of the documentation's examples.
  var target: String {
    var options = ["$top=\(top)"]
    if skip > 0 { options.append("$skip=\(skip)") }
    if let wholeFilter { options.append("$filter=" + GraphQuery.encoded(wholeFilter)) }
    if let order { options.append("$orderby=" + GraphQuery.encoded(order)) }
    options.append("$count=true")
    if expandsAlerts { options.append("$expand=alerts") }
    return endpoint.path + "?" + options.joined(separator: "&")
  }

  /// Percent-encoded for a query, leaving what the documentation's own examples leave.
  static func encoded(_ text: String) -> String { encoded(text, keeping: "-._~':/(),") }

  /// Percent-encoded as one segment of a path.
  static func encodedSegment(_ text: String) -> String { encoded(text, keeping: "-._~") }

  private static func encoded(_ text: String, keeping kept: StaticString) -> String {
    let keptBytes = kept.withUTF8Buffer { Set($0) }
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        bytes.append(byte)
      case let byte where keptBytes.contains(byte): bytes.append(byte)
      default:
        let hex = String(byte, radix: 16, uppercase: true)
        bytes += Array(("%" + (hex.utf8.count < 2 ? "0" : "") + hex).utf8)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
