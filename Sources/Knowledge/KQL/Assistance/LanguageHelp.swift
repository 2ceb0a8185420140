import Casefile

/// Help for calls that the grammar or the binder reads itself, and where the help of all else is found.
enum LanguageHelp {
  /// Calls that are no functions of the catalogue.
  static let specialCalls: [(name: String, detail: String)] = [
    ("toscalar", "toscalar(query): the first cell"), ("column_ifexists", "column_ifexists(name, otherwise)"),
    ("dynamic", "dynamic(json): dynamic"), ("datetime", "datetime(date): datetime"), ("timespan", "timespan(span): timespan"),
    ("typeof", "typeof(type)"), ("materialize", "materialize(query): table"), ("table", "table(name): table"),
  ]

  /// One sentence of help about a function, of the language or of the grammar.
  static func function(_ name: String) -> String? {
    switch name {
    case "toscalar": "Runs a query and takes the first cell of its first row."
    case "column_ifexists", "columnifexists": "The column of that name, or the second argument where there is none."
    case "dynamic": "A dynamic value, written as JSON."
    case "datetime": "A moment, in UTC unless it says otherwise."
    case "timespan": "A length of time."
    case "typeof": "Names a type."
    case "materialize": "Computes a table once, however often it is used."
    case "table": "The table of that name."
    default: FunctionHelp.text(FunctionCatalogue.shared.canonical(name))
    }
  }
}
