import Casefile

extension AggregateFunction {
  /// As a list of completions shows it: `dcount(value, [accuracy])`.
  var signature: String {
    let names = parameterNames
    let list = names.enumerated().map { $0.offset < fewest ? $0.element : "[\($0.element)]" }
    return "\(name)(\(list.joined(separator: ", "))\(most > names.count ? ", …" : ""))"
  }

  /// What the help calls the arguments, as many as have a name of their own.
  var parameterNames: [String] {
    switch name {
    case "count": []
    case "countif": ["condition"]
    case "arg_max", "arg_min": [name == "arg_max" ? "maximised" : "minimised", "returned"]
    case "percentile", "percentiles", "percentiles_array": ["value", "percentage"]
    case "percentilew", "percentilesw", "percentilesw_array": ["value", "weight", "percentage"]
    case "dcount", "hll": ["value", "accuracy"]
    case "dcountif", "hll_if": ["value", "condition", "accuracy"]
    case "tdigest": ["value", "weight"]
    case "make_set", "make_list", "make_bag": ["value", "most"]
    case "make_set_if", "make_list_if", "make_bag_if": ["value", "condition", "most"]
    case "covariance", "covariancep": ["x", "y"]
    case "covarianceif", "covariancepif": ["x", "y", "condition"]
    default: condition == 1 ? ["value", "condition"] : ["value"]
    }
  }
}

extension ScalarFunction.Result {
  /// "string", "as the first argument".
  var text: String {
    switch self {
    case .fixed(let type): type.rawValue
    case .first: "as the first argument"
    case .widest, .branches: "the widest of its results"
    }
  }
}

extension FunctionBinding {
  /// The names and types of its parameters.
  var parameters: [(name: String, type: String)] {
    (declaration.child(.parameterList)?.children(.parameter) ?? []).map { parameter in
      let parts = parameter.children
      return (parts.first?.nameText ?? "", parts.count > 1 ? parts[1].text : "")
    }
  }

  /// `f(x: long, t: (a: string))`.
  func signature(named name: String) -> String { "\(name)(\(parameters.map { "\($0.name): \($0.type)" }.joined(separator: ", ")))" }
}
