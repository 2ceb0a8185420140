package import Casefile

extension StampedEvent {
  /// The event's name in CONTRACTS §5.
  package var name: String { event.name }

  /// The line that `hunt --format jsonl` prints.
  package var json: JSONValue {
    var line = JSONObject()
    line["event"] = .string(name)
    line["hunt"] = .string(hunt.description)
    line["attempt"] = .integer(Int64(attempt))
    line["seq"] = .integer(Int64(sequence))
    line["time"] = .string(time.description)
    if let members = body.object { for (key, value) in members.pairs { line[key] = value } }
    return .object(line)
  }

  /// What the event says beside its place.
  package var body: JSONValue { event.body }
}

extension HuntEvent {
  package var name: String {
    switch self {
    case .begun: "begun"
    case .queryEdited: "queryEdited"
    case .runRequested: "runRequested"
    case .consentGiven: "consentGiven"
    case .consentRefused: "consentRefused"
    case .stopRequested: "stopRequested"
    case .modelWanted: "modelWanted"
    case .followUpAsked: "followUpAsked"
    case .partStarted: "chunk"
    case .reductionWanted: "reductionWanted"
    case .stageStarted: "stageStarted"
    case .modelChosen: "modelChosen"
    case .planDrafted: "planDrafted"
    case .queryReviewed: "queryReviewed"
    case .consentNeeded: "consentNeeded"
    case .rowsArrived: "rowsArrived"
    case .queryProgressed: "queryProgressed"
    case .foundEmpty: "foundEmpty"
    case .reduced: "reduced"
    case .textArrived: "textArrived"
    case .retrying: "retrying"
    case .findingArrived: "findingArrived"
    case .usageReported: "usageReported"
    case .finished: "finished"
    case .failed: "failed"
    case .cancelled: "cancelled"
    }
  }

  var body: JSONValue {
    switch self {
    case .begun, .runRequested, .consentGiven, .consentRefused, .stopRequested: [:]
    case .queryEdited(let text, _): ["kql": .string(text)]
    case .followUpAsked(let text): ["text": .string(text)]
    case .partStarted(let number, let total): ["n": .count(number), "of": .count(total)]
    case .modelWanted(let name): ["model": name.map(JSONValue.string) ?? .null]
    case .reductionWanted(let steps): ["steps": .texts(ReductionStep.allCases.filter(steps.contains).map(\.rawValue))]
    case .stageStarted(let stage): ["stage": .string(stage.rawValue)]
    case .modelChosen(let purpose, let choice): choice.body(purpose)
    case .planDrafted(let plan): ["plan": plan.json]
    case .queryReviewed(let review): review.body
    case .consentNeeded(let question): ["kind": .string(question.kind.rawValue), "reasons": .texts(question.reasons)]
    case .rowsArrived(let progress): progress.body
    case .queryProgressed(let progress): progress.body
    case .foundEmpty(let empty): empty.body
    case .reduced(let summary): summary.body
    case .textArrived(let text): ["text": .string(text)]
    case .retrying(let seconds, let cause): ["after_s": .number(seconds), "cause": .string(cause)]
    case .findingArrived(let finding): ["finding": finding.json]
    case .usageReported(let purpose, let usage, let cost): usage.body(purpose, cost)
    case .finished(let ending): ending.body
    case .failed(let problem): problem.body
    case .cancelled(let kept): ["kept_findings": .integer(Int64(kept))]
    }
  }
}

extension JSONValue {
  static func texts(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
  static func count(_ number: Int) -> JSONValue { .integer(Int64(number)) }
  static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
  static func dollars(_ money: Money?) -> JSONValue { money.map { .number($0.dollars) } ?? .null }
}

extension ModelChoice {
  fileprivate func body(_ purpose: ModelPurpose) -> JSONValue {
    [
      "purpose": .string(purpose.rawValue), "model": .string(model.name), "reason": .string(reason),
      "input_tokens": .count(inputTokens), "calls": .count(calls), "estimated": .bool(isEstimated), "estimate_usd": .dollars(estimate),
      "most_usd": .dollars(most),
      "parts": parts.json,
    ]
  }
}

extension Review {
  fileprivate var body: JSONValue {
    var kql: String?
    if case .allowed(let query) = self { kql = query.text }
    if case .consent(let request) = self { kql = request.text }
    return [
      "verdict": .string(verdict), "reasons": .texts(concerns.map { "\($0.reason) \($0.remedy)" }), "kql": .text(kql),
      "additions": .texts(additions),
    ]
  }
}

extension RowsProgress {
  fileprivate var body: JSONValue {
    [
      "count": .count(count), "total": isComplete ? .count(count) : .null, "partial": .text(partial), "complete": .bool(isComplete),
      "result_set": .string(resultSet.description), "backend": .string(backend),
      "scanned_rows": scannedRows.map(JSONValue.count) ?? .null, "scanned_bytes": scannedBytes.map(JSONValue.count) ?? .null,
      "notes": .texts(notes),
    ]
  }
}

extension QueryProgress {
  fileprivate var body: JSONValue {
    switch self {
    case .parts(let done, let total): ["parts_done": .count(done), "parts": .count(total)]
    case .fraction(let fraction): ["fraction": .number(fraction)]
    case .retrying(let seconds, let cause): ["after_s": .number(seconds), "cause": .string(cause)]
    }
  }
}

extension EmptyResult {
  fileprivate var body: JSONValue {
    [
      "reason": .string(reason.rawValue), "explanation": .string(explanation), "newest_row": .text(newestRow?.description),
      "widen": .texts(widen),
    ]
  }
}

extension ReductionSummary {
  fileprivate var body: JSONValue {
    [
      "calls": .count(calls), "rows_in": .count(rowsIn), "rows_sent": .count(rowsSent), "groups": .count(groups),
      "tokens_before": .count(tokensBefore),
      "tokens_after": .count(tokensAfter), "left_out": .text(leftOut), "indicators_lost": .count(indicatorsLost),
      "marked_sent": .count(markedSent), "marked_lost": .count(markedLost),
      "rows_talking": .count(talking),
      "steps": .array(savings.map { ["step": .string($0.step.rawValue), "on": .bool($0.isOn), "tokens_saved": .count($0.tokens)] }),
      "parts": [
        "legend": .count(parts.legend), "combinations": .count(parts.combinations), "dictionary": .count(parts.dictionary),
        "lines": .count(parts.lines), "indicators": .count(parts.appendix),
      ],
    ]
  }
}

extension Usage {
  fileprivate func body(_ purpose: ModelPurpose, _ cost: Money?) -> JSONValue {
    [
      "purpose": .string(purpose.rawValue), "input": .count(input), "cached": .count(cached), "written": .count(written),
      "output": .count(output), "reasoning": .count(reasoning), "cost_usd": .dollars(cost), "estimated": .bool(isEstimated),
    ]
  }
}

extension HuntEnding {
  fileprivate var body: JSONValue {
    [
      "findings": .count(findings), "cost_usd": .dollars(cost), "seconds": .number(seconds), "cut": .bool(cutReason != nil),
      "cut_reason": .text(cutReason), "empty": empty?.body ?? .null,
    ]
  }
}

extension Problem {
  fileprivate var body: JSONValue {
    let retry: JSONValue =
      switch retry {
      case .never: "never"
      case .now: "now"
      case .after(let seconds): .number(seconds)
      }
    return ["summary": .string(summary), "cause": .text(cause), "remedy": .text(remedy), "retry": retry]
  }
}
