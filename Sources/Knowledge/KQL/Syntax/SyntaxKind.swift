/// What a node of the tree is.
package enum SyntaxKind: UInt8, Sendable, CaseIterable {
  // Statements
  case query, emptyStatement, expressionStatement, letStatement, setStatement, declareParametersStatement, declarePatternStatement
  case aliasStatement, restrictStatement, controlCommand
  case functionDeclaration, parameterList, parameter, schema, functionBody
  // Pipelines and their sources
  case pipeline, datatable, rowValues, externalData, printSource, rangeSource, unionSource, findSource, searchSource
  // Operators
  case whereOperator, extendOperator, projectOperator, projectAwayOperator, projectKeepOperator, projectRenameOperator
  case projectReorderOperator, projectByNamesOperator, summarizeOperator, distinctOperator, sortOperator, topOperator, takeOperator
  case countOperator, joinOperator, lookupOperator, unionOperator, mvExpandOperator, mvApplyOperator, parseOperator
  case parseKeyValuesOperator, evaluateOperator, invokeOperator, makeSeriesOperator, renderOperator, serializeOperator, asOperator
  case searchOperator, findOperator, getSchemaOperator, sampleOperator, sampleDistinctOperator, topNestedOperator, topHittersOperator
  case partitionOperator, partitionByOperator, scanOperator, forkOperator, facetOperator, reduceOperator, consumeOperator
  case graphOperator, macroExpandOperator, unknownOperator
  // Parts of operators
  case operatorParameters, operatorParameter, byClause, onClause, withClause, sortKey, nullsPlacement, namedExpression, nameList, range
  case makeSeriesAggregate, expansion, parsePattern, topNestedLevel, scanStep, forkBranch, typeOf, ofClause, toClause, defaultClause
  case limitClause, subpipeline
  // Expressions
  case name, bracketedName, wildcard, star, longLiteral, realLiteral, timespanLiteral, typedLiteral, stringLiteral, boolLiteral
  case nullLiteral, dynamicLiteral, dynamicArray, dynamicObject, dynamicEntry
  case orExpression, andExpression, comparison, additive, multiplicative, stringComparison, unary, membership, expressionList, between
  case path, member, element, call, argumentList, parenthesized, compoundName
  // Recovery
  /// Nothing is here where something was expected.
  case missing
  /// Tokens that fit nowhere.
  case skipped
}

extension SyntaxKind {
  /// True for the operators that may follow a pipe.
  package var isOperator: Bool {
    SyntaxKind.whereOperator.rawValue <= rawValue && rawValue <= SyntaxKind.unknownOperator.rawValue
  }

  /// True for nodes that stand for a value, a table or a name.
  package var isExpression: Bool {
    switch self {
    case .pipeline, .datatable, .externalData, .printSource, .rangeSource, .unionSource, .findSource, .searchSource, .missing,
      .evaluateOperator, .namedExpression:
      true
    default: SyntaxKind.name.rawValue <= rawValue && rawValue <= SyntaxKind.compoundName.rawValue
    }
  }
}
