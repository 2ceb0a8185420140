internal import Casefile
package import HuntPipeline

extension Office365Source: ProvableSource {
  /// Lists the subscriptions: without one nothing ever comes, and the list takes the same permission as the content.
  package func proof(progress: @escaping @Sendable (AlertProgress) -> Void) async throws -> SourceProof {
    let listed = try await subscriptions.list { progress(.retrying(afterSeconds: $0, cause: $1)) }
    let enabled = Set(listed.filter(\.isEnabled).compactMap(\.type))
    let wanted = wantedTypes
    let missing = wanted.filter { !enabled.contains($0) }
    // Most of what stands in the list of alerts comes with this one.
    guard let first = missing.first(where: { $0 == .general }) ?? missing.first else {
      return SourceProof(.ok, "subscriptions: all wanted are enabled")
    }
    let names = missing.map { type in
      let status = listed.first { $0.type == type }?.status.map { " (\($0.harmless.replacing("\n", with: "␊").prefix(40)))" }
      return type.rawValue + (status ?? "")
    }.joined(separator: ", ")
    let start = "Start one with `logspotlight alerts subscribe \(first.rawValue) --yes`; the first content may take up to 12 hours."
    guard missing.count < wanted.count else {
      return SourceProof(.fail, "subscriptions: none of the wanted is enabled: \(names)", remedy: start)
    }
    let there = wanted.filter(enabled.contains).map(\.rawValue).joined(separator: ", ")
    return SourceProof(.warn, "subscriptions: enabled \(there); not enabled \(names)", remedy: "\(start) Or do without its records.")
  }
}
