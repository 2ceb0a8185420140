/// Ways in which Graph's lists go wrong, or are as the documentation leaves open; each of them happens to the second page of a list.
package enum GraphFault: String, CaseIterable, Sendable {
  // Statuses.
  case throttledOnce, throttledForEver, bandwidthOnce, unavailableOnce, failingForEver, timingOutWithoutWords
  case unauthorised, forbidden, missing, badRequest, gone, conflict
  // Connections and bodies.
  case cutOnce, cutForEver, reset, stalled, bomb
  case htmlPage, htmlError, halfJSON, emptyBody, textBody
  // Contents.
  case errorInGoodStatus, valueMissing, valueNoList, entryNoRecord, nulls, wrongTypes, newWords, otherCase, countTooLarge, countAsText
  // Links.
  case linkElsewhere, linkWithUser, linkInCircles, linkToRepeatedPage, barrenPages, relativeLink
}

extension GraphFault {
  /// What is sent in place of the page; nil where the page itself is changed.
  func answer(isFirstTime: Bool, page: String, host: String) -> LoopbackCloud.Answer? {
    switch self {
    case .throttledOnce: isFirstTime ? LoopbackGraph.error(429, "TooManyRequests", headers: [["Retry-After", "7"]]) : nil
    case .throttledForEver: LoopbackGraph.error(429, "TooManyRequests", headers: [["Retry-After", "10"]])
    case .bandwidthOnce: isFirstTime ? LoopbackGraph.error(509, "BandwidthLimitExceeded") : nil
    case .unavailableOnce: isFirstTime ? LoopbackGraph.error(503, "ServiceUnavailable") : nil
    case .failingForEver: LoopbackGraph.error(500, "InternalServerError")
    case .timingOutWithoutWords: LoopbackGraph.error(504, "UnknownError", message: "")
    case .unauthorised: LoopbackGraph.error(401, "InvalidAuthenticationToken")
    case .forbidden: LoopbackGraph.error(403, "Authorization_RequestDenied")
    case .missing: LoopbackGraph.error(404, "ResourceNotFound")
    case .badRequest: LoopbackGraph.error(400, "BadRequest")
    case .gone: LoopbackGraph.error(410, "Gone")
    case .conflict: LoopbackGraph.error(409, "Conflict")
    default: bodyAnswer(isFirstTime: isFirstTime, page: page)
    }
  }

  private func bodyAnswer(isFirstTime: Bool, page: String) -> LoopbackCloud.Answer? {
    let html = Array("<!DOCTYPE html><html><body>Sign in to the network</body></html>".utf8)
    var whole = LoopbackCloud.Answer.json(page)
    switch self {
    case .cutOnce, .cutForEver:
      guard isFirstTime || self == .cutForEver else { return nil }
      whole.ending = .cut(after: page.utf8.count / 2)
      return whole
    case .reset:
      whole.ending = .reset
      return whole
    case .stalled:
      whole.ending = .stalled(after: page.utf8.count / 2)
      return whole
    case .bomb:
      return LoopbackCloud.Answer(
        headers: [["Content-Type", "application/json"], ["Content-Encoding", "gzip"]], body: Gzip.bomb(megabytes: 256))
    case .htmlPage: return LoopbackCloud.Answer(headers: [["Content-Type", "text/html"]], body: html)
    case .htmlError: return LoopbackCloud.Answer(502, headers: [["Content-Type", "text/html"]], body: html)
    case .halfJSON: return .json(String(page.prefix(page.count / 2)))
    case .emptyBody: return LoopbackCloud.Answer(headers: [["Content-Type", "application/json"]])
    case .textBody: return LoopbackCloud.Answer(headers: [["Content-Type", "text/plain"]], body: Array("come back later".utf8))
    case .errorInGoodStatus: return LoopbackGraph.error(200, "UnknownError")
    case .valueMissing: return .json(#"{"@odata.context":"x"}"#)
    case .valueNoList: return .json(#"{"value":{"id":"1"}}"#)
    default: return nil
    }
  }
}
