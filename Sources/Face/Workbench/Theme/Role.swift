/// What a piece of the screen means; a theme says what it looks like.
///
/// The raw value is the name in theme files. A role without a look of its own takes its parent's: `mitre.execution`, `mitre`, `text`.
package enum Role: String, CaseIterable, Sendable {
  case text
  case textStrong = "text.strong"
  case textDim = "text.dim"
  case textLink = "text.link"
  case border
  case borderFocus = "border.focus"
  case title
  case titleFocus = "title.focus"
  case titleFigure = "title.figure"
  case tab
  case tabCurrent = "tab.current"
  case bar
  case barName = "bar.name"
  case footer
  case footerKey = "footer.key"
  case cursorRow = "cursor.row"
  case cursorBar = "cursor.bar"
  case mark
  case proving
  case columnHead = "column.head"
  case time
  case number
  case field
  case severityHigh = "severity.high"
  case severityMedium = "severity.medium"
  case severityLow = "severity.low"
  case severityInformational = "severity.informational"
  case severityUnknown = "severity.unknown"
  case confidenceHigh = "confidence.high"
  case confidenceMedium = "confidence.medium"
  case confidenceLow = "confidence.low"
  case evidenceVerified = "evidence.verified"
  case evidencePartial = "evidence.partial"
  case evidenceUnverified = "evidence.unverified"
  case evidenceMissing = "evidence.missing"
  case quote
  case recommendation
  case mitre
  case mitreReconnaissance = "mitre.reconnaissance"
  case mitreResourceDevelopment = "mitre.resource-development"
  case mitreInitialAccess = "mitre.initial-access"
  case mitreExecution = "mitre.execution"
  case mitrePersistence = "mitre.persistence"
  case mitrePrivilegeEscalation = "mitre.privilege-escalation"
  case mitreStealth = "mitre.stealth"
  case mitreDefenseImpairment = "mitre.defense-impairment"
  case mitreCredentialAccess = "mitre.credential-access"
  case mitreDiscovery = "mitre.discovery"
  case mitreLateralMovement = "mitre.lateral-movement"
  case mitreCollection = "mitre.collection"
  case mitreCommandAndControl = "mitre.command-and-control"
  case mitreExfiltration = "mitre.exfiltration"
  case mitreImpact = "mitre.impact"
  case kql
  case kqlKeyword = "kql.keyword"
  case kqlFunction = "kql.function"
  case kqlName = "kql.name"
  case kqlString = "kql.string"
  case kqlNumber = "kql.number"
  case kqlOperator = "kql.operator"
  case kqlComment = "kql.comment"
  case kqlError = "kql.error"
  case lineNumber = "line.number"
  case input
  case inputPrompt = "input.prompt"
  case inputHint = "input.hint"
  case selection
  case match
  case good
  case warning
  case bad
  case note
  case busy
  case gauge
  case gaugeWarning = "gauge.warning"
  case gaugeOver = "gauge.over"
  case gaugeGround = "gauge.ground"
  case histogram
  case money
  case overlay
  case overlayBorder = "overlay.border"
  case overlayTitle = "overlay.title"
}

extension Role {
  /// The role that speaks where this one is silent; nil for `text` alone.
  package var parent: Role? {
    guard self != .text else { return nil }
    var name = Substring(rawValue)
    while let dot = name.lastIndex(of: ".") {
      name = name[..<dot]
      if let role = Role(rawValue: String(name)) { return role }
    }
    return .text
  }

  /// The letter that stands for the role in snapshots; every role has its own.
  package var letter: Character { Role.letters[self] ?? "?" }

  /// Letters by order of declaration: adding a role at the end of the list keeps all others.
  private static let letters: [Role: Character] = {
    let alphabet = Array(" sdlbBiIFtTaAkKrRmp=:#fHMLNUGWEVPXQqn0123456789@$%&*(){}<>^_ceghjouvwxyzCDJOSYZ!\"'+,-./;?[\\]`|~")
    return Dictionary(uniqueKeysWithValues: zip(Role.allCases, alphabet))
  }()

  /// Every role that text is read in, as against lines, grounds and gauges; themes are tested for their contrast.
  package var isRead: Bool {
    switch self {
    case .border, .borderFocus, .gauge, .gaugeWarning, .gaugeOver, .gaugeGround, .histogram, .cursorBar, .overlayBorder: false
    default: true
    }
  }
}
