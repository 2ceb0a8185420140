/// What an editor says of an operator: how it is written, what it does, the parameters it has by name.
struct OperatorHelp: Sendable {
  /// A parameter written `name=value` after the operator's word.
  struct Parameter: Sendable {
    var name: String
    /// The values it takes; empty where any will do.
    var values: [String]
  }

  var name: String
  /// How it is written, with `…` for what may be repeated and `[ ]` for what may be left out.
  var syntax: String
  /// One sentence.
  var help: String
  var parameters: [Parameter]
  /// True for words that only begin a query.
  var isSource: Bool

  func parameter(named name: String) -> Parameter? { parameters.first { $0.name == name } }

  static func named(_ name: String) -> OperatorHelp? { byName[otherNames[name] ?? name] }

  private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  private static let otherNames = [
    "filter": "where", "order": "sort", "limit": "take", "mvexpand": "mv-expand", "mvapply": "mv-apply", "external_data": "externaldata",
  ]

  /// The commonest first.
  static let all: [OperatorHelp] = (operatorLines + "\n" + sourceLines).split(separator: "\n").map { line in
    let parts = line.split(separator: "#", omittingEmptySubsequences: false).map { String($0).trimmingBlanks }
    let isSource = parts[0].hasPrefix("-")
    let name = isSource ? String(parts[0].dropFirst()) : parts[0]
    return OperatorHelp(name: name, syntax: parts[1], help: parts[2], parameters: parameters[name] ?? [], isSource: isSource)
  }

  private static let parameters: [String: [Parameter]] = [
    "join": [
      Parameter(
        name: "kind",
        values: [
          "inner", "innerunique", "leftouter", "rightouter", "fullouter", "leftsemi", "rightsemi", "leftanti", "rightanti", "anti",
          "leftantisemi", "rightantisemi",
        ]),
      Parameter(name: "hint.strategy", values: ["broadcast", "shuffle"]), Parameter(name: "hint.shufflekey", values: []),
      Parameter(name: "hint.num_partitions", values: []), Parameter(name: "hint.remote", values: ["auto", "left", "local", "right"]),
    ],
    "lookup": [Parameter(name: "kind", values: ["leftouter", "inner"])],
    "union": [
      Parameter(name: "kind", values: ["outer", "inner"]), Parameter(name: "withsource", values: []),
      Parameter(name: "isfuzzy", values: ["true", "false"]),
    ],
    "mv-expand": [Parameter(name: "bagexpansion", values: ["bag", "array"]), Parameter(name: "with_itemindex", values: [])],
    "mv-apply": [Parameter(name: "with_itemindex", values: [])],
    "parse": [Parameter(name: "kind", values: ["simple", "relaxed", "regex"]), Parameter(name: "flags", values: [])],
    "parse-where": [Parameter(name: "kind", values: ["simple", "relaxed", "regex"]), Parameter(name: "flags", values: [])],
    "search": [Parameter(name: "kind", values: ["case_insensitive", "case_sensitive"])],
    "find": [Parameter(name: "withsource", values: [])],
    "make-series": [Parameter(name: "kind", values: ["nonempty"])],
    "summarize": [
      Parameter(name: "hint.strategy", values: ["shuffle"]), Parameter(name: "hint.shufflekey", values: []),
      Parameter(name: "hint.num_partitions", values: []),
    ],
    "partition": [Parameter(name: "hint.strategy", values: ["native", "shuffle", "legacy"])],
    "reduce": [Parameter(name: "kind", values: ["source"])],
    "scan": [Parameter(name: "with_match_id", values: [])],
    "as": [Parameter(name: "hint.materialized", values: ["true", "false"])],
    "consume": [Parameter(name: "decodeblocks", values: ["true", "false"])],
  ]
}

private let operatorLines = """
  where # where condition # Keeps the rows for which the condition is true.
  extend # extend [name =] value, … # Adds columns, or gives new values to those that are there.
  project # project [name =] value, … # Keeps these columns, in this order, and no others.
  summarize # summarize [name =] aggregate, … [by [name =] value, …] # Makes one row of each group of rows.
  join # join [kind=…] (table) on key, … # Puts rows of two tables side by side where their keys are equal.
  sort # sort by value [asc|desc] [nulls first|nulls last], … # Orders the rows; the largest come first unless told otherwise.
  take # take count # Keeps so many rows, no matter which.
  top # top count by value [asc|desc] # Keeps the first rows of an order.
  distinct # distinct value, … # Keeps each combination of values once.
  count # count # Gives one row with the number of rows.
  union # union [kind=…] [withsource=name] [isfuzzy=true] table, … # Puts the rows of several tables after one another.
  project-away # project-away name, … # Drops columns; '*' stands for any part of a name.
  project-keep # project-keep name, … # Keeps columns in the order they are in; '*' stands for any part of a name.
  project-rename # project-rename new = old, … # Gives columns new names.
  project-reorder # project-reorder name [asc|desc], … # Moves columns to the front.
  mv-expand # mv-expand [name =] array [to typeof(type)], … [limit count] # Makes one row of each item of an array or bag.
  mv-apply # mv-apply [name =] array [to typeof(type)] on (operators) # Runs a sub-query over the items of each row's array.
  parse # parse [kind=…] text with "literal" name: type * … # Takes a text apart into columns; rows that do not fit keep nulls.
  parse-where # parse-where [kind=…] text with "literal" name: type * … # Takes a text apart into columns and drops rows that do not fit.
  parse-kv # parse-kv text as (name: type, …) [with (pair_delimiter=…, kv_delimiter=…)] # Takes key and value pairs out of a text.
  lookup # lookup [kind=…] (table) on key, … # Adds the columns of a small table where the keys are equal.
  render # render chart [with (property=value, …)] # Says how the result is to be drawn.
  make-series # make-series [name =] aggregate [default=value], … on axis from start to end step size [by value, …] # Makes an array of values over even steps.
  evaluate # evaluate plugin(argument, …) # Hands the rows to a plugin.
  invoke # invoke function(argument, …) # Hands the rows to a function whose first parameter is a table.
  as # as name # Names the rows so far, for later parts of the query.
  serialize # serialize [name = value, …] # Fixes the order of rows, for functions that look at neighbours.
  search # search [kind=…] [in (table, …)] condition # Keeps rows in which any column matches.
  find # find [withsource=name] [in (table, …)] where condition [project name, …] # Finds rows over several tables.
  sample # sample count # Keeps so many rows, chosen at random.
  sample-distinct # sample-distinct count of value # Gives so many distinct values.
  getschema # getschema # Describes the columns instead of giving rows.
  top-nested # top-nested [count] of value [with others = value] by aggregate, … # Keeps the first groups, and the first within each.
  top-hitters # top-hitters count of value [by weight] # Estimates the commonest values.
  partition # partition by column (operators) # Runs a sub-query over the rows of each value of a column.
  scan # scan [with_match_id=name] [declare (…)] with (step name: condition => name = value; …) # Follows sequences of rows.
  fork # fork [name =] (operators) … # Sends the rows to several sub-queries.
  facet # facet by column, … [with (operators)] # Gives a table of counts for each column.
  reduce # reduce [kind=source] by column [with threshold=value] # Groups texts that are alike.
  consume # consume # Reads the rows and gives none.
  """

private let sourceLines = """
  -let # let name = value; # Names a value, a table or a function for the rest of the query.
  -print # print [name =] value, … # Gives one row of values.
  -range # range name from start to end step size # Gives one row for each step.
  -datatable # datatable (name: type, …) [value, …] # A table written out.
  -externaldata # externaldata (name: type, …) [address, …] with (format=…) # Rows of a file from outside.
  -set # set option = value; # Sets an option of the request.
  -declare query_parameters # declare query_parameters (name: type = default, …); # Parameters that the caller may set.
  """
