import Casefile
import Foundation
import HuntPipeline
@testable import LocalStore
import Testing

@Suite struct ImportTests {
  let scratch = Scratch()

  private func imported(_ name: String, _ text: String, table: String? = nil) async throws -> (EmbeddedStore, ImportReport.File) {
    let store = try scratch.store()
    let path = try scratch.file(name, text)
    let report = try await Importer(store: store, table: table).run([path])
    return (store, try #require(report.files.first))
  }

  /// All rows of a table, named columns only, as text.
  private func rows(_ store: EmbeddedStore, _ table: String, _ columns: String...) async throws -> [[Value]] {
    let batch = try await store.rows(ofTable: table, columns: columns)
    #expect(batch.columns.map(\.name) == columns)
    return batch.rows
  }

  @Test("CSV keeps quotes, line ends in cells, CRLF, a byte order mark and blank cells")
  func csv() async throws {
    let text = "\u{FEFF}Seen,Thing,\"Odd \"\"name\"\"\",n\r\n2026-11-20 10:00:00,H1,\"a,\"\"b\"\"\r\nc\",1\r\n,H2,,\r\n"
    let (store, file) = try await imported("things.csv", text)
    #expect(file.problem == nil)
    #expect(file.destinations == [.init(table: "things_CL", rows: 2)])
    let kept = try await rows(store, "things_CL", "Seen", "Thing", "Odd \"name\"", "n")
    #expect(
      kept == [
        [.datetime(moment("2026-11-20T10:00:00Z")), .string("H1"), .string("a,\"b\"\r\nc"), .long(1)],
        [.null, .string("H2"), .string(""), .null],
      ])
  }

  @Test("A leading unnamed column is dropped while it only counts, and kept from the row where it does not")
  func index() async throws {
    let (store, file) = try await imported("frame.csv", ",Alpha,Beta\n0,x,y\n1,x,y\n7,x,z\n3,p,q\n")
    #expect(file.kept == 4)
    let kept = try await rows(store, "frame_CL", "Alpha", "column_1")
    #expect(kept.map(\.[1]) == [.null, .null, .long(7), .long(3)])
  }

  @Test("Rows with more or fewer cells than the header are kept")
  func uneven() async throws {
    let (store, file) = try await imported("uneven.csv", "a,b\n1\n1,2,3\n")
    #expect(file.kept == 2)
    #expect(file.refused == 0)
    #expect(try await rows(store, "uneven_CL", "a", "b", "column_3") == [[.long(1), .null, .null], [.long(1), .long(2), .long(3)]])
  }

  @Test("A CSV file that ends within quotes keeps what was whole and says so")
  func cutCSV() async throws {
    let (_, file) = try await imported("cut.csv", "a,b\n1,2\n3,\"four")
    #expect(file.kept == 1)
    #expect(file.problem?.summary == "The file is cut.")
  }

  @Test("A line that is no object is refused with its number; the others are kept")
  func lines() async throws {
    let text = "{\"Who\":\"a\",\"n\":1}\n\n[1]\nnonsense\n{\"Who\":\"b\",\"n\":9223372036854775807,\"late\":{\"x\":[1]}}\n"
    let (store, file) = try await imported("who.jsonl", text)
    #expect(file.kept == 2)
    #expect(file.refusals.map(\.line) == [3, 4])
    let kept = try await rows(store, "who_CL", "Who", "n", "late")
    #expect(kept == [[.string("a"), .long(1), .null], [.string("b"), .long(.max), .dynamic(["x": [1]])]])
  }

  @Test("Of a head that grows no byte is looked at twice: neither blanks nor the first line")
  func lookedOnce() {
    var (sniffer, head) = (FormatSniffer(), [UInt8](repeating: 0x20, count: 1 << 16))
    let isEnough1 = sniffer.isEnough(head)
    #expect(!isEnough1)
    // What was looked through may as well be something else now.
    head[7] = UInt8(ascii: "x")
    head += [UInt8](repeating: 0x0A, count: 1 << 16)
    let isEnough2 = sniffer.isEnough(head)
    #expect(!isEnough2)
    head += Array(#"{"a": ""#.utf8)
    let isEnough3 = sniffer.isEnough(head)
    #expect(!isEnough3)
    head[1 << 17 + 2] = 0x0A
    let isEnough4 = sniffer.isEnough(head)
    #expect(!isEnough4)
    head.append(0x0A)
    let isEnough5 = sniffer.isEnough(head)
    #expect(isEnough5)
  }

  @Test("An empty line before a first line longer than a piece is not taken for its end")
  func emptyLineFirst() async throws {
    let long = String(repeating: "x", count: 300 << 10)
    let (_, file) = try await imported("empty.jsonl", "\n{\"a\":\"\(long)\"}\n{\"a\":\"y\"}\n")
    #expect(file.kept == 2 && file.problem == nil)
  }

  @Test("A last line that is cut makes the import partial")
  func cutLines() async throws {
    let (_, file) = try await imported("cut.jsonl", "{\"a\":1}\n{\"a\":2}\n{\"a\":")
    #expect(file.kept == 2)
    #expect(file.problem?.kind == .partial)
    #expect(file.refused == 1)
  }

  @Test("A list that is cut keeps its whole elements")
  func cutList() async throws {
    let (_, file) = try await imported("cut.json", "[{\"a\":1},\n {\"a\":2},\n {\"a\"")
    #expect(file.kept == 2)
    #expect(file.problem?.summary == "The file is cut.")
  }

  @Test("Columns tell the table; what it does not know is kept beside, what does not fit is kept as text")
  func known() async throws {
    let text = """
      {"Timestamp":"2026-11-20T10:00:00Z","DeviceName":"h","ActionType":"ProcessCreated","FileName":"x.exe","ProcessId":"not a number",\
      "ProcessCommandLine":"x \\u0000 \\u001b[31m","FolderPath":"c","AccountName":"u","Extra Thing":5}
      {"Timestamp":"never","DeviceName":"h","ActionType":"ProcessCreated","FileName":"x.exe","ProcessId":7,"ProcessCommandLine":"",\
      "FolderPath":"c","AccountName":"u","Extra Thing":"five"}

      """
    let (store, file) = try await imported("p.jsonl", text)
    #expect(file.destinations == [.init(table: "DeviceProcessEvents", rows: 2)])
    #expect(file.misfits == 2)
    let kept = try await rows(
      store, "DeviceProcessEvents", "TimeGenerated", "Timestamp", "Timestamp_text", "ProcessId", "ProcessId_text", "ProcessCommandLine",
      "Extra Thing")
    let time = Value.datetime(moment("2026-11-20T10:00:00Z"))
    try #require(kept.count == 2)
    #expect(kept[0] == [time, time, .string(""), .null, .string("not a number"), .string("x \0 \u{1B}[31m"), .string("5")])
    #expect(kept[1][1] == .null)
    #expect(kept[1][2] == .string("never"))
    #expect(kept[1][3] == .long(7))
  }

  @Test("Rows that name their table go there, and the user's word wins")
  func named() async throws {
    let text =
      "{\"_table\":\"SecurityEvent\",\"EventID\":4624}\n{\"_table\":\"Mine_CL\",\"a\":1}\n{\"_table\":\"securityevent\",\"EventID\":1}\n"
    let (_, file) = try await imported("mixed.jsonl", text)
    #expect(file.destinations == [.init(table: "SecurityEvent", rows: 2), .init(table: "Mine_CL", rows: 1)])
    let (_, second) = try await imported("again.jsonl", text, table: "Other_CL")
    #expect(second.destinations == [.init(table: "Other_CL", rows: 3)])
  }

  @Test("Numbers that are written in another way keep their text")
  func numbers() async throws {
    let (store, _) = try await imported("n.csv", "sku_no,sku_rev\n1,1.5\n007,1.50\n12,2.5\n")
    #expect(try await rows(store, "n_CL", "sku_no", "sku_rev").map(\.[0].text) == ["1", "007", "12"])
    #expect(try await rows(store, "n_CL", "sku_rev").map(\.[0].text) == ["1.5", "1.50", "2.5"])
  }

  @Test("Names that differ in case only, or are ours, are different columns")
  func names() async throws {
    let (store, file) = try await imported(
      "c.jsonl", "{\"Name\":\"a\",\"name\":\"b\",\"row_id\":\"c\",\"_sample\":\"d\",\"a\\\"b; DROP\":\"e\"}\n{}\n")
    #expect(file.kept == 2)
    #expect(
      try await rows(store, "c_CL", "Name", "name", "row_id", "_sample", "a\"b; DROP").first?.map(\.text) == ["a", "b", "c", "d", "e"])
  }

  @Test("More columns than SQLite has are kept together in one")
  func columns() async throws {
    let lines = (0..<60).map { row in "{" + (0..<50).map { "\"k\(row)_\($0)\":\($0)" }.joined(separator: ",") + "}" }
    let (store, file) = try await imported("wide.jsonl", lines.joined(separator: "\n"))
    #expect(file.problem == nil)
    #expect(file.kept == 60)
    let last = try #require(try await rows(store, "wide_CL", "MoreColumns").last)
    #expect(last[0].json["k59_49"] == 49)
  }

  static let alert = """
    {"@odata.type":"#microsoft.graph.security.alert","id":"da1","title":"Hidden file ran","severity":"low","status":"new","category":"DefenseEvasion",
     "serviceSource":"microsoftDefenderForEndpoint","createdDateTime":"2026-11-20T12:19:27.7211305Z","mitreTechniques":["T1564.001"],
     "evidence":[{"@odata.type":"#microsoft.graph.security.deviceEvidence","deviceDnsName":"ws-9.contoso.com","verdict":"suspicious","roles":[]}]}
    """

  @Test("A Graph body opens in the list with its evidence, and stands in the alert tables; again updates it")
  func graph() async throws {
    let body = "{\"@odata.context\":\"https://graph/v1.0/$metadata#security/alerts_v2\",\"value\":[\n\(ImportTests.alert)\n]}"
    let (store, file) = try await imported("alerts.json", body)
    #expect(file.alerts == 1)
    #expect(file.newAlerts == 1)
    #expect(file.kept == 1)
    let changed = try scratch.file("changed.json", body.replacing("Hidden file ran", with: "Hidden file ran twice"))
    let again = try await Importer(store: store).run([changed])
    #expect(again.files[0].newAlerts == 0)
    let page = try await store.alertPage(AlertListing(), 0..<5)
    #expect(page.lines.map(\.title) == ["Hidden file ran twice"])
    #expect(page.lines[0].entity.hasPrefix("ws-9"))
    #expect(try await rows(store, "AlertInfo", "AlertId", "Title").map { $0.map(\.text) } == [["da1", "Hidden file ran twice"]])
    #expect(try await rows(store, "AlertEvidence", "DeviceName").map { $0.map(\.text) } == [["ws-9.contoso.com"]])
    #expect(try await rows(store, "SecurityAlert", "SystemAlertId").count == 1)
  }

  @Test("Rows of SecurityAlert are rows and alerts, and do not stand twice in their own table")
  func securityAlert() async throws {
    let text = """
      TimeGenerated,SystemAlertId,AlertName,DisplayName,AlertSeverity,Description,ProviderName,VendorName,StartTime,EndTime,Entities,CompromisedEntity
      2026-11-20T10:00:00Z,s1,Spray,Spray,High,Many,Test,Us,2026-11-20T09:00:00Z,2026-11-20T09:30:00Z,[],H1

      """
    let (store, file) = try await imported("sa.csv", text)
    #expect(file.destinations == [.init(table: "SecurityAlert", rows: 1)])
    #expect(file.alerts == 1)
    #expect(file.kept == 1)
    #expect(try await rows(store, "SecurityAlert", "SystemAlertId").count == 1)
    #expect(try await rows(store, "AlertInfo", "Severity") == [[.string("High")]])
  }

  @Test("Responses of services become rows")
  func responses() async throws {
    let body = """
      {"tables":[{"name":"PrimaryResult","columns":[{"name":"TimeGenerated","type":"datetime"},{"name":"Caller","type":"string"},
      {"name":"count_","type":"long"}],"rows":[["2026-11-20T10:00:00Z","a",5],["2026-11-20T11:00:00Z","b",6]]}]}
      """
    let (store, file) = try await imported("answer.json", body)
    #expect(file.kept == 2)
    let table = try #require(file.destinations.first?.table)
    #expect(try await rows(store, table, "Caller", "count_").map { $0.map(\.text) } == [["a", "5"], ["b", "6"]])
  }

  @Test("Folders are taken whole; files of no known kind and empty ones are one problem each")
  func folder() async throws {
    let store = try scratch.store()
    _ = try scratch.file("in/deep/a.jsonl", "{\"a\":1}\n{\"a\":2}\n")
    _ = try scratch.file("in/b.csv", "x,y\n1,2\n")
    _ = try scratch.file("in/.hidden", "{}")
    _ = try scratch.file("in/empty.json", "")
    _ = try scratch.file("in/picture.png", Data([0x89, 0x50, 0x4E, 0x47, 0, 0, 1, 2]))
    _ = try scratch.file("in/words.txt", "just words\n")
    let report = try await Importer(store: store).run([scratch.folder + "/in", scratch.folder + "/nowhere.json"])
    #expect(
      report.files.map { ($0.path as NSString).lastPathComponent } == [
        "b.csv", "a.jsonl", "empty.json", "picture.png", "words.txt", "nowhere.json",
      ])
    #expect(report.kept == 3)
    #expect(report.files.filter { $0.problem != nil }.count == 4)
    #expect(report.files.allSatisfy { $0.problem == nil || $0.problem?.remedy != nil })
    #expect(report.isPartial)
  }

  /// `{"a":1}` to `{"a":4}` on a line each, packed by `gzip -n` in two parts of two lines.
  static let packed: [UInt8] =
    Data(
      base64Encoded: "H4sIAAAAAAACA6tWSlSyMqzlqgbRRrVcAGbAWhkQAAAAH4sIAAAAAAACA6tWSlSyMq7lqgbRJrVcABUFu0UQAAAA"
    ).map { [UInt8]($0) } ?? []

  @Test("Gzip is unpacked, parts one behind the other too; a cut one keeps what came")
  func gzip() async throws {
    let store = try scratch.store()
    #expect(ImportTests.packed.count > 40)
    let whole = try scratch.file("w.jsonl.gz", Data(ImportTests.packed))
    let cut = try scratch.file("c.jsonl.gz", Data(ImportTests.packed.dropLast(6)))
    let report = try await Importer(store: store).run([whole, cut])
    #expect(report.files[0].destinations == [.init(table: "w_CL", rows: 4)])
    #expect(report.files[0].problem == nil)
    #expect(report.files[1].kept == 4)
    #expect(report.files[1].problem?.summary == "The packed file is cut.")
  }

  @Test("UTF-16 text, as PowerShell writes it, is read")
  func utf16() async throws {
    let units = Array("\u{FEFF}wer,wo\né🙂,Zürich\n".utf16)
    let path = try scratch.file("u.csv", Data(units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }))
    let store = try scratch.store()
    let report = try await Importer(store: store).run([path])
    #expect(report.kept == 1)
    #expect(try await rows(store, "u_CL", "wer", "wo") == [[.string("é🙂"), .string("Zürich")]])
  }

  @Test("Records and elements are the same however the bytes are cut")
  func pieces() throws {
    let text = Array("a,\"b\r\n\"\"c\"\"\",d\r\ne,,\"\"\r\nlast,\"x\"".utf8)
    let json = Array("{\"note\":\"[{\",\"value\":[{\"a\":\"]}\\\"\"}, 7,[1,{\"b\":[]}]],\"end\":{}}".utf8)
    for size in 1...text.count {
      var reader = CSVReader(separator: 0x2C)
      var records: [[String]] = []
      for start in stride(from: 0, to: text.count, by: size) {
        reader.feed(text[start..<min(start + size, text.count)]) { cells, _ in records.append(cells ?? []) }
      }
      reader.finish { cells, _ in records.append(cells ?? []) }
      #expect(records == [["a", "b\r\n\"c\"", "d"], ["e", "", ""], ["last", "x"]])
    }
    for size in 1...json.count {
      var elements = JSONElements()
      var found: [String] = []
      for start in stride(from: 0, to: json.count, by: size) {
        try elements.feed(Array(json[start..<min(start + size, json.count)])) { bytes, _ in
          found.append(String(decoding: bytes ?? [], as: UTF8.self))
        }
      }
      #expect(found == ["{\"a\":\"]}\\\"\"}", "7", "[1,{\"b\":[]}]"])
      #expect(String(decoding: elements.frame, as: UTF8.self) == "{\"note\":\"[{\",\"value\":[],\"end\":{}}")
      #expect(elements.isWhole)
    }
  }

  @Test(
    "Objects written out over many lines, one behind the other, are rows; lists and bodies may follow each other too",
    arguments: [
      ("{\n \"q1\": 1\n}\n{\n \"q1\": 2\n}\n{\n \"q1\": 3\n}\n", 3, 0), ("[{\"q1\":1},{\"q1\":2}]\n[{\"q1\":3}]", 3, 0),
      ("{\"q1\":\n1}", 1, 0), ("{\"value\":[\(oneLine)]}\n{\"value\":[\(oneLine)]}\n", 0, 2),
      ("\(oneLine)\n\(oneLine)\n", 0, 2), ("[\(oneLine), 7]", 0, 1),
    ])
  func sequences(text: String, rows: Int, alerts: Int) async throws {
    let (_, file) = try await imported("seq.json", text)
    #expect(file.destinations.reduce(0) { $0 + $1.rows } == rows)
    #expect(file.alerts == alerts)
    #expect(file.refused == (text.contains(", 7]") ? 1 : 0))
  }

  static let oneLine = alert.replacing("\n", with: " ")

  @Test("A cancelled import keeps whole batches and says that it was stopped")
  func cancelled() async throws {
    let store = try scratch.store()
    let lines = (0..<60_000).map { "{\"a\":\($0),\"text\":\"some words to fill the line\"}" }.joined(separator: "\n")
    let path = try scratch.file("long.jsonl", lines)
    let task = Task { try await Importer(store: store).run([path]) }
    task.cancel()
    let report = try await task.value
    #expect(report.files.first?.problem?.kind == .interrupted)
    #expect(report.kept < 60_000)
    #expect(report.kept % 1000 == 0)
  }
}
