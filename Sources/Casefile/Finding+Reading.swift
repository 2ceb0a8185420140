extension Finding {
  /// Reads a finding as `json` printed it; nil when it has no id or title.
  package init?(json: JSONValue) {
    guard let id = json["id"]?.string, let title = json["title"]?.string else { return nil }
    func text(_ key: String) -> String { json[key]?.string ?? "" }
    func texts(_ key: String) -> [String] { (json[key]?.array ?? []).compactMap(\.string) }
    self.init(
      id: id, hunt: HuntID(text("hunt")), resultSet: ResultSetID(text("result_set")),
      rows: (json["rows"]?.array ?? []).compactMap { $0.integer.map(Int.init(clamping:)) }, title: title, description: text("description"),
      mitre: Mitre(json: json["mitre"] ?? .null), logLines: texts("log_lines"),
      confidence: Confidence(rawValue: text("confidence")) ?? .low, evidence: Evidence(rawValue: text("evidence")) ?? .unverified,
      notFound: texts("not_found"), source: text("source"), indicators: texts("indicators_of_compromise"),
      recommendations: texts("recommendations").compactMap(Recommendation.init(rawValue:)), tags: texts("tags"), notes: text("notes"),
      cut: json["cut"]?.bool ?? false)
    doubts = texts("doubts")
    talking = (json["talking_rows"]?.array ?? []).compactMap { $0.integer.map(Int.init(clamping:)) }
    triage = Triage(json: json["triage"])
  }
}

extension Finding.Mitre {
  fileprivate init(json: JSONValue) {
    func text(_ key: String) -> String { json[key]?.string ?? "" }
    self.init(
      tactic: text("tactic"), technique: text("technique"), subTechnique: text("sub_technique"), id: text("id"), name: text("name"),
      description: text("description"), status: Status(rawValue: text("status")) ?? .unknown, corrected: json["corrected"]?.bool ?? false)
  }
}
