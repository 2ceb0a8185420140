import Casefile
import HuntPipeline
import KQL
import MicrosoftData

/// Writes the query of a pivot over tables that may be about its entity.
struct PivotDrafter {
  /// Tables that one pivot joins at most.
  private static let mostTables = 8
  /// Tables with sign-ins, the most telling first.
  private static let signInTables = [
    "SigninLogs", "AADSignInEventsBeta", "EntraIdSignInEvents", "AADNonInteractiveUserSignInLogs", "IdentityLogonEvents",
    "DeviceLogonEvents",
  ]
  /// Tables that tell who else has or talks with something, the most telling first; others follow by name, and what alerts repeat comes last.
  private static let sightingTables = [
    "DeviceFileEvents", "DeviceProcessEvents", "DeviceNetworkEvents", "DeviceImageLoadEvents", "DeviceEvents", "EmailAttachmentInfo",
    "SigninLogs", "AADSignInEventsBeta", "EntraIdSignInEvents", "CommonSecurityLog", "CloudAppEvents", "OfficeActivity",
    "DeviceLogonEvents", "IdentityLogonEvents", "SecurityEvent", "Syslog",
  ]
  /// Tables of a machine, the most telling first; others follow by name.
  private static let hostTables = [
    "DeviceProcessEvents", "DeviceNetworkEvents", "DeviceFileEvents", "DeviceRegistryEvents", "DeviceLogonEvents", "DeviceEvents",
    "SecurityEvent", "Syslog",
  ]

  private let pivot: EntityPivot
  private let isService: Bool
  private let mayRead: (_ table: String, _ column: String) -> Bool

  /// `isService` where the tables are a service's, which may lack some of them, or rows in them.
  init(_ pivot: EntityPivot, isService: Bool, mayRead: @escaping (_ table: String, _ column: String) -> Bool) {
    self.pivot = pivot
    self.isService = isService
    self.mayRead = mayRead
  }

  /// The query over these tables, or in words why there is none.
  func draft(_ matches: [EntityMatch]) -> PivotDraft {
    switch pivot.purpose {
    case .hostHour: hostHour(matches)
    case .signIns: signIns(matches)
    case .whoHasHash, .whoHasFile, .whoTalked: whoElse(matches)
    }
  }

  private func hostHour(_ matches: [EntityMatch]) -> PivotDraft {
    let ranked = sorted(matches.filter { !PivotDrafter.repeatsAlerts($0.schema.name) }, by: PivotDrafter.hostTables)
    let time = ranked.first?.time ?? "TimeGenerated"
    guard !ranked.isEmpty else {
      return .impossible(
        isService
          ? "The service has no table of machines that may be read."
          : "No stored table has rows with machines: import one, such as DeviceProcessEvents.")
    }
    let parts = ranked.prefix(PivotDrafter.mostTables).map { match -> KQLFragment in
      "\(about(match))\n    | project \(shown(match, time: time))"
    }
    let request = "Everything on \(pivot.subject.name), half an hour before the alert to half an hour after"
    return .query(request: request, kql: (union(parts) + "\n| sort by \(name: time) asc").text)
  }

  private func signIns(_ matches: [EntityMatch]) -> PivotDraft {
    let found = PivotDrafter.signInTables.lazy.compactMap { name in matches.first { $0.schema.name == name } }.first
    guard let match = found, let time = match.time else {
      return .impossible(
        isService
          ? "The service has no table of sign-ins that may be read."
          : "No stored table has sign-ins: import SigninLogs, IdentityLogonEvents or DeviceLogonEvents.")
    }
    let query: KQLFragment =
      "\(about(match))\n    | project \(shown(match))\n    | sort by \(name: time) asc"
    return .query(request: "Sign-ins of \(pivot.subject.name) in the 7 days before the alert", kql: query.text)
  }

  private func whoElse(_ matches: [EntityMatch]) -> PivotDraft {
    var parts: [KQLFragment] = []
    for match in sorted(matches, by: PivotDrafter.sightingTables) where parts.count < PivotDrafter.mostTables {
      guard let time = match.time, mayRead(match.schema.name, time) else { continue }
      let host = match.host.flatMap { mayRead(match.schema.name, $0) ? $0 : nil }
      let user = match.user.flatMap { mayRead(match.schema.name, $0) ? $0 : nil }
      guard host != nil || user != nil else { continue }
      let (device, account) = (host.map { "\(name: $0)" as KQLFragment } ?? "\"\"", user.map { "\(name: $0)" as KQLFragment } ?? "\"\"")
      parts.append("\(about(match))\n    | project SeenAt = \(name: time), Device = \(device), Account = \(account)")
    }
    guard !parts.isEmpty else {
      return .impossible(
        "No \(isService ? "table of the service" : "stored table has rows") with such a column and a machine or person beside it.")
    }
    let asked =
      switch pivot.purpose {
      case .whoTalked: "Who talked with \(pivot.subject.name) from 7 days before the alert to a day after"
      case .whoHasFile: "Where \(pivot.subject.name) was seen from 14 days before the alert to a day after"
      default: "Who else saw the hash \(pivot.subject.name) from 14 days before the alert to a day after"
      }
    let summary: KQLFragment =
      "\n| summarize Events = count(), FirstSeen = min(SeenAt), LastSeen = max(SeenAt) by Source, Device, Account\n| sort by LastSeen desc"
    return .query(request: asked, kql: (union(parts) + summary).text)
  }

  /// The table's rows of the entity in the pivot's time.
  private func about(_ match: EntityMatch) -> KQLFragment {
    let time = match.time ?? "TimeGenerated"
    let second = DateTime.ticksPerSecond
    let (from, to) = (
      DateTime(ticks: pivot.range.from.ticks / second * second), DateTime(ticks: (pivot.range.to.ticks / second + 1) * second)
    )
    return
      "\(name: match.schema.name)\n    | where \(name: time) between (\(from) .. \(to))\n    | where \(match.condition)"
  }

  /// What is shown of the table's rows; its time is called as in the other tables of a union.
  private func shown(_ match: EntityMatch, time: String? = nil) -> KQLFragment {
    let wanted = [match.time].compactMap { $0 } + match.profile.fields
    var names: [String] = []
    for name in wanted where match.schema.column(named: name) != nil && mayRead(match.schema.name, name) && !names.contains(name) {
      names.append(name)
    }
    return KQLFragment.joined(
      names.map { column in
        if let time, column == match.time, column != time { return "\(name: time) = \(name: column)" }
        return "\(name: column)"
      }, by: ", ")
  }

  private func sorted(_ matches: [EntityMatch], by known: [String]) -> [EntityMatch] {
    func rank(_ match: EntityMatch) -> (Int, Int, String) {
      (PivotDrafter.repeatsAlerts(match.schema.name) ? 1 : 0, known.firstIndex(of: match.schema.name) ?? known.count, match.schema.name)
    }
    return matches.sorted { rank($0) < rank($1) }
  }

  /// Whether a table says again what alerts say.
  private static func repeatsAlerts(_ table: String) -> Bool { table.hasPrefix("Alert") || table == "SecurityAlert" }

  private func union(_ parts: [KQLFragment]) -> KQLFragment {
    // A table that a workspace does not have must not fail the others.
    let opening: KQLFragment = isService ? "union isfuzzy=true withsource=Source\n  (" : "union withsource=Source\n  ("
    return "\(opening)\(KQLFragment.joined(parts, by: "),\n  ("))\n  )"
  }
}
