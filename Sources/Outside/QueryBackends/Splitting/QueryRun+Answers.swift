import Casefile
import HuntPipeline

extension QueryRun {
  /// A part was answered, perhaps not wholly.
  mutating func take(_ answer: PartAnswer, of part: Part, _ halves: [Part]?, brought sieve: RowSieve) {
    for note in answer.notes where !notes.contains(note) { notes.append(note) }
    scannedRows = QueryRun.sum(scannedRows, answer.scannedRows)
    scannedBytes = QueryRun.sum(scannedBytes, answer.scannedBytes)
    if answer.isFull || sieve.isOverLimit {
      done += 1
      if let partial = answer.partial { gaps.append(place(of: part) + partial) }
      // Of a top nothing is missing behind its last row.
      if let top = verdict.top, rows >= top { return pending = [] }
      gaps.append("stopped after \(rows) rows, the limit; there are more")
      limitGaps += 1
      pending = []
      return
    }
    if answer.isTooLarge, rows < mostRows {
      if let halves {
        // Rows that were held back just now come again with the halves, as do those that passed.
        known.add(sieve.passed)
        notes.append("\(words(of: part)) gave more than one answer holds, so it was asked again in halves; every row is here once.")
        pending = halves + pending
        return
      }
      notes.append(whyNotCut)
    }
    known = sieve.known
    if answer.isBroken, sieve.delivered == 0, known.total == 0, !part.isSecondTry, requests.count < rules.mostRequests,
      answer.isWorthRetrying
    {
      requests.forget(part.query)
      pending.insert(Part(query: part.query, isSecondTry: true), at: 0)
      return
    }
    if answer.isBroken, sieve.delivered == 0, let problem = answer.problem { return fail(part, problem) }
    done += 1
    if let partial = answer.partial { gaps.append(place(of: part) + partial) }
  }

  /// A part was refused before a row of it came.
  mutating func refused(_ part: Part, _ refusal: ServiceRefusal, _ halves: [Part]?) {
    let refusals = part.refusals + 1
    let isSpent = rules.mostRefusedSeconds.map { refusedSeconds >= $0 } ?? false
    if refusal.isTooMuch, let halves, refusals <= rules.mostRefusals ?? .max, !isSpent {
      notes.append("\(words(of: part)) was too much for one request, so it was asked in halves.")
      pending = halves.map { Part(query: $0.query, refusals: refusals) } + pending
      return
    }
    var problem = refusal.problem
    if refusal.isTooMuch, isSpent {
      let spent = "\(Int(refusedSeconds)) s went by over parts of it that were too much, the last \(words(of: part))."
      problem.cause = [problem.cause, spent].compactMap { $0 }.joined(separator: " ")
      fail(part, problem)
      return leaveRest()
    }
    if refusal.isTooMuch, refusals > rules.mostRefusals ?? .max {
      problem.cause = [problem.cause, "\(words(of: part)) alone is too much, too."].compactMap { $0 }.joined(separator: " ")
    } else if refusal.isTooMuch || refusal.isUnclear && verdict.isImpossible {
      problem.remedy = [problem.remedy, whyNotCut].compactMap { $0 }.joined(separator: " ")
    }
    fail(part, problem)
  }

  /// A part is missing for good. When trying again cannot help, neither can the parts behind it.
  mutating func fail(_ part: Part, _ problem: Problem) {
    failure = failure ?? problem
    gaps.append(place(of: part) + [problem.summary, problem.cause].compactMap { $0 }.joined(separator: " "))
    guard problem.retry == .never || (done == 0 && rows == 0) else { return }
    leaveRest()
  }

  private mutating func leaveRest() {
    guard !pending.isEmpty else { return }
    gaps.append("\(pending.count) more parts by time were not asked")
    pending = []
  }

  private var whyNotCut: String {
    if case .impossible(let reason) = verdict { return "It could not be cut by time, because \(reason)." }
    return query.range == nil ? "It could not be cut by time, because it names no range." : "It could not be cut by time any further."
  }

  private func words(of part: Part) -> String { part.query.range?.words ?? "The range" }

  /// Says which part is meant where there are several.
  private func place(of part: Part) -> String {
    guard part.query.range != query.range, let range = part.query.range else { return "" }
    return range.words + ": "
  }

  private static func sum(_ left: Int?, _ right: Int?) -> Int? {
    guard let right else { return left }
    return min(left ?? 0, QueryStatistics.most) + min(right, QueryStatistics.most)
  }
}

extension TimeRange {
  /// `2026-11-23T00:00:00Z to 2026-11-24T00:00:00Z`
  var words: String { from.text(decimals: 0) + " to " + to.text(decimals: 0) }
}
