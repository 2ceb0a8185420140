import Casefile
import Foundation
import HuntPipeline
@testable import LocalStore
import Testing

/// Measurements against real exports that are kept outside of the project.
private let shared = ProcessInfo.processInfo.environment["LOGSPOTLIGHT_SHARED"] ?? ""
private let hasShared = !shared.isEmpty && FileManager.default.fileExists(atPath: shared + "/data/samples")

@Suite(.enabled(if: hasShared, "LOGSPOTLIGHT_SHARED names no folder with data"))
struct SharedDataTests {
  let scratch = Scratch()

  /// Rows of a file as it lies there, counted in another way than the importer's.
  private func count(_ path: String) throws -> Int {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    if path.hasSuffix(".jsonl") { return text.utf8.split(separator: 0x0A).filter { $0.contains { $0 > 0x20 } }.count }
    if path.hasSuffix(".json") {
      let json = try JSONValue(parsing: text)
      return json["value"]?.array?.count ?? json.array?.count ?? 1
    }
    var (isQuoted, lines) = (false, 0)
    for byte in text.utf8 {
      if byte == 0x22 { isQuoted.toggle() }
      if byte == 0x0A, !isQuoted { lines += 1 }
    }
    return lines - (text.utf8.last == 0x0A ? 1 : 0)
  }

  @Test("Every sample tells its table and keeps every row")
  func samples() async throws {
    let store = try scratch.store()
    let report = try await Importer(store: store).run([shared + "/data/samples"])
    #expect(report.files.count > 10)
    for file in report.files {
      let name = (file.path as NSString).lastPathComponent
      print(
        name, file.destinations, "alerts", file.alerts, "kept", file.kept, "refused", file.refused, "misfits", file.misfits,
        file.problem ?? "")
      #expect(file.problem == nil, "\(name)")
      #expect(file.refused == 0, "\(name)")
      #expect(try file.kept == count(file.path), "\(name)")
      #expect(file.destinations.allSatisfy { !$0.table.hasSuffix("_CL") || $0.table == "AzureNetworkAnalytics_CL" }, "\(name)")
    }
    let backend = StoreBackend(store: store, clock: FixedClock(moment: ScanTests.now))
    #expect(try await !backend.rows(of: "SecurityEvent | where Computer =~ 'msticalertswin1' | take 5").isEmpty)
    #expect(try await !backend.rows(of: "SigninLogs | where UserPrincipalName has 'ctfuser3' or Identity =~ 'CTFUser3' | take 5").isEmpty)
    #expect(
      try await !backend.rows(of: "DeviceProcessEvents | where DeviceName startswith 'atevet06cl003' and AccountName =~ 'system' | take 5")
        .isEmpty)
  }

  @Test("A real capture goes to its tables, every row of it")
  func capture() async throws {
    let store = try scratch.store()
    let folder = shared + "/data/eval/otrf"
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).sorted().first { $0.hasSuffix(".gz") })
    let report = try await Importer(store: store).run([folder + "/" + name])
    let file = try #require(report.files.first)
    print(name, file.destinations, file.kept, file.misfits)
    #expect(file.problem == nil)
    #expect(file.refused == 0)
    #expect(file.destinations.count > 1)
    #expect(file.kept == file.destinations.reduce(0) { $0 + $1.rows })
  }
}
