import TestSupport
import Testing
import Transport

@Suite("The loopback cloud") struct LoopbackCloudTests {
  @Test("It keeps requests as they came, and answers what no part knows with 404")
  func keeps() async throws {
    let cloud = try LoopbackCloud([{ request, visit in request.path == "/a" ? .json("{\"visit\":\(visit)}") : nil }])
    let client = HTTPClient()
    _ = try await client.send(HTTPRequest(.get, cloud.url + "/a?x=1%202")).body.collect()
    let second = try await client.send(HTTPRequest(.post, cloud.url + "/a", body: Array("b".utf8))).body.collect()
    #expect(String(decoding: second, as: UTF8.self) == "{\"visit\":1}")
    #expect(try await client.send(HTTPRequest(.get, cloud.url + "/b")).head.status == 404)
    #expect(cloud.requests.map(\.target) == ["/a?x=1%202", "/a", "/b"])
    #expect(cloud.requests[0].query == ["x": "1 2"])
    #expect(cloud.requests[1].text == "b")
  }
}
