import Casefile
import Foundation
import KQL

/// Texts like queries, and unlike them, against the lexer, parser, printer, binder, formatter and completion.
///
/// A text that shows the parser something new (a node under a parent where it has not been, a message not yet seen) joins the corpus.
struct KQLFuzzer {
  private let options: FuzzOptions
  private let crash: CrashRecord
  private var mutator: KQLMutator
  private var seen: Set<Int> = []
  private var slowest = 0.0
  private let binders: [KQLBinder]
  private let assistant: KQLAssistant

  init(_ options: FuzzOptions) {
    self.options = options
    crash = CrashRecord(options.crashFile)
    mutator = KQLMutator(seed: options.seed)
    let now = DateTime(ticks: 638_000_000_000_000_000)
    let tables = TableList([
      TableSchema(
        name: "T",
        columns: [
          Column("a", .string), Column("b", .long), Column("Time", .datetime), Column("Bag", .dynamic), Column("r", .real),
          Column("f", .bool),
        ]),
      TableSchema(name: "B", columns: [Column("a", .string), Column("k", .guid), Column("Size", .int), Column("d", .timespan)]),
    ])
    binders = [KQLBinder(catalogue: tables, now: now), KQLBinder(catalogue: nil, now: now)]
    assistant = KQLAssistant(catalogue: tables, now: now, valuesSeen: { _, _ in [.string("x\"y"), .long(1)] })
  }

  /// True when every promise held.
  func run() -> Bool {
    var fuzzer = self
    return fuzzer.runAll()
  }

  private mutating func runAll() -> Bool {
    let start = Date()
    for entry in mutator.corpus {
      if let broken = check(entry.bytes, place: 0) {
        print("\(broken)\n\(String(decoding: entry.bytes, as: UTF8.self).debugDescription)")
        return false
      }
    }
    for count in 1...max(options.runs, 1) {
      let bytes = mutator.next()
      crash.note(bytes)
      if let broken = check(bytes, place: count) {
        print("run \(count): \(broken)\n\(String(decoding: bytes, as: UTF8.self).debugDescription)")
        return false
      }
      if count % 8192 == 0, -start.timeIntervalSinceNow > options.seconds { return finish(count, start) }
      if count % 500_000 == 0 { report(count, start) }
    }
    return finish(options.runs, start)
  }

  private func finish(_ count: Int, _ start: Date) -> Bool {
    report(count, start)
    return true
  }

  private func report(_ count: Int, _ start: Date) {
    let seconds = -start.timeIntervalSinceNow
    print(
      "\(count) runs in \(Int(seconds)) s (\(Int(Double(count) / max(seconds, 0.001))) a second), corpus \(mutator.corpus.count) texts,",
      "\(seen.count) features, slowest \((slowest * 10000).rounded() / 10) ms")
    fflush(nil)
  }

  /// What is wrong, nil when nothing is.
  private mutating func check(_ bytes: [UInt8], place: Int) -> String? {
    let began = DispatchTime.now().uptimeNanoseconds
    let text = String(decoding: bytes, as: UTF8.self)
    let query = KQLQuery(parsing: text)
    guard query.tree.printed == text else { return "the tree does not print its text" }
    let bound = binders[place % 3 == 0 ? 1 : 0].bind(query)
    let length = text.utf8.count
    for diagnostic in bound.diagnostics where !isInside(diagnostic.range, length) || diagnostic.line < 1 || diagnostic.column < 1 {
      return "a diagnostic is outside the text: \(diagnostic)"
    }
    for highlight in place % 8 == 0 ? query.highlights : [] where !isInside(highlight.range, length) || highlight.range.isEmpty {
      return "a highlight is outside"
    }
    _ = query.references
    if place % 4 == 0, let broken = checkFormat(query) { return broken }
    if place % 16 == 0, let broken = checkAssistance(query, length, place) { return broken }
    if place % 4 == 1 { learn(query, bytes) }
    let spent = Double(DispatchTime.now().uptimeNanoseconds - began) / 1e9
    slowest = max(slowest, spent)
    return spent > 2 ? "it took \(spent) s" : nil
  }

  private func isInside(_ range: Range<Int>, _ length: Int) -> Bool { range.lowerBound >= 0 && range.upperBound <= length }

  private func checkFormat(_ query: KQLQuery) -> String? {
    let once = query.formatted(width: 40)
    guard once.tree.hasShape(of: query.tree), once.syntax.tokens.map(\.text) == query.syntax.tokens.map(\.text) else {
      return "formatting changes the meaning"
    }
    let twice = once.formatted(width: 40)
    return twice.text == once.text ? nil : "formatting is not stable:\n\(once.text.debugDescription)\n\(twice.text.debugDescription)"
  }

  private func checkAssistance(_ query: KQLQuery, _ length: Int, _ place: Int) -> String? {
    let offset = KQLPositions(query).aligned(place / 16 % (length + 1))
    let completion = assistant.completion(of: query, at: offset)
    guard isInside(completion.range, length), completion.range.lowerBound <= offset else { return "a completion is outside at \(offset)" }
    if let hover = assistant.hover(over: query, at: offset), !isInside(hover.range, length) { return "a hover is outside at \(offset)" }
    if let help = assistant.signatureHelp(in: query, at: offset), let active = help.active, !help.parameters.indices.contains(active) {
      return "signature help names no parameter at \(offset)"
    }
    if let pair = query.bracketPair(at: offset), !isInside(pair.open, length) || !isInside(pair.close, length) {
      return "a bracket is outside"
    }
    return nil
  }

  private mutating func learn(_ query: KQLQuery, _ bytes: [UInt8]) {
    var isNew = false
    for node in query.syntax.subtree {
      let children = node.children
      for child in children { isNew = seen.insert(Int(node.kind.rawValue) << 8 | Int(child.kind.rawValue)).inserted || isNew }
    }
    for diagnostic in query.diagnostics { isNew = seen.insert(diagnostic.message.prefix(12).hashValue).inserted || isNew }
    if isNew { mutator.learn(bytes) }
  }
}
