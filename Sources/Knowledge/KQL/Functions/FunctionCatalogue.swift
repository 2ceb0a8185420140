/// All functions the language knows, by name.
package struct FunctionCatalogue: Sendable {
  /// The one catalogue; it never changes.
  package static let shared = FunctionCatalogue()

  /// Scalar functions by their names without aliases.
  package let scalars: [String: ScalarFunction]
  /// Aggregate functions by their names without aliases.
  package let aggregates: [String: AggregateFunction]
  /// Other spellings and the names they stand for.
  package let aliases: [String: String]

  private init() {
    var scalars: [String: ScalarFunction] = [:]
    for line in (scalarFunctionLines + "\n" + rareScalarFunctionLines).split(separator: "\n") {
      guard let function = ScalarFunction(line: line) else { preconditionFailure("catalogue line \(line)") }
      scalars[function.name] = function
    }
    self.scalars = scalars
    aggregates = Dictionary(AggregateFunction.all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    aliases = functionAliases
    names = (Array(scalars.keys) + Array(aggregates.keys) + Array(functionAliases.keys)).sorted()
  }

  /// The name that counts: an alias gives way to what it stands for.
  package func canonical(_ name: String) -> String { aliases[name] ?? name }

  /// The scalar function a name or alias means.
  package func scalar(_ name: String) -> ScalarFunction? { scalars[canonical(name)] }

  /// The aggregate function a name or alias means.
  package func aggregate(_ name: String) -> AggregateFunction? { aggregates[canonical(name)] }

  /// Every name that can be called, aliases included, sorted.
  package let names: [String]
}

private let functionAliases: [String: String] = [
  "iif": "iff", "toboolean": "tobool", "toreal": "todouble", "parsejson": "parse_json", "todynamic": "parse_json",
  "toobject": "parse_json", "pack": "bag_pack", "pack_dictionary": "bag_pack",
  "columnifexists": "column_ifexists", "arraylength": "array_length", "notempty": "isnotempty", "notnull": "isnotnull",
  "extractjson": "extract_json", "extractall": "extract_all", "base64_decodestring": "base64_decode_tostring",
  "base64_encodestring": "base64_encode_tostring", "makestring": "make_string", "datepart": "datetime_part",
  "ceil": "ceiling", "replace": "replace_regex", "getmonth": "monthofyear",
  "parseurl": "parse_url", "parseurlquery": "parse_urlquery", "parsexml": "parse_xml",
  "parsecsv": "parse_csv", "parsepath": "parse_path", "weekofyear": "week_of_year",
  "arraysplit": "array_split", "floor": "bin", "dynamictojson": "dynamic_to_json",
  "totime": "totimespan",
  // Aggregates
  "makeset": "make_set", "makelist": "make_list", "any": "take_any", "anyif": "take_anyif", "argmax": "arg_max", "argmin": "arg_min",
  "make_dictionary": "make_bag", "makebag": "make_bag", "percentile_array": "percentiles_array",
]
