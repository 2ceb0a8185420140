/// The words the grammar knows, told apart once by the lexer; all of them may still be names where a name is expected.
enum Word: String, CaseIterable, Sendable {
  case none = ""
  case access, accumulate, alias, and, anomalycolumns, `as`, asc, axes
  case barchart, base, between, bin, by
  case cache, card, catalog, cluster, columns, consume, contains, count
  case containsCased = "contains_cs"
  case database, datatable, declare, `default`, desc, distinct, dynamic
  case edges, endswith, evaluate, extend, externaldata
  case endsWithCased = "endswith_cs"
  case externalData = "external_data"
  case facet, `false`, filter, find, first, fork, from, fullouter
  case getschema, graph, granny
  case graphMarkComponents = "graph-mark-components"
  case graphMatch = "graph-match"
  case graphMerge = "graph-merge"
  case graphShortestPaths = "graph-shortest-paths"
  case graphToTable = "graph-to-table"
  case has
  case hasAll = "has_all"
  case hasAny = "has_any"
  case hasCased = "has_cs"
  case hasIPv4 = "has_ipv4"
  case hasprefix, hassuffix
  case hasPrefixCased = "hasprefix_cs"
  case hasSuffixCased = "hassuffix_cs"
  case hint, `in`, inner, into, invoke
  case inTilde = "in~"
  case join, kind, last, latest, `let`, like, limit, lookup
  case likeCased = "like_cs"
  case macroExpand = "macro-expand"
  case makeGraph = "make-graph"
  case makeSeries = "make-series"
  case matches, materialize, missing, mvapply, mvexpand
  case mvApply = "mv-apply"
  case mvExpand = "mv-expand"
  case nodes, notcontains, notlike, null, nulls
  case notLikeCased = "notlike_cs"
  case of, on, optional, or, order, others, output
  case parse, partition, pattern, print, project
  case parseKeyValues = "parse-kv"
  case parseWhere = "parse-where"
  case partitionBy = "partition-by"
  case projectAway = "project-away"
  case projectByNames = "project-by-names"
  case projectKeep = "project-keep"
  case projectRename = "project-rename"
  case projectReorder = "project-reorder"
  case queryParameters = "query_parameters"
  case range, reduce, regex, relaxed, render, restrict, rowstore
  case sample, scan, search, serialize, series, set, simple, sort, startswith, step, summarize
  case sampleDistinct = "sample-distinct"
  case startsWithCased = "startswith_cs"
  case table, take, to, top, toscalar, totable, `true`, typeof, threshold
  case topHitters = "top-hitters"
  case topNested = "top-nested"
  case union, until, view, `where`, with
  case withItemIndex = "with_itemindex"
  case withNodeId = "with_node_id"
  case withSource = "with_source"
  case withsource
  case notContains = "!contains"
  case notContainsCased = "!contains_cs"
  case notBetween = "!between"
  case notEndsWith = "!endswith"
  case notEndsWithCased = "!endswith_cs"
  case notHas = "!has"
  case notHasAll = "!has_all"
  case notHasAny = "!has_any"
  case notHasCased = "!has_cs"
  case notHasPrefix = "!hasprefix"
  case notHasPrefixCased = "!hasprefix_cs"
  case notHasSuffix = "!hassuffix"
  case notHasSuffixCased = "!hassuffix_cs"
  case notIn = "!in"
  case notInTilde = "!in~"
  case notStartsWith = "!startswith"
  case notStartsWithCased = "!startswith_cs"
}

/// Finds the word that some bytes spell, without making a string.
struct WordTable: Sendable {
  static let shared = WordTable()
  private let slots: [(bytes: [UInt8], word: Word)]
  private static let size = 1024

  private init() {
    var slots: [(bytes: [UInt8], word: Word)] = Array(repeating: ([], .none), count: WordTable.size)
    for word in Word.allCases where word != .none {
      let bytes = Array(word.rawValue.utf8)
      var place = bytes.withUnsafeBufferPointer { WordTable.hash($0[...]) }
      while slots[place].word != .none { place = (place + 1) % WordTable.size }
      slots[place] = (bytes, word)
    }
    self.slots = slots
  }

  private static func hash(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    var hash: UInt32 = 2_166_136_261
    for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return Int(hash ^ (hash >> 10)) & (size - 1)
  }

  func word(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Word {
    guard bytes.count <= 24 else { return .none }
    var place = WordTable.hash(bytes)
    while slots[place].word != .none {
      if slots[place].bytes.elementsEqual(bytes) { return slots[place].word }
      place = (place + 1) % WordTable.size
    }
    return .none
  }
}
