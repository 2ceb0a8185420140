import KQL

/// `microsoft-lookups`: Defender's built-in functions send values of the rows to Microsoft's own services; they run only after a yes.
struct MicrosoftLookups: GuardrailRule {
  let id = "microsoft-lookups"

  /// The functions, as the reference of advanced hunting names them.
  static let names: Set<String> = ["FileProfile", "SeenBy", "DeviceFromIP", "AssignedIPAddresses"]

  func objections(to subject: ReviewSubject) -> [Objection] {
    var seen: Set<String> = []
    return subject.references.outside.compactMap { outside in
      guard outside.kind == .function, MicrosoftLookups.names.contains(outside.detail), seen.insert(outside.detail).inserted else {
        return nil
      }
      return asks(
        "\(outside.detail)()\(subject.line(outside.range)) asks Microsoft Defender about values of the rows.",
        remedy: "Take the step out, or say yes.")
    }
  }
}
