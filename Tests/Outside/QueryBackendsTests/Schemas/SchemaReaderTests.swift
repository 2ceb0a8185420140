import Casefile
import HuntPipeline
import Locking
import MicrosoftData
import SignIn
import TestSupport
import Testing
import Transport

@testable import QueryBackends

@Suite("Tables as services tell them") struct SchemaReaderTests {
  private static func sender(_ cloud: LoopbackCloud) -> AuthorisedSender {
    AuthorisedSender(
      address: cloud.url, scope: TokenScope(cloud.url + "/.default"), tokens: FixedToken(), sender: HTTPClient(),
      surroundings: RetrySurroundings(now: { DataExplorerDesk.now }, chance: { 0 }, sleep: { _ in }))
  }

  @Test("Data Explorer tells all in one command, odd names too")
  func dataExplorer() async throws {
    let tables = [
      TableSchema(name: "Events", columns: DataExplorerDesk.columns),
      TableSchema(name: "odd name", columns: [Column("a b", .dynamic), Column("D", .decimal)]),
    ]
    let desk = try DataExplorerDesk(DataExplorerCloud(schemas: tables) { _ in nil })
    let reading = try await DataExplorerSchemas(desk.backend).read(asked: [])
    #expect(reading == SchemaReading(tables: tables))
    #expect(desk.cloud.requests.first?.path == "/v1/rest/mgmt")
  }

  @Test("A cluster that refuses is a problem that names the role")
  func refused() async throws {
    let desk = try DataExplorerDesk(DataExplorerCloud { _ in nil })
    desk.cloud.add { _, _ in .json(#"{"error":{"code":"Forbidden","@message":"no","@permanent":true}}"#, status: 403) }
    let problem = await #expect(throws: Problem.self) { try await DataExplorerSchemas(desk.backend).read(asked: []) }
    #expect(problem?.remedy?.contains("Database Viewer") == true)
  }

  @Test("A stand-in that does not tell all schemas at once is asked for each table")
  func standIn() async throws {
    let schemas = ["Events", "Odd name"].map { TableSchema(name: $0, columns: [Column("TimeGenerated", .datetime), Column("N", .long)]) }
    var cloud = DataExplorerCloud(isStandIn: true) { text in
      guard text.hasPrefix("Events | getschema") || text.hasPrefix("['Odd name'] | getschema") else { return nil }
      return DataExplorerFrames(
        columns: [Column("ColumnName", .string), Column("ColumnType", .string)],
        rows: [[.string("TimeGenerated"), .string("datetime")], [.string("N"), .string("long")]])
    }
    cloud.schemas = schemas
    let desk = try DataExplorerDesk(cloud)
    #expect(try await DataExplorerSchemas(desk.backend).read(asked: []) == SchemaReading(tables: schemas))
  }

  @Test("A stand-in with more tables than are asked for one by one says so")
  func standInTooLarge() async throws {
    var cloud = DataExplorerCloud(isStandIn: true) { _ in nil }
    cloud.schemas = (0..<501).map { TableSchema(name: "T\($0)", columns: []) }
    let desk = try DataExplorerDesk(cloud)
    let problem = await #expect(throws: Problem.self) { try await DataExplorerSchemas(desk.backend).read(asked: []) }
    #expect(problem?.cause?.contains("There are 501 tables, too many to ask for each") == true, "\(String(describing: problem))")
  }

  @Test("Whoever stops waiting for a stand-in's tables is not told that it refused them")
  func standInStopped() async throws {
    let cloud = DataExplorerCloud(isStandIn: true) { _ in nil }
    let desk = try DataExplorerDesk(cloud)
    let (asked, feed) = AsyncStream.makeStream(of: Void.self)
    desk.cloud.add { request, _ in
      guard request.text.contains(".show tables") else { return nil }
      feed.finish()
      return LoopbackCloud.Answer(body: [0x7B], ending: .stalled(after: 0))
    }
    let reading = Task { try await DataExplorerSchemas(desk.backend).read(asked: []) }
    for await _ in asked {}
    reading.cancel()
    await #expect(throws: CancellationError.self) { _ = try await reading.value }
  }

  @Test("A v1 answer of several tables says itself which is the result and whether it failed")
  func contents() throws {
    let cluster = try #require(KustoCluster("https://c.kusto.windows.net", database: "D"))
    func body(_ severity: Int) -> [UInt8] {
      Array(
        #"""
        {"Tables":[
        {"TableName":"T0","Columns":[{"ColumnName":"Key","DataType":"String"}],"Rows":[["x"]]},
        {"TableName":"T1","Columns":[{"ColumnName":"Flag","DataType":"SByte","ColumnType":"bool"}],"Rows":[[1],[0],[null]]},
        {"TableName":"T2","Columns":[{"ColumnName":"Severity","DataType":"Int32"},{"ColumnName":"StatusDescription","DataType":"String"}],
         "Rows":[[\#(severity),"it did not work"]]},
        {"TableName":"T3","Columns":[{"ColumnName":"Ordinal","DataType":"Int64"},{"ColumnName":"Kind","DataType":"String"}],
         "Rows":[[0,"QueryProperties"],[1,"QueryResult"],[2,"QueryStatus"]]}]}
        """#.utf8)
    }
    let answer = try KustoTables(body(4), cluster)
    #expect(answer.columns == [Column("Flag", .bool)])
    #expect(answer.rows == [[.bool(true)], [.bool(false)], [.null]])
    let problem = #expect(throws: Problem.self) { try KustoTables(body(2), cluster) }
    #expect(problem?.cause == "it did not work")
  }

  @Test("Log Analytics tells its tables, and whatever else stands there is passed over")
  func workspace() async throws {
    let cloud = try LoopbackCloud([
      { request, _ in
        guard request.path == "/v1/workspaces/w/metadata", request.method == "GET", request["authorization"] != nil else { return nil }
        return .json(
          #"""
          {"tables":[{"id":"t/1","name":"My_CL","timespanColumn":"TimeGenerated","hasData":true,"tableType":"CustomLog",
          "columns":[{"name":"TimeGenerated","type":"datetime","isPreferredFacet":false},{"name":"N","type":"long"},{"name":"Odd","type":"cube"},
          {"type":"int"}]},{"name":"Empty","columns":[]},{"columns":7},5],"functions":[{"name":"f"}],"workspaces":[]}
          """#)
      }
    ])
    let reading = try await LogAnalyticsSchemas(sender: Self.sender(cloud), workspace: "w").read(asked: [])
    #expect(
      reading
        == SchemaReading(tables: [
          TableSchema(name: "My_CL", columns: [Column("TimeGenerated", .datetime), Column("N", .long), Column("Odd", .string)])
        ]))
  }

  @Test("A workspace that does not tell gets the documented tables, which is said; no permission is a problem")
  func fallback() async throws {
    for body in ["", "[]", #"{"tables":{}}"#, #"{"tables":[]}"#] {
      let cloud = try LoopbackCloud([{ _, _ in .json(body) }])
      let reading = try await LogAnalyticsSchemas(sender: Self.sender(cloud), workspace: "w").read(asked: [])
      #expect(reading.instead?.contains("documented") == true)
      let signIns = reading.tables.first { $0.name == "SigninLogs" }
      #expect(signIns == TableReference.standard.schema(named: "SigninLogs", in: .logAnalytics) && signIns != nil)
    }
    let cloud = try LoopbackCloud([{ _, _ in LoopbackCloud.Answer(403) }])
    await #expect(throws: Problem.self) { try await LogAnalyticsSchemas(sender: Self.sender(cloud), workspace: "w").read(asked: []) }
  }

  @Test("Advanced hunting has the documented tables, and is asked for the columns of a table that is wanted exactly")
  func hunting() async throws {
    let cloud = try LoopbackCloud([
      { request, _ in
        guard request.path == "/v1.0/security/runHuntingQuery", request.text.contains("Fresh | getschema") else {
          return .json("{}", status: 400)
        }
        return .json(
          #"""
          {"schema":[{"name":"ColumnName","type":"String"},{"name":"ColumnOrdinal","type":"Int32"},{"name":"DataType","type":"String"},
          {"name":"ColumnType","type":"String"}],"results":[
          {"ColumnName":"Timestamp","ColumnOrdinal":0,"DataType":"System.DateTime","ColumnType":"datetime"},
          {"ColumnName":"Count","ColumnOrdinal@odata.type":"#Int64","ColumnOrdinal":1,"DataType":"System.Int64","ColumnType":"long"}]}
          """#)
      }
    ])
    let source = AdvancedHuntingSchemas(sender: Self.sender(cloud))
    let plain = try await source.read(asked: [])
    #expect(plain.instead == nil && plain.tables.contains { $0.name == "DeviceProcessEvents" })
    #expect(cloud.requests.isEmpty)
    let asked = try await source.read(asked: ["Fresh", "Gone"])
    #expect(asked.tables.first { $0.name == "Fresh" }?.columns == [Column("Timestamp", .datetime), Column("Count", .long)])
    #expect(asked.instead?.contains("Gone") == true)
  }
}
