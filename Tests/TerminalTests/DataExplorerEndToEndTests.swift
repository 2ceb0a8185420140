import Casefile
import Foundation
import TestSupport
import Testing

/// A database with one table of its own, on which too much at once takes too long.
private enum Doors {
  static let table = TableSchema(name: "Doors", columns: [Column("Opened", .datetime), Column("Door", .string)])

  /// A row in each of the last ten hours; a query over more than four of them takes too long.
  static func cluster(_ login: LoopbackLogin, now: DateTime) -> LoopbackCloud.Part {
    let rows: [[Value]] = (1...10).map { [.datetime(now - .hours(Double($0))), .string("door-\($0)")] }
    func part(_ fault: DataExplorerFault?) -> LoopbackCloud.Part {
      var cluster = DataExplorerCloud(fault: fault) { text in
        DataExplorerFrames(columns: table.columns, rows: asked(rows, text), shape: .fragmented)
      }
      cluster.schemas = [table]
      return cluster.part
    }
    let (whole, slow) = (part(nil), part(.timedOut))
    return login.guarding("https://kusto.kusto.windows.net") { request, visit in
      guard request.path.hasPrefix("/v") else { return nil }
      var known = request
      known.headers.removeAll { $0[0] == "authorization" }
      known.headers.append(["authorization", "Bearer fixed"])
      let text = (try? JSONValue(parsing: request.text))?["csl"]?.string ?? ""
      let isTooMuch = request.path == "/v2/rest/query" && asked(rows, text).count > 4
      return isTooMuch ? slow(known, visit) : whole(known, visit)
    }
  }

  /// The rows whose time lies in every window of the text.
  private static func asked(_ rows: [[Value]], _ text: String) -> [[Value]] {
    let words = text.split { " ()\n".contains($0) }
    var (from, to) = (DateTime.minimum, DateTime.maximum)
    for place in words.indices.dropFirst() where words[place] == "datetime" && place + 1 < words.endIndex {
      guard let moment = DateTime(String(words[place + 1])) else { continue }
      if words[place - 1] == ">=" { from = max(from, moment) } else { to = min(to, moment) }
    }
    return rows.filter { row in if case .datetime(let moment)? = row.first { from <= moment && moment < to } else { false } }
  }
}

/// A workspace whose queries run on Data Explorer, by the real program.
@Suite("A Data Explorer workspace", .serialized) @BlockingTests struct DataExplorerEndToEndTests {
  @Test("opens the tables of its own database, and asks in parts by time what is too much at once")
  func query() throws {
    let settings = LoopbackLogin.Settings()
    let login = LoopbackLogin(settings)
    let cloud = try LoopbackCloud(login: login, [Doors.cluster(login, now: DateTime(unixSeconds: Date().timeIntervalSince1970))])
    let program = BuiltProgram()
    try program.configure(
      """
      default_workspace = "doors"
      [workspaces.doors]
      query = "data-explorer"
      cluster = "https://kusto.kusto.windows.net"
      database = "Samples"
      tenant_id = "\(settings.tenant)"
      [workspaces.doors.sign_in]
      method = "client-secret"
      client_id = "\(settings.clientID)"
      client_secret = { env = "NIGHT_SECRET" }
      [workspaces.doors.endpoints]
      login = "\(cloud.url)"
      data_explorer = "\(cloud.url)"
      """)
    let environment = ["NIGHT_SECRET": settings.secret]
    let run = try program.run(["query", "Doors | where Door has 'door'", "--format", "jsonl"], environment: environment)
    let doors = run.output.split(separator: "\n").compactMap { (try? JSONValue(parsing: String($0)))?["Door"]?.string }
    #expect(run.code == 0 && Set(doors) == Set((1...10).map { "door-\($0)" }) && doors.count == 10, "\(run.output)\(run.errors)")
    #expect(run.errors.contains("parts by time"), "\(run.errors)")
    let other = try program.run(["query", "Windows | take 1"], environment: environment)
    #expect(other.code == 3 && other.errors.contains("Windows is not known here"), "\(other.errors)")
  }
}
