package import Transport

/// Pages of Microsoft's own, to which a person may be sent without a word of warning. Only https at its usual port counts.
package enum MicrosoftPages {
  /// Where the clouds take device codes. `aka.ms` leads to such a page, and to any other.
  private static let codes: Set<String> = [
    "microsoft.com", "www.microsoft.com", "login.microsoft.com", "login.microsoftonline.com", "login.microsoftonline.us",
    "login.chinacloudapi.cn", "login.partner.microsoftonline.cn",
  ]
  private static let shorteners: Set<String> = ["aka.ms"]
  private static let portals: Set<String> = [
    "security.microsoft.com", "security.microsoft.us", "defender.microsoft.com", "compliance.microsoft.com", "purview.microsoft.com",
    "protection.office.com", "securitycenter.windows.com", "securitycenter.microsoft.com", "portal.azure.com", "portal.azure.us",
    "portal.azure.cn", "entra.microsoft.com", "intune.microsoft.com", "admin.microsoft.com",
  ]
  private static let portalDomains = [".portal.cloudappsecurity.com", ".atp.azure.com"]

  /// Whether device codes are entered there.
  package static func takesCodes(_ address: WebAddress) -> Bool {
    isPlain(address) && (codes.contains(address.host) || shorteners.contains(address.host))
  }

  /// Whether it is a portal, or a page of the sign-in that leads to one.
  package static func isPortal(_ address: WebAddress) -> Bool {
    isPlain(address)
      && (portals.contains(address.host) || codes.contains(address.host) || portalDomains.contains { address.host.hasSuffix($0) })
  }

  /// Another port of the same host may be anybody's who may listen there.
  private static func isPlain(_ address: WebAddress) -> Bool {
    WebAddress("https://\(address.host)/").map(address.isSameOrigin) ?? false
  }
}
