extension Word {
  /// The binary operators over strings.
  var isStringOperator: Bool {
    switch self {
    case .has, .hasCased, .hasprefix, .hasPrefixCased, .hassuffix, .hasSuffixCased, .contains, .containsCased, .startswith,
      .startsWithCased, .endswith, .endsWithCased, .matches, .like, .likeCased, .notcontains, .notlike, .notLikeCased, .notHas,
      .notHasCased,
      .notHasPrefix, .notHasPrefixCased, .notHasSuffix, .notHasSuffixCased, .notContains, .notContainsCased, .notStartsWith,
      .notStartsWithCased, .notEndsWith, .notEndsWithCased:
      true
    default: false
    }
  }

  /// `in`, `has_any`, `has_all` and their forms.
  var isMembership: Bool {
    switch self {
    case .in, .inTilde, .notIn, .notInTilde, .hasAny, .notHasAny, .hasAll, .notHasAll: true
    default: false
    }
  }

  /// Words that Kusto takes for no name unless they are quoted.
  var isReserved: Bool {
    switch self {
    case .first, .last, .latest, .missing, .project, .union, .asc, .desc, .projectAway, .projectKeep, .projectRename, .projectReorder: true
    default: false
    }
  }

  /// Words that may be given as a new name but cannot be referred to by it unless they are quoted.
  var isReservedInExpressions: Bool {
    switch self {
    case .where, .find, .search, .print, .sample, .datatable, .to, .of, .set: true
    default: isReserved
    }
  }

  /// Words that only ever mean an operator where a value could stand.
  var cannotBeName: Bool {
    switch self {
    case .and, .or, .by, .between, .notBetween, .matches: true
    case .has, .contains, .startswith, .endswith, .in: true
    default: isMembership || rawValue.hasPrefix("!")
    }
  }
}
