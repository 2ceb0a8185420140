import ArgumentParser
import Casefile
import Foundation
import HuntPipeline
import LocalStore
import Settings

/// `models`: the catalogue with limits, prices and an estimate.
struct ModelsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "The model catalogue: limits, prices, and what N tokens would cost.",
    discussion: "Example: logspotlight models --tokens 400000")

  @Option(help: "Estimate for this many input tokens and 1,500 of output.") var tokens: Int?
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let opened = try ConfigurationFile.open(common)
    let shelf = try ModelShelf(opened.configuration, workspace: opened.workspaceName)
    let now = SystemClock().now()
    let current = Set(shelf.cards.map(\.name))
    let ledger = try await Ledger.reading(now)
    let listed = shelf.cards.filter { card in !(shelf.catalogue.contains { $0.name == card.name }) } + shelf.catalogue
    switch common.format {
    case .json: Output.write(JSONValue.array(listed.map { json($0, current, now) }).prettyText + "\n")
    case .jsonl: for card in listed { Output.write(json(card, current, now).text + "\n") }
    case .csv: for line in [header] + listed.map({ row($0, current, now) }) { Output.write(RowPrinter.csv(line)) }
    default:
      Output.write(TextTable(header: header, rows: listed.map { row($0, current, now) }).text)
      Output.note("prices in dollars per million tokens; ~ assumed encoding; * may be asked in this workspace")
      for (name, correction) in ledger.corrections.sorted(by: { $0.key < $1.key }) {
        Output.note("\(Output.harmless(name)): counts are corrected by \(correction.words ?? "nothing")")
      }
      Output.note(try choice(opened, shelf, ledger, now))
    }
  }

  /// Which model would be asked now, and why; a refusal is told like a choice.
  private func choice(_ opened: ConfigurationFile, _ shelf: ModelShelf, _ ledger: Ledger, _ now: DateTime) throws -> String {
    let policy = try DefaultGuardrails.policy(opened, imported: [])
    let sent = CallTokens([.rows: tokens ?? 0])
    var facts = ModelChooser.Facts(
      purpose: .analysis, tokens: [.o200k: sent, .cl100k: sent], budget: opened.configuration.budget, spentToday: ledger.spentToday,
      tier: shelf.tier, now: now)
    facts.corrections = ledger.corrections
    facts.lastMinute = ledger.lastMinute
    do {
      return "now: " + (try ModelChooser(allowed: shelf.cards, guarded: policy.models).choose(facts)).reason
    } catch let problem as Problem {
      return "now: none. " + problem.description
    }
  }

  private func estimate(_ card: ModelCard) -> Money? { tokens.flatMap { card.estimate(input: $0, output: 1500) } }

  private var header: [String] {
    ["", "model", "window", "max in", "max out", "in", "cached", "out", "encoding", "tpm tier 1", "shut down"]
      + (tokens.map { ["\($0.grouped) tokens"] } ?? [])
  }

  private func row(_ card: ModelCard, _ current: Set<String>, _ now: DateTime) -> [String] {
    let price = tokens.map { $0 > ModelCard.longContextThreshold ? card.longContextPrice ?? card.price : card.price } ?? card.price
    func number(_ value: Int?) -> String { value.map(\.grouped) ?? "unknown" }
    func dollars(_ value: Double?) -> String { value.map { JSONValue.text(of: $0) } ?? "unknown" }
    let shutDown = card.shutDown.map { card.isShutDown(at: now) ? "\($0) gone" : $0 } ?? ""
    var cells = [
      current.contains(card.name) ? "*" : "", card.name, number(card.contextWindow), number(card.maxInput), number(card.maxOutput),
    ]
    cells +=
      card.isOffline
      ? ["0", "0", "0", "none", "none", ""]
      : [
        dollars(price?.input), dollars(price?.cached), dollars(price?.output), (card.isEncodingAssumed ? "~" : "") + card.encoding.rawValue,
        number(card.limitsByTier["1"]?.tokensPerMinute), shutDown,
      ]
    if let tokens {
      let room = card.maxInput ?? card.contextWindow ?? .max
      cells.append(tokens > room && !card.isOffline ? "does not fit" : estimate(card).map { "~\($0)" } ?? "unknown")
    }
    return cells
  }

  private func json(_ card: ModelCard, _ current: Set<String>, _ now: DateTime) -> JSONValue {
    func number(_ value: Int?) -> JSONValue { value.map { .integer(Int64($0)) } ?? .null }
    func price(_ price: ModelCard.Price?) -> JSONValue {
      price.map { ["input": .number($0.input), "cached": $0.cached.map(JSONValue.number) ?? .null, "output": .number($0.output)] } ?? .null
    }
    return [
      "name": .string(card.name), "current": .bool(current.contains(card.name)), "context": number(card.contextWindow),
      "max_input": number(card.maxInput), "max_output": number(card.maxOutput), "price": price(card.price),
      "long_context_price": price(card.longContextPrice), "encoding": .string(card.encoding.rawValue),
      "encoding_assumed": .bool(card.isEncodingAssumed), "shut_down": card.shutDown.map(JSONValue.string) ?? .null,
      "is_shut_down": .bool(card.isShutDown(at: now)), "offline": .bool(card.isOffline),
      "estimate_usd": estimate(card).map { .number($0.dollars) } ?? .null,
    ]
  }
}

/// What the user's ledger knows for a choice, whatever store is named; nothing where there is none yet.
private struct Ledger {
  var spentToday = Money.zero
  var corrections: [String: CountCorrection] = [:]
  var lastMinute: [String: Int] = [:]

  static func reading(_ now: DateTime) async throws -> Ledger {
    let path = try Surroundings().storePath(nil)
    guard FileManager.default.fileExists(atPath: path) else { return Ledger() }
    let store = try EmbeddedStore(at: path)
    return Ledger(
      spentToday: try await store.spent(onDayOf: now), corrections: try await store.corrections(),
      lastMinute: try await store.tokensWithinMinute(before: now))
  }
}
