import Casefile

/// What answers of any query service can be beside rows, in words.
enum AnswerProblem {
  static func page(_ type: String, of address: String) -> Problem {
    Problem(
      "Something else answered in place of \(address).", cause: "The answer is a page (\(type)), not JSON.",
      remedy: "A proxy or a sign-in page of the network stands in between: open the address in a browser, or check https_proxy.",
      retry: .now)
  }

  static func nothing(of address: String) -> Problem {
    Problem(
      "\(address) answered with nothing.", cause: "Status 200 without a body: the service did not see the request's body or its type.",
      remedy: "Something between here and the service may strip Content-Type or the body: check the proxy.", retry: .now)
  }

  static func shape(of address: String) -> Problem {
    Problem(
      "\(address) answered with something unknown.", cause: "The JSON holds neither a table nor an error.",
      remedy: "Check the address of the service in the configuration.")
  }

  /// What happened to cells of a table.
  static func notes(on table: AnswerTable) -> [String] {
    guard table.misfits > 0 else { return [] }
    return ["\(table.misfits) cell\(table.misfits == 1 ? "" : "s") did not fit the type of the column and stand as text."]
  }

  /// Rows that could not be read.
  static func refused(_ table: AnswerTable) -> String {
    "\(table.refused) row\(table.refused == 1 ? " is" : "s are") not what the columns ask for (\(table.firstRefused ?? ""))"
  }
}
