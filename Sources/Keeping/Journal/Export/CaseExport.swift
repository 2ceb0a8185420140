import Casefile

/// Findings as alerts of case systems.
enum CaseExport {
  /// One TheHive alert with all findings in its text and their indicators as observables.
  static func theHive(_ content: FindingExport.Content) -> JSONValue {
    let observables = Set(content.findings.flatMap(\.indicators)).sorted().map { value -> JSONValue in
      ["dataType": .string(IndicatorKind(of: value).rawValue), "data": .string(value)]
    }
    return [
      "type": "logspotlight", "source": "LogSpotlight",
      "sourceRef": .string(content.findings.first?.hunt?.description ?? content.time.text(decimals: 0)),
      "title": .string(title(content)), "description": .string(MarkdownExport.text(content)), "severity": .integer(severity(content)),
      "date": .integer((content.time.ticks - DateTime.unixEpochTicks) / 10_000), "tags": .array(tags(content).map(JSONValue.string)),
      "observables": .array(observables),
    ]
  }

  /// DFIR-IRIS alerts, one a finding.
  static func iris(_ content: FindingExport.Content) -> JSONValue {
    .array(
      content.findings.map { finding in
        [
          "alert_title": .string(finding.title), "alert_description": .string(finding.description), "alert_source": "LogSpotlight",
          "alert_source_ref": .string(finding.id), "alert_source_event_time": .string(content.time.text(decimals: 0)),
          "alert_severity_id": .integer(finding.confidence == .high ? 5 : finding.confidence == .medium ? 4 : 3),
          "alert_status_id": 2, "alert_note": .string(finding.notes),
          "alert_tags": .string((finding.tags + [finding.mitre.id]).joined(separator: ",")),
          "alert_source_content": finding.json,
          "alert_iocs": .array(
            finding.indicators.map { value in
              [
                "ioc_value": .string(value), "ioc_description": .string(finding.title), "ioc_tlp_id": 2,
                "ioc_tags": .string(IndicatorKind(of: value).rawValue),
              ]
            }),
        ]
      })
  }

  private static func title(_ content: FindingExport.Content) -> String {
    content.findings.count == 1 ? content.findings[0].title : "\(content.findings.count) findings in \(content.workspace)"
  }

  private static func severity(_ content: FindingExport.Content) -> Int64 {
    switch content.findings.map(\.confidence).max() {
    case .high?: 3
    case .medium?: 2
    default: 1
    }
  }

  private static func tags(_ content: FindingExport.Content) -> [String] {
    Set(content.findings.flatMap { $0.tags + [$0.mitre.id] }).filter { !$0.isEmpty }.sorted()
  }
}
