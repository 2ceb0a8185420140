extension QueryPlan {
  /// The plan as CONTRACTS §6 prints it.
  package var json: JSONValue {
    [
      "subject": .string(subject.rawValue), "table": .string(table), "fields": .array(fields.map(JSONValue.string)),
      "from": .string(range.from.description), "to": .string(range.to.description), "time_words": .string(timeWords),
      "filters": .array(filters.map(\.json)), "limit": .integer(Int64(limit)),
      "rationale": [
        "table": .string(rationale.table), "fields": .string(rationale.fields), "range": .string(rationale.range),
        "filters": .string(rationale.filters),
      ],
      "kql": .string(kql), "drafted_by": .string(draftedBy),
    ]
  }
}

extension QueryPlan.Filter {
  /// One value is text, several are a list.
  package var json: JSONValue {
    let value: JSONValue = values.count == 1 ? .string(values[0]) : .array(values.map(JSONValue.string))
    return ["field": .string(field), "op": .string(op.rawValue), "value": value]
  }
}

extension Finding {
  /// The finding as CONTRACTS §6 prints it.
  package var json: JSONValue {
    guard let triage else { return claim }
    var whole = claim.object ?? [:]
    whole["triage"] = triage.json
    return .object(whole)
  }

  /// All but what the analyst decided.
  private var claim: JSONValue {
    [
      "id": .string(id), "hunt": .string(hunt?.description ?? ""), "result_set": .string(resultSet?.description ?? ""),
      "rows": .array(rows.map { .integer(Int64($0)) }), "title": .string(title), "description": .string(description),
      "mitre": mitre.json, "log_lines": .array(logLines.map(JSONValue.string)), "confidence": .string(confidence.rawValue),
      "evidence": .string(evidence.rawValue), "not_found": .array(notFound.map(JSONValue.string)),
      "doubts": .array(doubts.map(JSONValue.string)), "talking_rows": .array(talking.map { .integer(Int64($0)) }),
      "source": .string(source),
      "indicators_of_compromise": .array(indicators.map(JSONValue.string)),
      "recommendations": .array(recommendations.map { .string($0.rawValue) }), "tags": .array(tags.map(JSONValue.string)),
      "notes": .string(notes), "cut": .bool(cut),
    ]
  }
}

extension Finding.Mitre {
  package var json: JSONValue {
    [
      "tactic": .string(tactic), "technique": .string(technique), "sub_technique": .string(subTechnique), "id": .string(id),
      "name": .string(name), "description": .string(description), "status": .string(status.rawValue), "corrected": .bool(corrected),
    ]
  }
}
