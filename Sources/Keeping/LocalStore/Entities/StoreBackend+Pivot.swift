package import HuntPipeline
import Casefile
import KQL
import MicrosoftData

extension StoreBackend {
  /// Tables that one pivot joins at most.
  private static let mostPivotTables = 8
  /// Tables with sign-ins, the most telling first.
  private static let signInTables = [
    "SigninLogs", "AADSignInEventsBeta", "EntraIdSignInEvents", "AADNonInteractiveUserSignInLogs", "IdentityLogonEvents",
    "DeviceLogonEvents",
  ]
  /// Tables of a machine, the most telling first; others follow by name.
  private static let hostTables = [
    "DeviceProcessEvents", "DeviceNetworkEvents", "DeviceFileEvents", "DeviceRegistryEvents", "DeviceLogonEvents", "DeviceEvents",
    "SecurityEvent", "Syslog",
  ]

  /// The query of a pivot over the tables that have rows, or in words why there is none.
  ///
  /// `mayRead` says which tables and columns the guardrails let through; what they would refuse is left out.
  package func draft(
    _ pivot: EntityPivot, mayRead: @Sendable (_ table: String, _ column: String) -> Bool = { _, _ in true }
  ) async throws
    -> PivotDraft
  {
    let stored = try await schemas()
    let matches = stored.compactMap { EntityMatch(pivot.subject, in: $0) }.filter { match in
      match.time != nil && match.columns.allSatisfy { mayRead(match.schema.name, $0) }
    }
    switch pivot.purpose {
    case .hostHour: return hostHour(pivot, matches, mayRead)
    case .signIns: return signIns(pivot, matches, mayRead)
    case .whoHasHash, .whoHasFile, .whoTalked: return whoElse(pivot, matches, mayRead)
    }
  }

  private func hostHour(_ pivot: EntityPivot, _ matches: [EntityMatch], _ mayRead: (String, String) -> Bool) -> PivotDraft {
    let known = StoreBackend.hostTables
    let own = matches.filter { !$0.schema.name.hasPrefix("Alert") && $0.schema.name != "SecurityAlert" }
    let ranked = own.sorted {
      (known.firstIndex(of: $0.schema.name) ?? 99, $0.schema.name) < (known.firstIndex(of: $1.schema.name) ?? 99, $1.schema.name)
    }
    guard !ranked.isEmpty else { return .impossible("No stored table has rows with machines: import one, such as DeviceProcessEvents.") }
    let parts = ranked.prefix(StoreBackend.mostPivotTables).map { match -> KQLFragment in
      "\(StoreBackend.about(pivot, match))\n    | project \(StoreBackend.shown(match, mayRead))"
    }
    let request = "Everything on \(pivot.subject.name), half an hour before the alert to half an hour after"
    return .query(request: request, kql: StoreBackend.union(parts).text + "\n| sort by TimeGenerated asc")
  }

  private func signIns(_ pivot: EntityPivot, _ matches: [EntityMatch], _ mayRead: (String, String) -> Bool) -> PivotDraft {
    let found = StoreBackend.signInTables.lazy.compactMap { name in matches.first { $0.schema.name == name } }.first
    guard let match = found, let time = match.time else {
      return .impossible("No stored table has sign-ins: import SigninLogs, IdentityLogonEvents or DeviceLogonEvents.")
    }
    let query: KQLFragment =
      "\(StoreBackend.about(pivot, match))\n    | project \(StoreBackend.shown(match, mayRead))\n    | sort by \(name: time) asc"
    return .query(request: "Sign-ins of \(pivot.subject.name) in the 7 days before the alert", kql: query.text)
  }

  private func whoElse(_ pivot: EntityPivot, _ matches: [EntityMatch], _ mayRead: (String, String) -> Bool) -> PivotDraft {
    var parts: [KQLFragment] = []
    for match in matches where parts.count < StoreBackend.mostPivotTables {
      guard let time = match.time, mayRead(match.schema.name, time) else { continue }
      let host = match.host.flatMap { mayRead(match.schema.name, $0) ? $0 : nil }
      let user = match.user.flatMap { mayRead(match.schema.name, $0) ? $0 : nil }
      guard host != nil || user != nil else { continue }
      let (device, account) = (host.map { "\(name: $0)" as KQLFragment } ?? "\"\"", user.map { "\(name: $0)" as KQLFragment } ?? "\"\"")
      parts.append("\(StoreBackend.about(pivot, match))\n    | project SeenAt = \(name: time), Device = \(device), Account = \(account)")
    }
    guard !parts.isEmpty else { return .impossible("No stored table has rows with such a column and a machine or person beside it.") }
    let asked =
      switch pivot.purpose {
      case .whoTalked: "Who talked with \(pivot.subject.name) from 7 days before the alert to a day after"
      case .whoHasFile: "Where \(pivot.subject.name) was seen from 14 days before the alert to a day after"
      default: "Who else saw the hash \(pivot.subject.name) from 14 days before the alert to a day after"
      }
    let summary: KQLFragment =
      "\n| summarize Events = count(), FirstSeen = min(SeenAt), LastSeen = max(SeenAt) by Source, Device, Account\n| sort by LastSeen desc"
    return .query(request: asked, kql: (StoreBackend.union(parts) + summary).text)
  }

  /// The table's rows of the entity in the pivot's time.
  private static func about(_ pivot: EntityPivot, _ match: EntityMatch) -> KQLFragment {
    let time = match.time ?? "TimeGenerated"
    let second = DateTime.ticksPerSecond
    let (from, to) = (
      DateTime(ticks: pivot.range.from.ticks / second * second), DateTime(ticks: (pivot.range.to.ticks / second + 1) * second)
    )
    return
      "\(name: match.schema.name)\n    | where \(name: time) between (\(from) .. \(to))\n    | where \(match.condition)"
  }

  private static func shown(_ match: EntityMatch, _ mayRead: (String, String) -> Bool) -> KQLFragment {
    let wanted = [match.time].compactMap { $0 } + match.profile.fields
    var names: [String] = []
    for name in wanted where match.schema.column(named: name) != nil && mayRead(match.schema.name, name) && !names.contains(name) {
      names.append(name)
    }
    return KQLFragment.joined(names.map { "\(name: $0)" }, by: ", ")
  }

  private static func union(_ parts: [KQLFragment]) -> KQLFragment {
    "union withsource=Source\n  (\(KQLFragment.joined(parts, by: "),\n  ("))\n  )"
  }
}
