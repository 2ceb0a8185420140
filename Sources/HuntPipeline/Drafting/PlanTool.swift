import Casefile

/// The one function a model must call to draft a plan, and how its arguments are read.
///
/// It carries everything the predecessors' tool had (PREDECESSORS §4), with an enumeration of tables, bounds and an absolute range.
package enum PlanTool {
  package static let name = "plan_log_query"

  /// The tool for these tables; the schema is in the strict subset all providers take, bounds are repeated in words because some
  /// providers leave `maxLength` and `maxItems` out.
  package static func tool(for brief: PlanningBrief) -> ModelCall.Tool {
    let tables = brief.tables.map(\.name).sorted()
    let operators = QueryPlan.Filter.Operator.allCases.map(\.rawValue)
    let filter = closed([
      ("field", text("A column of the chosen table.")),
      ("op", choice(operators, "The comparison.")),
      ("values", list(text("A value, exactly as it stands in the request."), "One value; several for in, in~ and has_any.", most: 5)),
    ])
    let why = closed([
      ("table", text("Why this table.", 160)), ("fields", text("Why these fields.", 160)),
      ("range", text("Which words the range was read from.", 160)),
      ("filters", text("Why these filters, and what was left unfiltered.", 160)),
    ])
    let parameters = closed([
      ("table_name", choice(tables, "The one table to query.")),
      ("fields", list(text("A column name."), "Columns to show, the time column first; at most 14.", most: 14)),
      ("from", text("Start of the range, UTC, ISO 8601, e.g. 2026-01-31T00:00:00Z.")),
      ("to", text("End of the range, exclusive, UTC, ISO 8601.")),
      ("time_words", text("The words of the request that name the time; empty when none do.")),
      (
        "filters",
        list(filter, "Conditions, all of which must hold; at most 5. Empty when the request names nothing to filter by.", most: 5)
      ),
      ("device_name", text("The host the request is about, or empty.")),
      ("user_principal_name", text("The user the request is about (SigninLogs, AuditLogs), or empty.")),
      ("caller", text("The user the request is about (AzureActivity), or empty.")),
      ("about_individual_user", flag("True when the request is about one user.")),
      ("about_individual_host", flag("True when the request is about one host.")),
      ("about_network_security_group", flag("True when the request is about firewall or NSG flows.")),
      ("limit", integer("Rows at most, from 1 to \(brief.policy.maxRows).")),
      ("rationale", why),
    ])
    return ModelCall.Tool(
      name: name, description: "Plan one query over the security logs that answers the analyst's request.", parameters: parameters)
  }

  private static func closed(_ members: [(String, JSONValue)]) -> JSONValue {
    var properties = JSONObject()
    for (key, schema) in members { properties[key] = schema }
    return [
      "type": "object", "properties": .object(properties), "required": .array(members.map { .string($0.0) }),
      "additionalProperties": false,
    ]
  }

  private static func text(_ description: String, _ length: Int64 = 64) -> JSONValue {
    ["type": "string", "description": .string(description), "maxLength": .integer(length)]
  }
  private static func flag(_ description: String) -> JSONValue { ["type": "boolean", "description": .string(description)] }
  private static func integer(_ description: String) -> JSONValue { ["type": "integer", "description": .string(description)] }

  private static func list(_ items: JSONValue, _ description: String, most: Int64) -> JSONValue {
    ["type": "array", "items": items, "description": .string(description), "maxItems": .integer(most)]
  }

  private static func choice(_ values: [String], _ description: String) -> JSONValue {
    ["type": "string", "enum": .array(values.map(JSONValue.string)), "description": .string(description)]
  }
}
