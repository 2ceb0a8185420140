import Casefile
import Foundation
import HuntPipeline
import LocalStore

/// How long an analyst waits for a million alerts: the first page, the count, deep pages, groups.
enum AlertBenchmark {
  static let count = 1_000_000

  static func run() throws {
    let path = try store(of: count)
    try wait {
      let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
      print("\(count) alerts, \(size / 1_048_576) MB in \(path)")
      for listing in listings { try await measure(listing, path) }
      try await measureGroups(path)
    }
  }

  /// The path of a store with so many alerts; it is made where it is missing, which takes minutes for a million, and kept.
  static func store(of count: Int) throws -> String {
    let folder = ProcessInfo.processInfo.environment["LOGSPOTLIGHT_BENCH_FOLDER"] ?? NSTemporaryDirectory() + "alerts-benchmark"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let path = folder + "/alerts-\(count).sqlite"
    try wait {
      let store = try EmbeddedStore(at: path)
      let total = try await store.alertPage(AlertListing(), 0..<1).total
      if total < count { try await fill(store, from: total / 5000, to: count / 5000) }
      try store.close()
    }
    return path
  }

  private static let filters = [
    "", "powershell", "nosuchword", "ps-000777", "e", "status:resolved", "severity:high", "title:mailbox", "user:user-4711", "!powershell",
    "!contoso", "/enc(oded)?\\b.*power/", "/qx[0-9]{9}z/", "host:/^ws-1\\d\\d\\./", "contoso !resolved severity:medium", "assigned:none",
    "tactic:initial-access", "status:nothing", "/^encoded/",
  ]

  private static var listings: [AlertListing] {
    let range = TimeRange(from: newest - .days(3), to: newest - .days(2))
    var all = filters.map { AlertListing(filter: $0) }
    all += filters.prefix(6).map { AlertListing(filter: $0, range: range) }
    for sort in AlertListing.SortKey.allCases where sort != .time && sort != .count {
      all += ["", "powershell", "nosuchword", "user:user-4711"].map { AlertListing(filter: $0, sort: sort) }
      all.append(AlertListing(filter: "powershell", sort: sort, range: range))
    }
    return all
  }

  static let newest = DateTime(ticks: 639_310_004_470_000_000)

  /// Each figure from a store opened anew, so that no filter was looked at before; the file itself is in the system's memory.
  private static func measure(_ listing: AlertListing, _ path: String) async throws {
    let store = try EmbeddedStore(at: path)
    defer { try? store.close() }
    // The list is open before one types.
    _ = try await store.alertPage(AlertListing(), 0..<1)
    let glance = try await timed { try await store.alertGlance(listing, 0..<256) }
    let page = try await timed { try await store.alertPage(listing, 0..<256) }
    let last = page.answer.lineCount
    let deep = try await timed { try await store.alertPage(listing, max(0, last - 256)..<last) }
    let middle = try await timed { try await store.alertPage(listing, (last / 2)..<(last / 2 + 256)) }
    let name = "\(listing.filter.isEmpty ? "(all)" : listing.filter) by \(listing.sort.rawValue)\(listing.range == nil ? "" : " in a day")"
    print(
      "  \(pad(name, 46)) glance \(pad(glance.time, 5)) ms, \(pad(String(glance.answer.lines.count), 3)) lines; "
        + "count \(pad(page.time, 5)) ms, \(pad(String(page.answer.matching), 7)); last \(pad(deep.time, 4)) ms, middle \(pad(middle.time, 4)) ms"
    )
  }

  private static func measureGroups(_ path: String) async throws {
    for grouping in AlertListing.Grouping.allCases {
      let store = try EmbeddedStore(at: path)
      defer { try? store.close() }
      var listing = AlertListing(grouping: grouping)
      let first = try await timed { try await store.alertPage(listing, 0..<256) }
      let again = try await timed { try await store.alertPage(listing, 0..<256) }
      listing.unfolded = [first.answer.lines[0].group?.key ?? ""]
      let unfolded = try await timed { try await store.alertPage(listing, 0..<256) }
      print(
        "  by \(pad(grouping.rawValue, 10)) \(pad(String(first.answer.lineCount), 6)) groups: \(first.time) ms, again \(again.time) ms, unfolded \(unfolded.time) ms"
      )
    }
  }

  private static func fill(_ store: EmbeddedStore, from first: Int, to last: Int) async throws {
    let start = DispatchTime.now().uptimeNanoseconds
    for part in first..<last { try await store.keep((0..<5000).map { alert(part * 5000 + $0) }) }
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1_000_000_000
    print("kept in \(Int(seconds)) s, \(Int(Double((last - first) * 5000) / seconds)) a second")
  }

  private static let titles = [
    "Encoded PowerShell downloads a file", "Credential store read", "Consent to a new application", "Sign-ins from two countries",
    "Run key written", "Remote desktop from a workstation", "Mailbox forwarding rule created", "Port scan blocked", "Failed sign-ins",
    "Signature updates are late",
  ]
  private static let tactics = [
    "Execution", "CredentialAccess", "Persistence", "InitialAccess", "LateralMovement", "Collection", "Discovery",
  ]

  /// Made from its number alone, so that every run measures the same.
  static func alert(_ number: Int) -> Alert {
    let mixed = (number &* 2_654_435_761) & 0x7FFF_FFFF
    let (host, user) = (mixed % 20_000, mixed / 7 % 30_000)
    return Alert(
      id: "da\(number)", source: mixed % 3 == 0 ? "office365" : "graph",
      title: mixed % 4 == 0 ? "\(titles[mixed / 4 % 10]) on ps-\(mixed % 1000 + 1_000_000)" : titles[mixed / 4 % 10],
      summary: "A process was started with an unusual command line and fetched a file from a host that nobody spoke to before.",
      severity: Severity.allCases[mixed / 11 % 5], status: ["new", "inProgress", "resolved"][mixed / 13 % 3],
      category: tactics[mixed / 17 % 7], techniques: ["T1059.001"], product: "Microsoft Defender for Endpoint",
      created: newest - .seconds(Double(number) * 1.7 + Double(mixed % 600)),
      assignedTo: mixed % 5 == 0 ? "analyst\(mixed % 40)@contoso.com" : "",
      incidentID: mixed % 2 == 0 ? String(mixed % 90_000) : "",
      entities: [
        Entity(kind: .host, label: "ws-\(host).contoso.com"), Entity(kind: .user, label: "CONTOSO\\user-\(user)"),
        Entity(
          kind: .process, label: "cmd.exe /c start \(mixed % 100_000)",
          details: [Entity.Detail("sha256", String(mixed, radix: 16) + "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c")]),
        Entity(kind: .address, label: "10.\(mixed % 200).\(mixed / 200 % 250).\(mixed / 50_000 % 250)"),
      ], raw: "{\"id\":\"da\(number)\",\"pad\":\"\(String(repeating: "x", count: 600))\"}")
  }

  private static func timed<Answer>(_ work: () async throws -> Answer) async rethrows -> (time: String, answer: Answer) {
    let start = DispatchTime.now().uptimeNanoseconds
    let answer = try await work()
    return (String(Int((Double(DispatchTime.now().uptimeNanoseconds - start) / 1_000_000).rounded())), answer)
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text.count >= width ? text : text + String(repeating: " ", count: width - text.count)
  }

  private static func wait(_ work: @escaping @Sendable () async throws -> Void) throws {
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      do { try await work() } catch { print("failed: \(error)") }
      done.signal()
    }
    done.wait()
  }
}
