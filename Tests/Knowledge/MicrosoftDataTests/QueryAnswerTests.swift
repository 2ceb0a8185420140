import Casefile
import MicrosoftData
import Testing

@Suite struct QueryAnswerTests {
  private func answer(_ text: String) throws -> QueryAnswer? {
    guard case .answer(let answer)? = try MicrosoftBody.read(JSONValue(parsing: text), source: "x") else { return nil }
    return answer
  }

  @Test("Log Analytics: every type is read as the service writes it, and a partial result says why")
  func logAnalytics() throws {
    let found = try #require(
      try answer(
        #"""
        {"tables":[{"name":"PrimaryResult","columns":[{"name":"B","type":"bool"},{"name":"D","type":"dynamic"},{"name":"L","type":"long"},
        {"name":"R","type":"real"},{"name":"T","type":"timespan"},{"name":"L","type":"int"}],
        "rows":[[true,"{\"a\":[1]}",9223372036854775807,"NaN","1.00:00:01",null],[null,"",null,1.5,null,2147483648]]}],
        "error":{"code":"PartialError","message":"errors","details":[{"code":"E","message":"m","innererror":{"code":"-2","message":"limit of rows"}}]}}
        """#))
    #expect(found.columns.map(\.name) == ["B", "D", "L", "R", "T", "L1"])
    #expect(found.rows[0][1] == .dynamic(["a": [1]]))
    #expect(found.rows[0][2] == .long(.max))
    #expect(found.rows[0][3].text == "NaN")
    #expect(found.rows[0][4] == .timespan(TimeSpan(ticks: 864_010_000_000)))
    #expect(found.misfits == 1)
    #expect(found.rows[1][5] == .string("2147483648"))
    #expect(found.partial == "limit of rows")
  }

  @Test("Data Explorer v2: whole tables, progressive pieces and error rows")
  func kustoFrames() throws {
    let head =
      #"{"FrameType":"DataSetHeader","Version":"v2.0"},{"FrameType":"DataTable","TableKind":"QueryProperties","Columns":[],"Rows":[]}"#
    let whole =
      #"{"FrameType":"DataTable","TableKind":"PrimaryResult","Columns":[{"ColumnName":"x","ColumnType":"long"},{"ColumnName":"s","ColumnType":"timespan"}],"Rows":[[1,10000000],[2,"00:00:02"],{"OneApiErrors":[{"error":{"code":"L","message":"m","@message":"too much"}}]}]}"#
    let found = try #require(try answer("[\(head),\(whole)]"))
    #expect(found.rows.map { $0[1] } == [.timespan(.seconds(1)), .timespan(.seconds(2))])
    #expect(found.partial == "too much")
    let pieces =
      #"{"FrameType":"TableHeader","TableId":1,"TableKind":"PrimaryResult","Columns":[{"ColumnName":"n","ColumnType":"long"}]},{"FrameType":"TableFragment","TableId":1,"TableFragmentType":"DataAppend","Rows":[[1]]},{"FrameType":"TableFragment","TableId":1,"TableFragmentType":"DataReplace","Rows":[[2],[3]]},{"FrameType":"TableFragment","TableId":9,"TableFragmentType":"DataAppend","Rows":[[9]]}"#
    #expect(try answer("[\(head),\(pieces)]")?.rows == [[.long(2)], [.long(3)]])
    #expect(throws: MicrosoftBody.WrongShape.self) { _ = try answer("[\(head)]") }
  }

  @Test("Data Explorer v1 and advanced hunting")
  func others() throws {
    let old = try answer(#"{"Tables":[{"TableName":"T","Columns":[{"ColumnName":"b","DataType":"SByte"}],"Rows":[[1],[0],[true]]}]}"#)
    #expect(old?.rows == [[.bool(true)], [.bool(false)], [.bool(true)]])
    let hunting = try answer(
      ##"{"schema":[{"Name":"Count","Type":"Int64"},{"name":"F","type":"Object"}],"results":[{"Count@odata.type":"#Int64","Count":12,"F":"{\"a\":1}"},{}]}"##
    )
    #expect(hunting?.columns == [Column("Count", .long), Column("F", .dynamic)])
    #expect(hunting?.rows == [[.long(12), .dynamic(["a": 1])], [.null, .dynamic(.null)]])
  }

  @Test("a row of the wrong length is refused with its place, the others are read")
  func wrongLength() throws {
    let found = try #require(
      try answer(#"{"tables":[{"name":"P","columns":[{"name":"a","type":"int"}],"rows":[[1],[1,2],[3],7]}]}"#))
    #expect(found.rows == [[.long(1)], [.long(3)]])
    #expect(
      found.refused == [
        MicrosoftBody.WrongShape(path: "tables[0].rows[1]", expected: "1 cells", found: "2 cells"),
        MicrosoftBody.WrongShape(path: "tables[0].rows[3]", expected: "an array of cells", found: "a number"),
      ])
  }

  @Test("directory lists become rows of their tables")
  func directoryLists() throws {
    func rows(_ text: String) throws -> MicrosoftBody.TableRows? {
      guard case .rows(let tables, _)? = try MicrosoftBody.read(JSONValue(parsing: text), source: "x") else { return nil }
      return tables.first
    }
    let signIn = try rows(
      #"{"value":[{"createdDateTime":"2026-03-13T19:15:41.6195833Z","userPrincipalName":"a@contoso.com","appDisplayName":"Portal","ipAddress":"198.51.100.7","clientAppUsed":"Browser","status":{"errorCode":50126,"failureReason":"Bad password"},"location":{"countryOrRegion":"US"}}]}"#
    )
    #expect(signIn?.table == "SigninLogs")
    #expect(signIn?.rows.first?["ResultType"] == "50126")
    #expect(signIn?.rows.first?["IPAddress"] == "198.51.100.7")
    #expect(signIn?.rows.first?["TimeGenerated"] == "2026-03-13T19:15:41.6195833Z")
    #expect(signIn?.rows.first?["Location"] == "US")
    let audit = try rows(
      #"{"value":[{"activityDisplayName":"Add member","activityDateTime":"2026-01-09T21:20:02Z","initiatedBy":{"user":{"id":"x"}},"targetResources":[],"operationType":"Add"}]}"#
    )
    #expect(audit?.table == "AuditLogs")
    #expect(audit?.rows.first?["OperationName"] == "Add member")
    #expect(audit?.rows.first?["AADOperationType"] == "Add")
    #expect(
      try rows(#"{"value":[{"riskEventType":"x","detectedDateTime":"2026-01-01","ipAddress":"203.0.113.1"}]}"#)?.table
        == "AADUserRiskEvents")
    #expect(try rows(#"{"value":[{"riskLastUpdatedDateTime":"x"}]}"#)?.table == "AADRiskyUsers")
  }
}
