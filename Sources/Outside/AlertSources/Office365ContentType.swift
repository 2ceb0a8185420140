/// What Office 365 bundles its audit records by; each is subscribed to and listed for itself.
package enum Office365ContentType: String, CaseIterable, Comparable, Sendable {
  case entra = "Audit.AzureActiveDirectory"
  case exchange = "Audit.Exchange"
  case sharePoint = "Audit.SharePoint"
  /// Everything that is in none of the others: Teams, Defender, alerts.
  case general = "Audit.General"
  case dataLoss = "DLP.All"

  /// Any case; nil for types that this program does not know.
  package init?(reading text: String) {
    guard let known = Office365ContentType.allCases.first(where: { $0.rawValue.lowercased() == text.lowercased() }) else { return nil }
    self = known
  }

  package static func < (left: Office365ContentType, right: Office365ContentType) -> Bool { left.rawValue < right.rawValue }

  /// The permission that a token needs to read it.
  package var permission: String { self == .dataLoss ? "ActivityFeed.ReadDlp" : "ActivityFeed.Read" }
}
