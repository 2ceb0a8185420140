/// A claim about rows, with what proves it (CONTRACTS §6).
package struct Finding: Equatable, Sendable, Identifiable {
  package enum Confidence: String, CaseIterable, Comparable, Sendable {
    case low = "Low"
    case medium = "Medium"
    case high = "High"

    package static func < (left: Confidence, right: Confidence) -> Bool { left.rank < right.rank }
    private var rank: Int { Confidence.allCases.firstIndex(of: self)! }
  }

  /// Whether what the finding cites was found in the rows that were sent.
  package enum Evidence: String, CaseIterable, Sendable {
    case verified
    case partial
    case unverified
  }

  package enum Recommendation: String, CaseIterable, Sendable {
    case pivot
    case createIncident = "create incident"
    case monitor
    case ignore
  }

  /// A technique as claimed and as the catalogue knows it.
  package struct Mitre: Equatable, Sendable {
    package enum Status: String, Sendable {
      case active
      case renamed
      case deprecated
      case revoked
      case unknown
    }

    package var tactic: String
    /// `T1059`
    package var technique: String
    /// `T1059.001`, or empty.
    package var subTechnique: String
    /// The most exact id of the two.
    package var id: String
    package var name: String
    package var description: String
    package var status: Status
    /// True when something was set right: the name, the tactic, or a revoked id's successor.
    package var corrected: Bool

    package init(
      tactic: String = "", technique: String = "", subTechnique: String = "", id: String = "", name: String = "",
      description: String = "", status: Status = .unknown, corrected: Bool = false
    ) {
      self.tactic = tactic
      self.technique = technique
      self.subTechnique = subTechnique
      self.id = id
      self.name = name
      self.description = description
      self.status = status
      self.corrected = corrected
    }
  }

  package var id: String
  package var hunt: HuntID?
  package var resultSet: ResultSetID?
  /// 1-based numbers in delivery order of `resultSet`.
  package var rows: [Int]
  package var title: String
  package var description: String
  package var mitre: Mitre
  package var logLines: [String]
  package var confidence: Confidence
  package var evidence: Evidence
  /// Quotes, rows and indicators that were not in the rows.
  package var notFound: [String]
  /// Why it is doubtful though what it cites was found: text of the rows talks to a model.
  package var doubts: [String] = []
  /// Those of `rows` whose text talks to a model.
  package var talking: [Int] = []
  /// `model:NAME` or `rule:ID`.
  package var source: String
  package var indicators: [String]
  package var recommendations: [Recommendation]
  package var tags: [String]
  package var notes: String
  /// True when the answer ended before this finding did.
  package var cut: Bool
  /// What the analyst decided about it; nil before.
  package var triage: Triage? = nil

  package init(
    id: String = "", hunt: HuntID? = nil, resultSet: ResultSetID? = nil, rows: [Int] = [], title: String, description: String = "",
    mitre: Mitre = Mitre(), logLines: [String] = [], confidence: Confidence = .low, evidence: Evidence = .unverified,
    notFound: [String] = [], source: String, indicators: [String] = [], recommendations: [Recommendation] = [],
    tags: [String] = [], notes: String = "", cut: Bool = false
  ) {
    self.id = id
    self.hunt = hunt
    self.resultSet = resultSet
    self.rows = rows
    self.title = title
    self.description = description
    self.mitre = mitre
    self.logLines = logLines
    self.confidence = confidence
    self.evidence = evidence
    self.notFound = notFound
    self.source = source
    self.indicators = indicators
    self.recommendations = recommendations
    self.tags = tags
    self.notes = notes
    self.cut = cut
  }
}

extension Finding {
  /// The indicators that stand in the rows cited; what was looked up in vain is told as such and recommended nowhere.
  package var provenIndicators: [String] { indicators.filter { !isMissing($0) } }

  /// Whether a quote or an indicator is not in the rows cited.
  package func isMissing(_ claim: String) -> Bool { notFound.contains { $0 == claim || $0.hasPrefix(claim + " (") } }
}
