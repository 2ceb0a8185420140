package import Casefile
import Patterns

extension AlertSelection {
  /// What the list itself means by a word: contained in the field, in any case; regular expressions where they are found.
  func holds(_ word: FilterSyntax.Word, _ alert: Alert) -> Bool {
    let values = AlertSelection.values(word.field, of: alert)
    if word.isPattern {
      guard let pattern = pattern(of: word) else { return false }
      return values.contains { pattern.matches($0) }
    }
    let wanted = word.text.lowercased()
    switch word.field {
    case .severity: return AlertSelection.severities(word.text).contains(alert.severity)
    case .status, .tactic:
      let compact = AlertSelection.compact(wanted)
      return compact.isEmpty || values.contains { AlertSelection.compact($0.lowercased()).contains(compact) }
    case .assigned where wanted == "none": return alert.assignedTo.isEmpty
    case .incident where wanted == "none": return alert.incidentID.isEmpty
    case .assigned where wanted == "me" && !analyst.isEmpty: return AlertSelection.isSame(alert.assignedTo, analyst)
    default: return values.contains { $0.lowercased().contains(wanted) }
    }
  }

  /// A severity or the beginning of one.
  package static func severities(_ text: String) -> [Severity] {
    let prefix = text.lowercased()
    return Severity.allCases.filter { $0.rawValue.hasPrefix(prefix) || $0 == Severity(reading: prefix) && $0 != .unknown }
  }

  /// Without blanks, dashes and underscores, so that `in progress` finds `inProgress`.
  package static func compact(_ text: String) -> String { text.filter { !" -_".contains($0) } }

  /// Whole names are the same, or one of them is the other's part before `@`.
  private static func isSame(_ name: String, _ analyst: String) -> Bool {
    let (name, analyst) = (name.lowercased(), analyst.lowercased())
    if name == analyst { return !name.isEmpty }
    let (short, own) = (name.prefix { $0 != "@" }, analyst.prefix { $0 != "@" })
    return short == own && !short.isEmpty && (own.count == analyst.count || short.count == name.count)
  }

  private static func values(_ field: FilterSyntax.Field?, of alert: Alert) -> [String] {
    func labels(_ kinds: Entity.Kind...) -> [String] { alert.entities.filter { kinds.contains($0.kind) }.map(\.label) }
    switch field {
    case .severity: return [alert.severity.rawValue]
    case .title: return [alert.title]
    case .entity: return alert.entities.map(\.label)
    case .user: return labels(.user)
    case .host: return labels(.host)
    case .ip: return labels(.address)
    case .status: return [alert.status]
    case .source: return [alert.source]
    case .tactic: return [alert.category]
    case .technique: return alert.techniques
    case .assigned: return [alert.assignedTo]
    case .incident: return [alert.incidentID]
    case .id: return [alert.id]
    case nil:
      let details = alert.entities.flatMap { [$0.label, $0.verdict, $0.role] + $0.details.map(\.value) }
      return [
        alert.title, alert.id, alert.source, alert.severity.rawValue, alert.status, alert.category, alert.product,
        alert.classification, alert.determination, alert.assignedTo, alert.incidentID, alert.summary,
      ] + alert.techniques + details
    }
  }
}
