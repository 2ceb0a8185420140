/// Something an alert or a row is about: who, where, what.
package struct Entity: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case user
    case host
    case process
    case file
    case address
    case url
    case mail
    case registry
    case application
    case cloudResource = "cloud resource"
    case other
  }

  /// A further fact about the entity, under the source's own name.
  package struct Detail: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package var kind: Kind
  /// What identifies it for people: `WS-123.contoso.com`, `CONTOSO\mlopez`, a command line, an address.
  package var label: String
  /// The source's judgement (`malicious`, `suspicious` …); empty when it gave none.
  package var verdict: String
  /// The part it played (`attacker`, `compromised` …); empty when the source gave none.
  package var role: String
  package var details: [Detail]

  package init(kind: Kind, label: String, verdict: String = "", role: String = "", details: [Detail] = []) {
    self.kind = kind
    self.label = label
    self.verdict = verdict
    self.role = role
    self.details = details
  }
}
