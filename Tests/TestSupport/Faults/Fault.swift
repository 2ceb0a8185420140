/// Ways in which a server goes wrong, by what it does on the wire; `healthy` and a few others must end in the answer all the same.
package enum Fault: String, CaseIterable, Sendable {
  case healthy
  // Statuses.
  case tooManyRequests, tooManyRequestsForSeconds, tooManyRequestsUntilDate, tooManyRequestsForMilliseconds, tooManyRequestsForAnHour
  case quotaUsedUp, internalError, unavailableOnce, overloaded, shouldNotRetry, unauthorised, notFound
  // Redirects.
  case redirectInCircles, redirectElsewhere, redirectToFile, redirectWithoutTarget
  // Connections that end or stop.
  case closedAtOnce, resetAtOnce, cutInHead, resetInHead, cutInBody, resetInBody, cutInChunk, cutAfterEvent
  case silent, stalledHead, stalledBody, drippedHead, drippedBody
  // Heads.
  case rubbish, bodyWithoutHead, statusOfLetters, nulInHead, lineWithoutColon, endlessHeadLine, endlessHead, endlessInterimHeads
  case interimHeads, switchedProtocol, negativeLength, twoLengths
  // Bodies.
  case emptyBody, lengthTooSmall, noContentWithBody, notModifiedWithBody, trailers, endlessTrailers, chunkSizeOfLetters, chunkSizeTooLarge
  case packed, packedTwice, packedOtherwise, packedBroken, packedCut, packedPadded, bomb, smallBomb
  // Contents.
  case nonsense, endlessEvent, wrongType, halfJSON, halfEvent, drippedEvents

  /// What a healthy server sends: an event stream with one answer of a language model, the word `fine`.
  package static let answer = Array(
    """
    data: {"choices":[{"index":0,"delta":{"content":"fine"},"finish_reason":"stop"}]}

    data: [DONE]


    """.utf8)

  /// Bytes of `nonsense` and `endlessEvent`.
  package static let floodBytes = 100 << 20

  /// The moment `tooManyRequestsUntilDate` names, in seconds since 1970.
  package static let namedMoment = 784_111_787.0
}
