package import HuntPipeline

extension Wording {
  // The steps by which rows are made short.
  package static let reductionTitle = "Reduction: tokens saved by each step"
  package static let stepOff = "off"
  package static let nothingReduced = "No rows were reduced yet; the steps count from the next analysis on."
  package static let nothingLeftOut = "No row is left out; every indicator is sent."

  package static let steps: [ReductionStep: (name: String, about: String)] = [
    .constants: ("Constant columns", "columns that never vary, are empty or say the same are said once"),
    .recordIDs: ("Record ids", "the row number stands for ids of the row itself"),
    .times: ("Times as offsets", "seconds after the first time"),
    .folding: ("Equal rows", "rows that differ only in time are one line with first and last time"),
    .clusters: ("Near-equal rows", "one line, the varying parts kept as sets"),
    .rarest: ("Rarest first", "what does not fit: the commonest and longest go, marked rows last"),
    .decoding: ("Base64 decoded", "written as what it says where that is exact"),
    .combinations: ("Combinations", "columns that vary together are a table, rows name its lines"),
    .dictionary: ("Dictionary", "long values that are repeated are said once"),
    .prefixes: ("Shared beginnings", "of paths and command lines, and what they share around their words"),
  ]

  package static func reducedTo(_ reduction: ReductionSummary) -> String {
    "\(count(reduction.rowsSent, "row")) of \(Figures.grouped(reduction.rowsIn)) in \(count(reduction.groups, "line")): "
      + "\(Figures.grouped(reduction.tokensBefore)) → \(Figures.grouped(reduction.tokensAfter)) tokens"
  }

  package static func reducedParts(_ parts: ReductionSummary.Parts) -> String {
    let all = [
      ("legend", parts.legend), ("tables", parts.combinations), ("dictionary", parts.dictionary), ("lines", parts.lines),
      ("other indicators", parts.appendix),
    ]
    return all.filter { $0.1 > 0 }.map { "\($0.0) \(Figures.grouped($0.1))" }.joined(separator: " · ")
  }

  package static func talkingRows(_ rows: Int) -> String {
    "\(count(rows, "row")) \(rows == 1 ? "talks" : "talk") to a model; marked with ?."
  }
  package static func markedSent(_ rows: Int) -> String { "\(count(rows, "marked row")) sent first." }
}
