import Casefile

/// An error as Data Explorer reports it (OneApiError), in the body of a failed request or among the frames of an answer.
struct KustoError: Equatable, Sendable {
  /// `General_BadRequest`, `LimitsExceeded` …
  var code: String
  /// The code of the innermost error, `SEM0100`, `SYN0002` …; that of the whole where there is none inside.
  var innerCode: String
  /// The most telling words: `@message` of the innermost error.
  var message: String
  /// Whether the same request must fail again; nil when the service does not say.
  var isPermanent: Bool?
  /// What support asks for.
  var activityID: String?

  /// Reads `{"error": {…}}` or its content; nil when it is neither.
  init?(_ json: JSONValue?) {
    guard let error = json?["error"] ?? json, error.object != nil else { return nil }
    guard let code = error["code"]?.string ?? error["@errorCode"]?.string ?? error["@type"]?.string else { return nil }
    let inner = KustoError.innermost(error)
    self.code = code
    innerCode = inner["@errorCode"]?.string ?? inner["code"]?.string ?? code
    message = ["@message", "@errorMessage", "message"].lazy.compactMap { inner[$0]?.string }.first { !$0.isEmpty } ?? code
    // One that will pass does not make the whole pass: every level must say so.
    isPermanent = KustoError.levels(error).compactMap { $0["@permanent"]?.bool }.reduce(nil) { ($0 ?? false) || $1 }
    activityID = error["@context"]?["activityId"]?.string
  }

  /// Every error of a list as frames carry it.
  static func list(_ json: JSONValue?) -> [KustoError] { json?.array?.compactMap { KustoError($0) } ?? [] }

  private static func levels(_ error: JSONValue) -> [JSONValue] {
    var levels = [error]
    while levels.count < 12, let last = levels.last, let inner = last["innererror"] ?? last["innerError"], inner.object != nil {
      levels.append(inner)
    }
    return levels
  }

  private static func innermost(_ error: JSONValue) -> JSONValue { levels(error).last ?? error }
}

extension KustoError {
  /// What a limit of the service cut.
  enum Limit: Equatable, Sendable {
    /// 500,000 rows or 64 MB of result.
    case result
    /// Memory for an operator or for the query.
    case memory
    case other
  }

  /// Nil when no limit was exceeded. Told by the codes, which stand in fields of their own or, for the engine's, in the error's words:
  /// `(80DA0003)`.
  var limit: Limit? {
    if has("E_QUERY_RESULT_SET_TOO_LARGE", "80DA0003") { return .result }
    if has("E_RUNAWAY_QUERY", "80DA0001") || has("E_LOW_MEMORY_CONDITION", "80DA0007") { return .memory }
    return code == "LimitsExceeded" || innerCode == "LimitsExceeded" ? .other : nil
  }

  private func has(_ name: String, _ number: String) -> Bool {
    [code, innerCode].contains { $0 == name || $0.uppercased() == "0X" + number || $0.uppercased() == number }
      || engineCodes.contains(name) || engineCodes.contains(number) || engineCodes.contains("0X" + number)
  }

  /// Words of the message that are written as codes: capitals, digits and underscores alone, eight at least.
  private var engineCodes: Set<String> {
    let words = message.split { !($0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber)) }
    return Set(words.filter { $0.count >= 8 && !$0.contains { $0.isLowercase && $0 != "x" } }.map { $0.uppercased() })
  }
}
