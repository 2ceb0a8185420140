import Casefile

/// What calls took by our own count, and what a server's figures are believed beside it: a budget is no budget when a server decides what
/// was spent, and no record when the figures that it bills by are left out.
struct OwnCount: Equatable, Sendable {
  /// How well our count fits the model's tokenizer.
  enum Certainty: Equatable, Sendable {
    /// The same vocabulary over the same text.
    case exact
    /// Another tokenizer, by a factor that was measured; or names that left as stand-ins, longer or shorter ones.
    case measured
    /// An upper bound, where our vocabulary is damaged.
    case bound

    /// The least share of our count that a server may report.
    fileprivate var least: Double {
      switch self {
      case .exact: 0.95
      case .measured: 0.5
      case .bound: 0.25
      }
    }

    /// The same for what we saw of an answer: how a function call is framed is the server's own.
    fileprivate var leastOutput: Double { self == .exact ? 0.9 : least }
  }

  /// What is booked where a server reports nothing.
  var usage: Usage
  /// Tokens of the answer that were seen, without reasoning: some servers show a digest of it, and bill the whole.
  var visible: Int
  /// Input tokens of plain text in the calls that were answered, before any correction: what was learnt of a server's own reports proves
  /// nothing about them. How functions and schemas are counted is published nowhere, so that they do not count here.
  var certain: Int
  /// Input tokens that a server may have seen before, from a colleague or in a call before this one; nil where that may be all.
  var known: Int?
  var certainty: Certainty

  /// Servers report small things loosely.
  private static let grace = 50
  /// Tokens by which a cache rounds up.
  private static let cacheBlock = 128

  /// The figures to book: the server's where they can be, and our own where it reports nothing, less than what we know to have gone over the
  /// line, or what no model writes. `isEstimated` says that one of them is ours.
  func booked(_ reported: Usage?, mostOutput: Int) -> Usage {
    guard var booked = reported, isPossible(booked, mostOutput: mostOutput) else { return usage }
    if Double(booked.input) < Double(certain) * certainty.least - Double(OwnCount.grace) { booked.input = max(certain, usage.input) }
    if Double(booked.output) < Double(visible) * certainty.leastOutput - Double(OwnCount.grace) {
      booked.output = max(visible, usage.output)
    }
    if let known { booked.cached = min(booked.cached, Int(Double(known) / certainty.leastOutput) + OwnCount.cacheBlock) }
    booked.isEstimated = booked != reported
    return booked
  }

  /// False for negative and absurd figures: more than ten times of what we counted, or than the model can write.
  private func isPossible(_ reported: Usage, mostOutput: Int) -> Bool {
    guard reported.input >= 0, reported.cached >= 0, reported.written >= 0, reported.output >= 0, reported.reasoning >= 0,
      reported.cached <= reported.input, reported.written <= reported.input - reported.cached
    else { return false }
    return reported.input <= usage.input * 10 + 10_000 && reported.output <= max(mostOutput, usage.output + 1_000)
  }
}

extension OwnCount {
  /// What of a choice's calls was sent: `input` tokens as they were reckoned, `answered` times of `sent`.
  init(_ choice: ModelChoice, input: Int, sent: Int, answered: Int, output: Int, visible: Int, certainty: Certainty) {
    let (parts, reckoned) = (choice.parts, max(1, choice.inputTokens))
    // Parts are those of all calls, before the card's factor.
    let share = Double(input) / Double(reckoned) * choice.model.countFactor
    usage = Usage(input: input * max(1, sent), output: output, isEstimated: true)
    certain = Int(Double(parts[.system] + parts[.request] + parts[.rows]) * share) * answered
    // Rows stand behind a boundary that nobody ever sent before, so that no cache holds them at the first sending.
    known = sent > 1 || answered > 1 || parts.total == 0 ? nil : Int((Double(parts.total - parts[.rows]) * share).rounded(.up))
    self.visible = visible
    self.certainty = certainty
  }
}
