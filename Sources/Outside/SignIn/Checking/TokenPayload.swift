internal import Casefile

/// What a token says of itself, read for people only: nothing is decided by it, and its signature is not looked at.
struct TokenPayload: Equatable {
  /// Permissions of the application, from `roles`, and of the person it acts for, from `scp`.
  let permissions: Set<String>
  /// Who is signed in, such as a user name or an application's name.
  let holder: String?
  /// The tenant it was issued in.
  let tenant: String?
  /// True where it acts for a person, false where the application acts by itself.
  let isDelegated: Bool

  /// Nil for a token that is no readable JWT, as some services issue.
  init?(_ token: AccessToken) {
    let parts = token.text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let bytes = Base64URL.bytes(parts[1]), let json = try? JSONValue(parsing: bytes[...]), json.object != nil else {
      return nil
    }
    let roles = json["roles"]?.array?.compactMap(\.string) ?? []
    let scopes = json["scp"]?.string?.split(separator: " ").map(String.init) ?? []
    permissions = Set(roles + scopes)
    isDelegated = json["scp"]?.string != nil && json["idtyp"]?.string != "app"
    tenant = json["tid"]?.string.flatMap { $0.isEmpty ? nil : String($0.harmless.replacing("\n", with: "␊").prefix(64)) }
    let names = ["upn", "unique_name", "preferred_username", "app_displayname", "appid", "azp"]
    holder = names.lazy.compactMap { json[$0]?.string }.first { !$0.isEmpty }.map {
      String($0.harmless.replacing("\n", with: "␊").prefix(100))
    }
  }

  /// Eight, four, four, four and twelve hexadecimal digits.
  static func isGUID(_ text: String) -> Bool {
    text.split(separator: "-", omittingEmptySubsequences: false).map(\.utf8.count) == [8, 4, 4, 4, 12]
      && text.utf8.allSatisfy { $0 == 0x2D || Character(Unicode.Scalar($0)).isHexDigit }
  }
}

/// What a service is used for, and the permission that it takes.
package enum ServicePurpose: String, CaseIterable, Sendable {
  case alerts
  case writeBack = "write-back"
  case legacyAlerts = "legacy alerts"
  case legacyWriteBack = "write-back of legacy alerts"
  case incidents
  case incidentWriteBack = "write-back of incidents"
  case hunting
  case logAnalytics = "Log Analytics"
  case office365 = "Office 365"

  /// The permission to ask an administrator for.
  package var permission: String { permissions[0] }

  /// Any one of these is enough.
  var permissions: [String] {
    switch self {
    case .alerts: ["SecurityAlert.Read.All", "SecurityAlert.ReadWrite.All"]
    case .writeBack: ["SecurityAlert.ReadWrite.All"]
    case .legacyAlerts: ["SecurityEvents.Read.All", "SecurityEvents.ReadWrite.All"]
    case .legacyWriteBack: ["SecurityEvents.ReadWrite.All"]
    case .incidents: ["SecurityIncident.Read.All", "SecurityIncident.ReadWrite.All"]
    case .incidentWriteBack: ["SecurityIncident.ReadWrite.All"]
    case .hunting: ["ThreatHunting.Read.All"]
    case .logAnalytics: ["Data.Read"]
    case .office365: ["ActivityFeed.Read"]
    }
  }

  /// Where a role on the workspace allows the same without the permission.
  var mayBeAllowedOtherwise: Bool { self == .logAnalytics }
}
