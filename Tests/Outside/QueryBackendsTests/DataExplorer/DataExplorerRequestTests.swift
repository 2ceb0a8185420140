import Casefile
import HuntPipeline
import Locking
import SignIn
import Testing
import TestSupport

@testable import QueryBackends

@Suite("Requests to Data Explorer") struct DataExplorerRequestTests {
  private static func cloud(
    _ rows: [[Value]] = DataExplorerDesk.rows, stalledAfter: Int? = nil, isStandIn: Bool = false
  ) -> DataExplorerCloud {
    DataExplorerCloud(stalledAfter: stalledAfter, isStandIn: isStandIn) { _ in
      DataExplorerFrames(columns: DataExplorerDesk.columns, rows: rows, shape: .fragmented)
    }
  }

  @Test("are as documented: headers, database, text, options")
  func request() async throws {
    let desk = try DataExplorerDesk(Self.cloud())
    let query = try DataExplorerDesk.approved("Events | take 6", limit: 1000)
    _ = try await desk.run(query)
    let request = try #require(desk.cloud.requests.first)
    #expect(request.method == "POST" && request.path == "/v2/rest/query")
    #expect(request["authorization"] == "Bearer fixed")
    #expect(request["x-ms-readonly"] == "true")
    let body = try JSONValue(parsing: request.text)
    #expect(body["db"] == "Samples")
    #expect(body["csl"]?.string == query.text)
    let options = body["properties"]?["Options"]
    #expect(options?["servertimeout"] == "00:04:00")
    #expect(options?["results_progressive_enabled"] == false)
    #expect(options?["request_readonly"] == true)
    #expect(options?["query_take_max_records"] == 1001)
  }

  @Test("stop at the limit, say so, and know when there is nothing more")
  func limit() async throws {
    let desk = try DataExplorerDesk(Self.cloud())
    let cut = try await desk.run(try DataExplorerDesk.approved(limit: 4))
    #expect(cut.outcome.rows == 4 && cut.batches.flatMap(\.rows) == Array(DataExplorerDesk.rows.prefix(4)))
    #expect(cut.outcome.partial?.contains("there are more") == true)
    let whole = try await desk.run(try DataExplorerDesk.approved(limit: 6))
    #expect(whole.outcome.rows == 6 && whole.outcome.partial == nil)
    #expect(desk.cloud.requests.allSatisfy { $0.path == "/v2/rest/query" })
  }

  @Test("learn that a stand-in takes no limit, and end a query there that was not asked to stop by itself")
  func limitHere() async throws {
    let desk = try DataExplorerDesk(Self.cloud(isStandIn: true))
    for _ in 0..<2 {
      let cut = try await desk.run(try DataExplorerDesk.approved(limit: 4))
      #expect(cut.outcome.rows == 4 && cut.outcome.partial?.contains("there are more") == true)
    }
    // Refused, asked without, ended; the second time asked and ended.
    #expect(
      desk.cloud.requests.map(\.path) == [
        "/v2/rest/query", "/v2/rest/query", "/v1/rest/mgmt", "/v2/rest/query", "/v1/rest/mgmt",
      ])
    let cancel = try #require(desk.cloud.requests.last)
    let id = try #require(desk.cloud.requests[3]["x-ms-client-request-id"])
    #expect(try JSONValue(parsing: cancel.text)["csl"]?.string == ".cancel query \"\(id)\"")
  }

  @Test("cancelled, close the connection and end the query at the service")
  func cancel() async throws {
    let desk = try DataExplorerDesk(Self.cloud(stalledAfter: 900))
    let query = try DataExplorerDesk.approved()
    let hasRows = Signal()
    let running = Task { try await desk.backend.run(query) { _ in hasRows.fire() } }
    #expect(await hasRows.wait())
    running.cancel()
    await #expect(throws: CancellationError.self) { try await running.value }
    await desk.backend.stops.settle()
    let cancel = desk.cloud.requests.last
    let id = try #require(desk.cloud.requests.first?["x-ms-client-request-id"])
    #expect(cancel?.path == "/v1/rest/mgmt")
    #expect(cancel?.text.contains(id) == true)
  }

  @Test("whose rows nobody takes end with the taker's error, and at the service")
  func taker() async throws {
    struct Full: Error {}
    let desk = try DataExplorerDesk(Self.cloud())
    let query = try DataExplorerDesk.approved()
    await #expect(throws: Full.self) { try await desk.backend.run(query) { _ in throw Full() } }
    #expect(desk.cloud.requests.last?.text.contains(".cancel query") == true)
  }

  @Test("tell progress of an answer that comes progressively, and give only its last word")
  func progress() async throws {
    let desk = try DataExplorerDesk(
      DataExplorerCloud { _ in
        DataExplorerFrames(columns: DataExplorerDesk.columns, rows: DataExplorerDesk.rows, shape: .progressive)
      })
    let seen = Locked<[QueryProgress]>([])
    let rows = Locked<[[Value]]>([])
    let outcome = try await desk.backend.run(try DataExplorerDesk.approved(), progress: { step in seen.withLock { $0.append(step) } }) {
      batch in rows.withLock { $0 += batch.rows }
    }
    #expect(seen.withLock { $0 } == [.fraction(0.5), .fraction(1)])
    #expect(rows.withLock { $0 } == DataExplorerDesk.rows)
    #expect(outcome.partial == nil)
  }

  @Test("go to the cluster with its own scope; a stand-in changes the host alone")
  func clusters() throws {
    let own = try #require(KustoCluster("https://Help.westeurope.kusto.windows.net/", database: "Samples"))
    #expect(own.address == "https://help.westeurope.kusto.windows.net" && own.url == own.address)
    #expect(own.scope.text == "https://help.westeurope.kusto.windows.net/.default")
    let proxy = try #require(KustoCluster(own.url, database: "Samples", address: "http://127.0.0.1:9/"))
    #expect(proxy.address == "http://127.0.0.1:9" && proxy.scope == own.scope)
    let workspace = try #require(KustoCluster("https://ade.loganalytics.io/subscriptions/s/workspaces/w", database: "w"))
    #expect(workspace.address == "https://ade.loganalytics.io")
    #expect(workspace.url.hasSuffix("/subscriptions/s/workspaces/w"))
    #expect(KustoCluster("kusto", database: "x") == nil)
  }
}
