/// One alert, whatever source it came from. Enumerations of the services stay text, since services add values.
package struct Alert: Equatable, Sendable, Identifiable {
  /// The source's own id, unique in the store together with `source`.
  package var id: String
  /// Where it was read: `graph`, `office365`, `file` …
  package var source: String
  package var title: String
  package var summary: String
  package var severity: Severity
  /// `new`, `inProgress`, `resolved`, or what the source says.
  package var status: String
  /// The kill-chain name the source gives, e.g. `Execution`, `DefenseEvasion`.
  package var category: String
  /// ATT&CK technique ids, e.g. `T1059.001`.
  package var techniques: [String]
  /// The product that raised it, in the source's words.
  package var product: String
  package var created: DateTime
  package var updated: DateTime?
  package var firstActivity: DateTime?
  package var lastActivity: DateTime?
  package var classification: String
  package var determination: String
  package var assignedTo: String
  package var incidentID: String
  package var webLink: String
  package var recommendedActions: String
  package var entities: [Entity]
  /// What people wrote about it at its source, the newest first.
  package var comments: [AlertComment]
  /// The source's record as JSON text, unchanged in content.
  package var raw: String

  package init(
    id: String, source: String, title: String, summary: String = "", severity: Severity = .unknown, status: String = "new",
    category: String = "", techniques: [String] = [], product: String = "", created: DateTime, updated: DateTime? = nil,
    firstActivity: DateTime? = nil, lastActivity: DateTime? = nil, classification: String = "", determination: String = "",
    assignedTo: String = "", incidentID: String = "", webLink: String = "", recommendedActions: String = "",
    entities: [Entity] = [], comments: [AlertComment] = [], raw: String = "{}"
  ) {
    self.id = id
    self.source = source
    self.title = title
    self.summary = summary
    self.severity = severity
    self.status = status
    self.category = category
    self.techniques = techniques
    self.product = product
    self.created = created
    self.updated = updated
    self.firstActivity = firstActivity
    self.lastActivity = lastActivity
    self.classification = classification
    self.determination = determination
    self.assignedTo = assignedTo
    self.incidentID = incidentID
    self.webLink = webLink
    self.recommendedActions = recommendedActions
    self.entities = entities
    self.comments = comments
    self.raw = raw
  }
}

extension Alert {
  /// The entity a list shows: a host before a user before whatever else there is.
  package var principalEntity: Entity? {
    entities.first { $0.kind == .host } ?? entities.first { $0.kind == .user } ?? entities.first
  }
}
