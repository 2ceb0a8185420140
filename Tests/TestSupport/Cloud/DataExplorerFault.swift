/// What may go wrong, or be unusual, in an answer of Data Explorer; each with what a client must make of it.
package enum DataExplorerFault: String, CaseIterable, Sendable {
  // Unusual, but whole.
  case byteOrderMark, blanksBetweenFrames, membersSorted, unknownFrame, unknownMembers, secondResult, bareNumbers, dynamicAsText
  case boolsAsNumbers, timespansAsTicks, progressiveReplaced, replacedBeforeDelivery, noProperties
  // Rows came, but not all.
  case errorAmidRows, errorAtTableEnd, errorAtEnd, errorUnnamed, cancelledThere, completionMissing, cutInRow, garbageInBody
  case failureInCompletion, warningInCompletion, rowCountDiffers, shortRow
  // Nothing came.
  case emptyBody, page, errorObject, runaway, cutBeforeRows, reset, headerMissing, noResult, progressiveCut, cancelledWithoutRows
  case syntax, semantic, unauthorised, forbidden, noDatabase, tooLong, throttled, timedOut, failedForGood, gatewayForGood
  // Passes: the second asking is answered.
  case failedOnce, serviceErrorOnce, gatewayOnce, throttledOnce, emptyOnce

  /// What a client must end in.
  package enum Ending: Equatable, Sendable {
    case data
    case partial
    case problem
  }

  package var ending: Ending {
    switch self {
    case .byteOrderMark, .blanksBetweenFrames, .membersSorted, .unknownFrame, .unknownMembers, .secondResult, .bareNumbers, .dynamicAsText,
      .boolsAsNumbers, .timespansAsTicks, .progressiveReplaced, .replacedBeforeDelivery, .noProperties, .failedOnce, .serviceErrorOnce,
      .gatewayOnce, .throttledOnce, .emptyOnce:
      .data
    case .errorAmidRows, .errorAtTableEnd, .errorAtEnd, .errorUnnamed, .cancelledThere, .completionMissing, .cutInRow, .garbageInBody,
      .failureInCompletion, .warningInCompletion, .rowCountDiffers, .shortRow:
      .partial
    default: .problem
    }
  }

  /// Whether the fault is gone at the second asking.
  package var passes: Bool { rawValue.hasSuffix("Once") }
}
