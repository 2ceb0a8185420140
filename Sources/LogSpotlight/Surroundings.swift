import Casefile
import Glibc

/// What the process was started with: its environment, and where its files belong (CONTRACTS §4).
struct Surroundings: Sendable {
  private let environment: [String: String]

  /// All variables, for what reads many.
  var all: [String: String] { environment }

  /// Of this process.
  init() {
    var values: [String: String] = [:]
    var place = Glibc.environ
    while let entry = place.pointee {
      let text = String(cString: entry)
      if let equals = text.firstIndex(of: "=") { values[String(text[..<equals])] = String(text[text.index(after: equals)...]) }
      place += 1
    }
    environment = values
  }

  init(environment: [String: String]) { self.environment = environment }

  /// An empty variable counts as unset.
  subscript(name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

  private func base(_ variable: String, _ fallback: String) throws -> String {
    if let folder = self[variable], folder.hasPrefix("/") { return folder + "/logspotlight" }
    guard let home = self["HOME"] else {
      throw Problem(
        "There is no home folder.", cause: "HOME and \(variable) are unset.",
        remedy: "Set one of them, or name the files with --store and --config.")
    }
    return home + "/" + fallback + "/logspotlight"
  }

  func dataFolder() throws -> String { try base("XDG_DATA_HOME", ".local/share") }
  func stateFolder() throws -> String { try base("XDG_STATE_HOME", ".local/state") }
  func configurationFolder() throws -> String { try base("XDG_CONFIG_HOME", ".config") }

  func storePath(_ given: String?) throws -> String { try given ?? dataFolder() + "/store.sqlite" }
  func configurationPath(_ given: String?) throws -> String {
    try given ?? self["LOGSPOTLIGHT_CONFIG"] ?? configurationFolder() + "/config.toml"
  }
  func journalPath() throws -> String { try stateFolder() + "/journal.jsonl" }
  func threatsPath() throws -> String { try stateFolder() + "/_threats.jsonl" }
}
