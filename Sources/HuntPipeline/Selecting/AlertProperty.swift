import Casefile

/// A property of an alert under the name the services give it, `severity` or `vendorInformation/provider`.
package struct AlertProperty: Hashable, Sendable {
  /// What can be held against it.
  package enum Kind: Equatable, Sendable {
    case text
    /// One of a few words; services add some.
    case choice
    case moment
    case number
    case list
  }

  package let name: String
  package let kind: Kind

  /// The known property of that name, in any case; nil when there is none.
  package init?(named name: String) {
    guard let known = AlertProperty.known[name.lowercased()] else { return nil }
    self = known
  }

  private init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }

  package static let severity = AlertProperty("severity", .choice)
  package static let status = AlertProperty("status", .choice)
  package static let classification = AlertProperty("classification", .choice)
  package static let determination = AlertProperty("determination", .choice)
  package static let created = AlertProperty("createdDateTime", .moment)
  package static let updated = AlertProperty("lastUpdateDateTime", .moment)

  /// Names of all that can be asked for, for corrections.
  package static var names: [String] { known.values.map(\.name).sorted() }

  private static let known: [String: AlertProperty] = {
    var all: [AlertProperty] = [severity, status, classification, determination, created, updated]
    let texts = [
      "actorDisplayName", "alertPolicyId", "alertWebUrl", "assignedTo", "category", "description", "detectorId", "incidentId",
      "incidentWebUrl", "id", "productName", "providerAlertId", "recommendedActions", "tenantId", "threatDisplayName",
      "threatFamilyName", "title", "displayName", "redirectIncidentId", "resolvingComment", "summary", "lastModifiedBy",
      "vendorInformation/provider", "vendorInformation/vendor", "vendorInformation/subProvider", "azureTenantId",
      "azureSubscriptionId", "activityGroupName",
    ]
    all += texts.map { AlertProperty($0, .text) }
    all += ["serviceSource", "detectionSource", "investigationState", "feedback"].map { AlertProperty($0, .choice) }
    let moments = [
      "firstActivityDateTime", "lastActivityDateTime", "resolvedDateTime", "lastModifiedDateTime", "eventDateTime", "closedDateTime",
    ]
    all += moments.map { AlertProperty($0, .moment) }
    all += ["priorityScore", "confidence"].map { AlertProperty($0, .number) }
    all += ["mitreTechniques", "systemTags", "customTags", "categories", "tags"].map { AlertProperty($0, .list) }
    return Dictionary(all.map { ($0.name.lowercased(), $0) }) { first, _ in first }
  }()

  /// The words a service knows for it, where they are few and known; empty where any is taken.
  package var choices: [String] {
    switch name {
    case "severity": ["unknown", "informational", "low", "medium", "high"]
    case "status": ["unknown", "new", "inProgress", "resolved", "active", "redirected", "awaitingAction", "newAlert", "dismissed"]
    case "classification": Verdict.classifications
    case "determination": Verdict.determinations
    default: []
    }
  }
}
