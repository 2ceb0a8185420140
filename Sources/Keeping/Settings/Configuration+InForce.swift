package import Casefile

extension Configuration {
  /// What is in force, for people and scripts; a secret is only ever shown as the place it comes from.
  package func inForce(path: String?) -> JSONValue {
    [
      "file": path.map(JSONValue.string) ?? .null, "default_workspace": defaultWorkspace.map(JSONValue.string) ?? "sample",
      "analyst": analyst.map(JSONValue.string) ?? .null, "theme": .string(theme), "time_zone": .string(timeZone.rawValue),
      "budget": [
        "warn_ratio": .number(budget.warnRatio), "per_hunt_usd": budget.perHunt.map { .number($0.dollars) } ?? .null,
        "per_day_usd": budget.perDay.map { .number($0.dollars) } ?? .null,
      ],
      "privacy": ["pseudonymise": pseudonyms == .never ? false : pseudonyms == .always ? "always" : true],
      "guardrails": ["file": guardrailsFile.map(JSONValue.string) ?? .null],
      "rules": ["folders": .array(ruleFolders.map(JSONValue.string))],
      "refresh": ["seconds": .integer(Int64(refreshSeconds)), "bell": .bool(refreshRings)],
      "retention": [
        "result_sets_days": .integer(Int64(retention.resultSetsDays)), "max_gb": .number(retention.maxGigabytes),
      ],
      "keys": Configuration.object(keys.mapValues(JSONValue.string)), "context": Configuration.object(context.mapValues(JSONValue.string)),
      "workspaces": Configuration.object(workspaces.mapValues(\.inForce)), "models": Configuration.object(models.mapValues(\.inForce)),
    ]
  }

  static func object(_ members: [String: JSONValue]) -> JSONValue {
    var object = JSONObject()
    for (key, value) in members.sorted(by: { $0.key < $1.key }) { object[key] = value }
    return .object(object)
  }
}

extension WorkspaceConfiguration {
  var inForce: JSONValue {
    [
      "alerts": .array(alerts.map { .string($0.rawValue) }), "query": .string(query.rawValue),
      "tenant_id": tenantID.map(JSONValue.string) ?? .null, "workspace_ids": .array(workspaceIDs.map(JSONValue.string)),
      "cluster": cluster.map(JSONValue.string) ?? .null, "database": database.map(JSONValue.string) ?? .null,
      "cloud": .string(cloud.rawValue), "models": .array(models.map(JSONValue.string)), "read_only": .bool(isReadOnly),
      "sign_in": [
        "method": .string(signIn.method.rawValue), "client_id": signIn.clientID.map(JSONValue.string) ?? .null,
        "client_secret": signIn.clientSecret.map { .string($0.description) } ?? .null,
        "client_certificate": signIn.clientCertificate.map(JSONValue.string) ?? .null, "keep_tokens": .bool(signIn.keepsTokens),
      ],
      "endpoints": Configuration.object(endpoints.mapValues { .string(SecretText.shown(url: $0)) }),
    ]
  }
}

extension ModelConfiguration {
  var inForce: JSONValue {
    [
      "provider": .string(provider.rawValue), "name": .string(name),
      "base_url": baseURL.map { .string(SecretText.shown(url: $0)) } ?? .null,
      "api_key": apiKey.map { .string($0.description) } ?? .null, "tier": tier.map(JSONValue.string) ?? .null,
      "context": context.map { .integer(Int64($0)) } ?? .null, "max_output": maxOutput.map { .integer(Int64($0)) } ?? .null,
      "encoding": encoding.map { .string($0.rawValue) } ?? .null,
      "price": price.map(ModelConfiguration.inForce) ?? .null,
    ]
  }

  private static func inForce(_ price: ModelCard.Price) -> JSONValue {
    [
      "input": .number(price.input), "cached": price.cached.map(JSONValue.number) ?? .null,
      "cache_write": price.written.map(JSONValue.number) ?? .null, "output": .number(price.output),
    ]
  }
}
