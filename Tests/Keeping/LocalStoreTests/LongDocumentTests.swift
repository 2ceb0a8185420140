import Casefile
import LocalStore
import Testing

@Suite("JSON documents longer than one batch") struct LongDocumentTests {
  @Test("A list of more rows than one batch holds is read whole", arguments: [false, true])
  func rows(hasLines: Bool) async throws {
    let scratch = Scratch()
    let store = try scratch.store()
    let rows = (0..<2500).map { "{\"number\":\($0),\"text\":\"\(String(repeating: "x", count: 300))\"}" }
    let text = "[" + rows.joined(separator: hasLines ? ",\n" : ",") + "]"
    let report = try await Importer(store: store).run([try scratch.file("rows.json", text)])
    #expect(report.files[0].kept == 2500 && report.files[0].problem == nil && report.files[0].refused == 0)
  }

  @Test("Megabytes of blanks before a document are no empty file", arguments: ["[{\"number\":1}]", "{\"number\":1}\n{\"number\":2}"])
  func blanks(text: String) async throws {
    let scratch = Scratch()
    let store = try scratch.store()
    let path = try scratch.file("rows.json", String(repeating: " \n", count: 3 << 19) + text)
    let report = try await Importer(store: store).run([path])
    #expect(report.files[0].kept == text.filter { $0 == "{" }.count && report.files[0].problem == nil, "\(report.files[0])")
  }

  @Test("A page of a service with more alerts than one batch holds is read whole, under what the page says of itself")
  func alerts() async throws {
    let scratch = Scratch()
    let store = try scratch.store()
    let alerts = (0..<2500).map {
      "{\"id\":\"a\($0)\",\"title\":\"t\",\"createdDateTime\":\"2026-11-20T00:00:00Z\",\"severity\":\"high\",\"status\":\"new\",\"evidence\":[],"
        + "\"description\":\"\(String(repeating: "x", count: 200))\"}"
    }
    let context = "https://graph.microsoft.com/v1.0/$metadata#security/alerts_v2"
    let text = "{\"@odata.context\":\"\(context)\",\"value\":[\(alerts.joined(separator: ","))]}"
    let report = try await Importer(store: store).run([try scratch.file("alerts.json", text)])
    #expect(report.files[0].alerts == 2500 && report.files[0].problem == nil, "\(report.files[0])")
  }
}
