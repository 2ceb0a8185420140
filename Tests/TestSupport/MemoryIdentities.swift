import Casefile
package import HuntPipeline

/// A store that knows these names.
package struct MemoryIdentities: KnownIdentities {
  private var names: [String: KnownIdentity] = [:]
  private var lengths: [Int64: UInt64] = [:]

  package init(_ identities: [KnownIdentity]) {
    for identity in identities {
      let key = KnownName.key(of: identity.text)
      names[key] = identity
      let (word, length) = KnownName.beginning(ofKey: key)
      lengths[word, default: 0] |= length
    }
  }

  package func bringUpToDate() async throws {}

  package func lengths(ofNamesBeginningWith words: [Int64]) async throws -> [Int64: UInt64] {
    lengths.filter { words.contains($0.key) }
  }

  package func identities(among keys: [String]) async throws -> [KnownIdentity] { keys.compactMap { names[$0] } }
}
