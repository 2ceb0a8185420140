import AlertSources
import Casefile
import Foundation
import HuntPipeline
import MicrosoftData
import TestSupport
import Testing

/// Documented examples that are kept outside of the project.
private let folder = (ProcessInfo.processInfo.environment["LOGSPOTLIGHT_SHARED"] ?? "") + "/data/apis/"
private let hasExamples = FileManager.default.fileExists(atPath: folder + "o365-management.json")

@Suite(.enabled(if: hasExamples, "LOGSPOTLIGHT_SHARED names no folder with the examples"))
struct Office365SharedExamplesTests {
  private func example(_ name: String) throws -> JSONValue {
    try JSONValue(parsing: String(contentsOfFile: folder + name, encoding: .utf8))
  }

  @Test("The documented answers of the reference are read as they stand")
  func replay() async throws {
    let examples = try example("o365-management.json")
    let desk = try Office365Desk()
    let root = desk.cloud.url
    func body(_ name: String) throws -> String {
      let text = try #require(examples[name]?["response"]?["body"]).text
      return text.replacing("https://manage.office.com", with: root)
    }
    let (list, content, blob) = (try body("list"), try body("content"), try body("blob"))
    let throttled = try #require(examples["errors"]?["throttled"]?["body"]).text
    desk.cloud.add { request, visit in
      if request.path.hasSuffix("subscriptions/list") { return visit == 1 ? .json(throttled, status: 403) : .json(list) }
      if request.path.hasSuffix("subscriptions/content") {
        guard request.query["contentType"] == "Audit.SharePoint", request.query["nextPage"] == nil else { return .json("[]") }
        return .json(content, headers: [["NextPageUri", root + request.target + "&nextPage=2015101900R022885001761"]])
      }
      return request.path.contains("/audit/") ? .json(blob) : nil
    }
    let shelf = RowShelf()
    let fetch = try await desk.fetch(desk.source(keeper: shelf), AlertQuery(updatedSince: DateTime("2026-11-24T06:00:00Z")))
    #expect(fetch.partial == nil)
    #expect(desk.sleeps == [30])
    let uri = try #require(examples["content"]?["response"]?["body"]?[0]?["contentUri"]?.string)
    #expect(
      desk.cloud.requests.last { $0.path.contains("/audit/") }?.target
        == String(uri.dropFirst("https://manage.office.com".count)) + "?PublisherIdentifier=\(Office365Desk.publisher)")
    let rows = shelf.rows.sorted { ($0["TimeGenerated"]?.string ?? "") < ($1["TimeGenerated"]?.string ?? "") }
    #expect(rows.map { $0["RecordType"]?.string } == ["AzureActiveDirectoryAccountLogon", "AzureActiveDirectory"])
    #expect(rows.map { $0["ClientIP"]?.string } == ["134.170.188.221", nil])
    #expect(rows[1]["AADTarget"]?.array?.count == 1)
  }

  @Test("Every documented record type has its name")
  func recordTypes() throws {
    let types = try #require(try example("o365-recordtypes.json").object)
    #expect(types.count == 249)
    for (number, name) in types.pairs {
      let json: JSONValue = ["Id": "1", "RecordType": .integer(Int64(number) ?? -1)]
      #expect(Office365Record(json, contentCreated: nil)?.row["RecordType"] == name)
    }
  }
}
