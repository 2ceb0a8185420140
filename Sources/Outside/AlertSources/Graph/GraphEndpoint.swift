/// The three lists of Graph's security API that bear alerts, and what each of them takes.
package enum GraphEndpoint: String, CaseIterable, Sendable {
  case alerts = "alerts_v2"
  case incidents
  /// Legacy alerts, of many providers; announced to be gone by October 2026.
  case legacyAlerts = "alerts"

  /// What stands in `Alert.source`, and in the configuration for this list.
  package var source: String {
    switch self {
    case .alerts: "graph"
    case .incidents: "graph-incidents"
    case .legacyAlerts: "graph-legacy"
    }
  }

  package init?(source: String) {
    guard let endpoint = GraphEndpoint.allCases.first(where: { $0.source == source }) else { return nil }
    self = endpoint
  }

  /// Below the host.
  var path: String { "/v1.0/security/" + rawValue }

  /// Items asked for a page where nothing else bounds them, and at most.
  var pageSize: Int { self == .incidents ? 50 : 200 }
  var largestPage: Int { self == .incidents ? 50 : 1000 }
  /// `$skip` beyond this is refused.
  static let largestSkip = 500

  var updatedProperty: String { self == .legacyAlerts ? "lastModifiedDateTime" : "lastUpdateDateTime" }

  var readPermission: String {
    switch self {
    case .alerts: "SecurityAlert.Read.All"
    case .incidents: "SecurityIncident.Read.All"
    case .legacyAlerts: "SecurityEvents.Read.All"
    }
  }

  var writePermission: String { readPermission.replacing(".Read.", with: ".ReadWrite.") }

  /// What `$filter` takes, under the names of `AlertProperty`.
  var filterProperties: Set<String> {
    switch self {
    case .alerts:
      [
        "assignedTo", "classification", "determination", "createdDateTime", "lastUpdateDateTime", "severity", "serviceSource", "status",
      ]
    case .incidents:
      ["assignedTo", "classification", "createdDateTime", "determination", "lastUpdateDateTime", "severity", "status"]
    case .legacyAlerts:
      [
        "assignedTo", "category", "createdDateTime", "eventDateTime", "lastModifiedDateTime", "severity", "status", "title",
        "vendorInformation/provider", "vendorInformation/vendor",
      ]
    }
  }

  /// The words of its `status`, in the order of its work.
  var statuses: [String] {
    switch self {
    case .alerts: ["unknown", "new", "inProgress", "resolved"]
    case .incidents: ["active", "inProgress", "resolved", "redirected", "awaitingAction"]
    case .legacyAlerts: ["unknown", "newAlert", "inProgress", "resolved", "dismissed"]
    }
  }
}
