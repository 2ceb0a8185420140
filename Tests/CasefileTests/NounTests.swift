import Casefile
import Testing

@Suite("Nouns") struct NounTests {
  @Test("A price per million tokens is exact to the billionth")
  func money() {
    let card = ModelCard(name: "m", price: ModelCard.Price(input: 0.2, cached: 0.02, output: 1.2))
    #expect(card.cost(of: Usage(input: 1_000_000, output: 0)) == Money(dollars: 0.2))
    #expect(card.cost(of: Usage(input: 1000, cached: 400, output: 10)) == Money(nanoDollars: 140_000))
  }

  @Test("Input that is written to a cache has its price, and a call is reckoned as if all of it were")
  func cacheWrites() {
    let card = ModelCard(name: "m", price: ModelCard.Price(input: 1, cached: 0.1, written: 1.25, output: 5))
    let usage = Usage(input: 1000, cached: 600, written: 300, output: 10, reasoning: 4)
    #expect(card.cost(of: usage) == Money(nanoDollars: 100_000 + 60_000 + 375_000 + 50_000))
    #expect(card.estimate(input: 1000, output: 10) == Money(nanoDollars: 1_250_000 + 50_000))
    #expect((usage + usage).written == 600)
    let plain = ModelCard(name: "m", price: ModelCard.Price(input: 1, cached: 0.1, output: 5))
    #expect(plain.cost(of: usage) == Money(nanoDollars: 400_000 + 60_000 - 0 + 50_000))
    #expect(plain.estimate(input: 1000, output: 10) == plain.cost(of: Usage(input: 1000, output: 10)))
  }

  @Test("Past 272,000 tokens of input the long-context price holds for the whole request")
  func longContext() {
    let card = ModelCard(
      name: "m", price: ModelCard.Price(input: 1, output: 1), longContextPrice: ModelCard.Price(input: 2, output: 1.5))
    #expect(card.cost(of: Usage(input: 272_000, output: 0)) == Money(dollars: 0.272))
    #expect(card.cost(of: Usage(input: 272_001, output: 0)) == Money(dollars: 0.544002))
  }

  @Test("An unknown price is unknown, never zero; the offline analyst costs nothing")
  func unknownPrice() {
    #expect(ModelCard(name: "m").cost(of: Usage(input: 1, output: 1)) == nil)
    #expect(ModelCard(name: "m", isOffline: true).cost(of: Usage(input: 1, output: 1)) == .zero)
  }

  @Test(
    "Money is written short",
    arguments: [(0, "$0"), (2_800_000, "$0.0028"), (40_000_000, "$0.04"), (5_000_000_000, "$5.00"), (95, "$0.000000")])
  func moneyText(nano: Int64, expected: String) {
    #expect(Money(nanoDollars: nano).description == expected)
  }

  @Test("A model is gone on its shut-down date")
  func shutDown() throws {
    let card = ModelCard(name: "m", shutDown: "2026-12-11")
    #expect(!card.isShutDown(at: try #require(DateTime("2026-12-10T23:59:59Z"))))
    #expect(card.isShutDown(at: try #require(DateTime("2026-12-11"))))
  }

  @Test("Identifiers sort by time and read back")
  func ulid() throws {
    let early = ULID(at: try #require(DateTime("2026-11-23")))
    let late = ULID(at: try #require(DateTime("2026-11-24")))
    #expect(early < late)
    #expect(ULID(early.description) == early)
    #expect(ULID("not a ulid") == nil)
  }

  @Test("A doubled column name gets a number, as Kusto does it")
  func uniqueNames() {
    #expect(RowBatch.uniqueNames(["a", "a", "b", "a", "a1"]) == ["a", "a1", "b", "a2", "a11"])
  }

  @Test("Addresses and links are defanged, file names are not")
  func defanging() {
    #expect(
      Defanging.defanged("get https://evil.example/x.ps1 from 203.0.113.77:443 as up.ps1")
        == "get hxxps://evil[.]example/x[.]ps1 from 203[.]0[.]113[.]77:443 as up.ps1")
  }

  @Test("Names and addresses of one's own are spared, strangers' are not")
  func sparing() {
    let text = "“mia@contoso.com”, 10.1.2.3 and 10.1.2.3: mail of x@evil.example from (203.0.113.77)"
    #expect(
      Defanging.defanged(text, sparing: ["mia@contoso.com"])
        == "“mia@contoso.com”, 10.1.2.3 and 10.1.2.3: mail of x@evil[.]example from (203[.]0[.]113[.]77)")
  }

  @Test("A finding reads back what it prints")
  func finding() {
    let finding = Finding(
      id: "0123456789abcdef", rows: [1, 3], title: "t", description: "d",
      mitre: Finding.Mitre(tactic: "Execution", technique: "T1059", subTechnique: "T1059.001", id: "T1059.001", name: "n", status: .active),
      logLines: ["a"], confidence: .high, evidence: .partial, notFound: ["x"], source: "rule:r", indicators: ["1.2.3.4"],
      recommendations: [.createIncident], tags: ["g"], notes: "n", cut: true)
    #expect(Finding(json: finding.json) == finding)
  }

  @Test("The nearest name is found whatever its case")
  func spelling() {
    #expect(Spelling.nearest(to: "devicename", among: ["DeviceName", "DeviceId", "Title"]).first == "DeviceName")
    #expect(Spelling.nearest(to: "zzzzzzzz", among: ["DeviceName"]).isEmpty)
  }
}
