import Casefile
import Testing

@testable import LanguageModels

@Suite("The catalogue of models")
struct CatalogueTests {
  private let catalogue = ModelCatalogue.bundled
  private func moment(_ day: String) throws -> DateTime { try #require(DateTime(day)) }

  @Test("It is whole: limits, prices and encodings for every model, each name once")
  func whole() throws {
    #expect(catalogue.cards.count == 32)
    #expect(Set(catalogue.cards.map(\.name)).count == 32)
    #expect(catalogue.asOf == "2026-11-23")
    for card in catalogue.cards {
      let window = try #require(card.contextWindow)
      #expect(try #require(card.maxInput) <= window)
      #expect(try #require(card.maxOutput) <= window)
      #expect(try #require(card.price).input > 0)
      #expect(card.shutDown.map { DateTime($0) != nil } ?? true)
      #expect(EncodingRules.encoding(of: card.name) == .init(encoding: card.encoding, isAssumed: card.isEncodingAssumed))
    }
  }

  @Test("Prices, tiers and the price of long requests are read")
  func values() throws {
    let card = try #require(catalogue.card(named: "gpt-5.6-luna"))
    #expect(card.price == ModelCard.Price(input: 0.2, cached: 0.02, written: 0.25, output: 1.2))
    #expect(card.longContextPrice == ModelCard.Price(input: 0.4, cached: 0.04, written: 0.5, output: 1.8))
    #expect(catalogue.card(named: "gpt-5")?.limitsByTier["1"] == .init(requestsPerMinute: 500, tokensPerMinute: 500_000))
    #expect(catalogue.card(named: "o3-pro")?.takesChatCompletions == false)
  }

  @Test("A model is a default until the day it is shut down, and never after")
  func shutDown() throws {
    let before = try moment("2026-10-22T23:59:59Z")
    let after = try moment("2026-10-23T00:00:00Z")
    #expect(catalogue.usable(at: before).contains { $0.name == "gpt-3.5-turbo" })
    for moment in [after, try moment("2026-11-23"), try moment("2027-06-01")] {
      #expect(!catalogue.usable(at: moment).contains { $0.isShutDown(at: moment) })
      #expect(!catalogue.usable(at: moment).contains { $0.name == "gpt-3.5-turbo" })
      let card = try #require(catalogue.defaultModel(holding: 200_000, at: moment))
      #expect(!card.isShutDown(at: moment))
      #expect(try #require(card.maxInput) >= 200_000)
    }
    #expect(catalogue.defaultModel(holding: 5_000_000, at: after) == nil)
  }

  @Test("A dated name gets the card of its family, a strange one none")
  func datedNames() {
    #expect(catalogue.card(named: "gpt-4o-2024-08-06")?.name == "gpt-4o-2024-08-06")
    #expect(catalogue.card(named: "gpt-4o-2024-08-06")?.maxOutput == 16_384)
    #expect(catalogue.card(named: "llama-3") == nil)
    #expect(catalogue.card(named: "2024-08-06") == nil)
  }

  @Test(
    "Encodings follow the published names and prefixes",
    arguments: [
      ("gpt-4", ModelCard.Encoding.cl100k, false), ("gpt-4-0613", .cl100k, false), ("gpt-4o-mini", .o200k, false),
      ("gpt-4.1-nano", .o200k, false),
      ("gpt-5.6-sol", .o200k, false), ("gpt-35-turbo-16k", .cl100k, false), ("ft:gpt-4o-mini:x", .o200k, false),
      ("ft:gpt-4:x", .cl100k, false),
      ("chatgpt-4o-latest", .o200k, false), ("gpt-oss-20b", .o200k, false), ("gpt-6-sol", .o200k, true), ("smollm2", .o200k, true),
    ])
  func encodings(name: String, encoding: ModelCard.Encoding, isAssumed: Bool) {
    #expect(EncodingRules.encoding(of: name) == .init(encoding: encoding, isAssumed: isAssumed))
  }

  @Test("A catalogue that cannot be read is empty")
  func unreadable() {
    #expect(ModelCatalogue(bytes: Array("{".utf8)).cards.isEmpty)
  }
}
