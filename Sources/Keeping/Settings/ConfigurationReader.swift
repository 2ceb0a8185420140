package import Casefile

/// A configuration and what its author should know about it.
package struct ConfigurationReading: Equatable, Sendable {
  package var configuration: Configuration
  /// Keys that nothing reads, and the like; the program runs on.
  package var warnings: [Problem]

  package init(configuration: Configuration, warnings: [Problem]) {
    self.configuration = configuration
    self.warnings = warnings
  }
}

extension Configuration {
  /// Reads `config.toml`. Throws a `Problem` with file and place when it is no TOML or a value has the wrong type.
  package static func reading(_ text: String, file: String) throws -> ConfigurationReading {
    var reader = ConfigurationReader(file: file)
    let configuration = try reader.read(try TOMLDocument.reading(text, file: file, example: "`logspotlight config init`"))
    return ConfigurationReading(configuration: configuration, warnings: reader.warnings)
  }
}

/// Walks the tables of a configuration.
private struct ConfigurationReader {
  let file: String
  var warnings: [Problem] = []

  init(file: String) { self.file = file }

  mutating func read(_ document: JSONValue) throws -> Configuration {
    var root = try TableReader(document, file: file)
    var configuration = Configuration()
    configuration.defaultWorkspace = try root.string("default_workspace")
    configuration.analyst = try root.string("analyst")
    configuration.theme = try root.string("theme") ?? configuration.theme
    configuration.timeZone = try root.choice("time_zone") ?? configuration.timeZone
    configuration.budget = try budget(root.table("budget"))
    try rest(&root, &configuration)
    for (name, table) in try tables(&root, "workspaces") { configuration.workspaces[name] = try workspace(table) }
    for (name, table) in try tables(&root, "models") { configuration.models[name] = try model(table) }
    configuration.keys = try texts(&root, "keys")
    configuration.context = try texts(&root, "context")
    warnings += root.unknownKeys()
    try checkNames(configuration)
    return configuration
  }

  private mutating func rest(_ root: inout TableReader, _ configuration: inout Configuration) throws {
    var guardrails = try root.table("guardrails")
    configuration.guardrailsFile = try guardrails.string("file")
    var rules = try root.table("rules")
    configuration.ruleFolders = try rules.strings("folders") ?? []
    var refresh = try root.table("refresh")
    let seconds = try refresh.int("seconds") ?? configuration.refreshSeconds
    guard (0...86_400).contains(seconds) else {
      throw Problem(
        "\(file): refresh.seconds is \(seconds).", cause: "It is between 0, for never, and 86,400, for once a day.",
        remedy: "Set it right.",
        kind: .usage)
    }
    configuration.refreshSeconds = seconds == 0 ? 0 : max(5, seconds)
    configuration.refreshRings = try refresh.bool("bell") ?? configuration.refreshRings
    var retention = try root.table("retention")
    configuration.retention.resultSetsDays = try retention.int("result_sets_days") ?? configuration.retention.resultSetsDays
    configuration.retention.maxGigabytes = try retention.double("max_gb") ?? configuration.retention.maxGigabytes
    var privacy = try root.table("privacy")
    configuration.pseudonyms = try pseudonyms(&privacy)
    for table in [guardrails, rules, refresh, retention, privacy] { warnings += table.unknownKeys() }
  }

  private func pseudonyms(_ table: inout TableReader) throws -> PseudonymPolicy {
    switch table.value("pseudonymise") {
    case nil, .bool(true)?: return .whenLeaving
    case .bool(false)?: return .never
    case .string("always")?: return .always
    case let other?: throw TableReader.wrong(file, "privacy.pseudonymise", "true, false or \"always\"", other)
    }
  }

  private mutating func budget(_ table: TableReader) throws -> Budget {
    var table = table
    var budget = Budget()
    budget.warnRatio = try table.double("warn_ratio") ?? budget.warnRatio
    budget.perHunt = try table.double("per_hunt_usd").map(Money.init(dollars:))
    budget.perDay = try table.double("per_day_usd").map(Money.init(dollars:))
    warnings += table.unknownKeys()
    guard (0...1).contains(budget.warnRatio),
      [budget.perHunt, budget.perDay].allSatisfy({ (Money.zero...Money(dollars: 1e9)).contains($0 ?? .zero) })
    else {
      throw Problem(
        "\(file): [budget] holds an impossible number.", cause: "warn_ratio is between 0 and 1; caps are between 0 and a billion dollars.",
        remedy: "Set it right.", kind: .usage)
    }
    return budget
  }

  private mutating func tables(_ root: inout TableReader, _ key: String) throws -> [(String, TableReader)] {
    var parent = try root.table(key)
    return try parent.keys.map { ($0, try parent.table($0)) }
  }

  private mutating func texts(_ root: inout TableReader, _ key: String) throws -> [String: String] {
    var table = try root.table(key)
    var texts: [String: String] = [:]
    for name in table.keys { texts[name] = try table.string(name) }
    return texts
  }

  private mutating func workspace(_ table: TableReader) throws -> WorkspaceConfiguration {
    var table = table
    var workspace = WorkspaceConfiguration()
    if let names = try table.strings("alerts") {
      workspace.alerts = try names.map { name in
        guard let origin = WorkspaceConfiguration.AlertOrigin(rawValue: name) else {
          let all = WorkspaceConfiguration.AlertOrigin.allCases.map(\.rawValue).joined(separator: ", ")
          throw TableReader.wrong(file, table.path(of: "alerts"), "a list of \(all)", .string(name))
        }
        return origin
      }
    }
    workspace.query = try table.choice("query") ?? workspace.query
    workspace.tenantID = try table.string("tenant_id")
    workspace.workspaceIDs = try table.strings("workspace_ids") ?? []
    workspace.cluster = try table.string("cluster")
    workspace.database = try table.string("database")
    workspace.cloud = try table.choice("cloud") ?? workspace.cloud
    let several = try table.strings("models") ?? []
    let one = try table.string("model")
    workspace.models = one == nil || one == "auto" ? several : [one ?? ""]
    workspace.isReadOnly = try table.bool("read_only") ?? true
    workspace.signIn = try signIn(table.table("sign_in"))
    workspace.endpoints = try texts(&table, "endpoints")
    warnings += table.unknownKeys()
    return workspace
  }

  private mutating func signIn(_ table: TableReader) throws -> WorkspaceConfiguration.SignIn {
    var table = table
    var signIn = WorkspaceConfiguration.SignIn()
    signIn.method = try table.choice("method") ?? signIn.method
    signIn.clientID = try table.string("client_id")
    signIn.clientCertificate = try table.string("client_certificate")
    signIn.keepsTokens = try table.bool("keep_tokens") ?? false
    signIn.clientSecret = try secret(&table, "client_secret")
    warnings += table.unknownKeys()
    return signIn
  }

  private mutating func model(_ table: TableReader) throws -> ModelConfiguration {
    var table = table
    var model = ModelConfiguration()
    model.provider = try table.choice("provider") ?? model.provider
    model.name = try table.string("name") ?? ""
    model.baseURL = try table.string("base_url")
    model.deployment = try table.string("deployment")
    model.apiKey = try secret(&table, "api_key")
    model.tier = try table.string("tier")
    model.context = try table.int("context")
    model.maxOutput = try table.int("max_output")
    model.encoding = try table.choice("encoding")
    model.price = try price(&table)
    model.acceptsUnknownPrice = try table.bool("accept_unknown_price") ?? false
    warnings += table.unknownKeys()
    return model
  }

  private mutating func price(_ model: inout TableReader) throws -> ModelCard.Price? {
    guard model.value("price") != nil else { return nil }
    var table = try model.table("price")
    let price = (try table.double("input"), try table.double("cached"), try table.double("output"), try table.double("cache_write"))
    warnings += table.unknownKeys()
    guard let input = price.0, let output = price.2, input >= 0, output >= 0, (price.1 ?? 0) >= 0, (price.3 ?? 0) >= 0 else {
      throw Problem(
        "\(file): \(table.path) is no price.", cause: "It needs input and output, in dollars per million tokens, none negative.",
        remedy: "Write price = { input = 0.1, output = 0.4 }.", kind: .usage)
    }
    return ModelCard.Price(input: input, cached: price.1, written: price.3, output: output)
  }

  /// A secret's place. A bare text is refused, so that no secret is ever kept in the file by habit.
  private mutating func secret(_ table: inout TableReader, _ key: String) throws -> SecretPlace? {
    guard let value = table.value(key) else { return nil }
    guard value.object != nil else {
      throw Problem(
        "\(file): \(table.path(of: key)) must not hold the secret itself.", cause: "Configuration files are copied and shared.",
        remedy: "Write { env = \"NAME\" }, { file = \"PATH\" } or { command = \"…\" }.", kind: .usage)
    }
    var place = try table.table(key)
    let name = try place.string("env")
    let path = try place.string("file")
    let command = try place.string("command")
    warnings += place.unknownKeys()
    return name.map(SecretPlace.environment) ?? path.map(SecretPlace.file) ?? command.map(SecretPlace.command)
  }

  /// Names that point nowhere are mistakes that would only show at the worst moment.
  private func checkNames(_ configuration: Configuration) throws {
    if let name = configuration.defaultWorkspace, configuration.workspaces[name] == nil {
      throw missing("default_workspace", name, "workspaces", Array(configuration.workspaces.keys))
    }
    for (key, workspace) in configuration.workspaces.sorted(by: { $0.key < $1.key }) {
      for name in workspace.models where name != "offline" && configuration.models[name] == nil {
        throw missing("workspaces.\(key).model", name, "models", Array(configuration.models.keys))
      }
    }
  }

  private func missing(_ path: String, _ name: String, _ table: String, _ known: [String]) -> Problem {
    let meant = Spelling.nearest(to: name, among: known, limit: 1).first
    return Problem(
      "\(file): \(path) names '\(name)', which is not there.", cause: "There is no [\(table).\(name)].",
      remedy: meant.map { "Did you mean \($0)?" } ?? "Add [\(table).\(name)].", kind: .usage)
  }
}
