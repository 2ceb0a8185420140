import Casefile
import Transport

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
  static func encoded(_ text: String) -> String { PercentEncoding.encoded(text, keeping: "-._~':/(),") }

  /// Percent-encoded as one segment of a path.
  static func encodedSegment(_ text: String) -> String { PercentEncoding.encoded(text) }
}
