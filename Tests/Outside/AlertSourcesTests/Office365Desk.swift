import AlertSources
import Casefile
import HuntPipeline
import Locking
import SignIn
import TestSupport
import Transport

/// A tenant on the loopback cloud, a clock that only sleeping moves, and what a source told meanwhile.
final class Office365Desk: Sendable {
  static let now = DateTime("2026-11-24T12:00:00.7Z") ?? .minimum
  static let tenant = "0f3c9a52-6f1d-4a1e-9d3b-2b1c5e7f8a90"
  static let publisher = "7d2b6c11-90ab-4c3d-8e4f-a1b2c3d4e5f6"

  private struct FixedToken: TokenSource {
    func token(for scope: TokenScope) async throws -> AccessToken { AccessToken("token-1", expires: .maximum) }
    func drop(_ refused: AccessToken, for scope: TokenScope, claims: String?) async {}
  }

  private struct Told: Sendable {
    var now = Office365Desk.now
    var sleeps: [Double] = []
    var progress: [AlertProgress] = []
    var pages: [[Alert]] = []
  }

  let cloud: LoopbackCloud
  let service: Office365Service
  private let told = Locked(Told())

  init(enabled: [String] = ["Audit.General"]) throws {
    cloud = try LoopbackCloud()
    service = Office365Service(tenant: Office365Desk.tenant, publisher: Office365Desk.publisher, now: Office365Desk.now, enabled: enabled)
    cloud.addOffice365(service)
  }

  var root: String { "/api/v1.0/\(Office365Desk.tenant)/activity/feed/" }
  var sleeps: [Double] { told.withLock { $0.sleeps } }
  var progress: [AlertProgress] { told.withLock { $0.progress } }
  var alerts: [Alert] { told.withLock { $0.pages.flatMap { $0 } } }
  var pages: [[Alert]] { told.withLock { $0.pages } }
  /// What was asked, without the root: `GET subscriptions/list?…`.
  var asked: [String] { cloud.requests.map { "\($0.method) \($0.target.replacing(root, with: ""))" } }
  func asked(_ part: String) -> [String] { asked.filter { $0.contains(part) } }

  func set(now: DateTime) {
    told.withLock { $0.now = now }
    service.set(now: now)
  }

  var surroundings: RetrySurroundings {
    RetrySurroundings(
      now: { self.told.withLock { $0.now } }, chance: { 0 },
      sleep: { seconds in
        let now = self.told.withLock { told in
          told.sleeps.append(seconds)
          told.now = told.now + .seconds(seconds)
          return told.now
        }
        self.service.set(now: now)
      })
  }

  func source(
    types: [Office365ContentType]? = nil, state: Office365State = Office365State(), keeper: (any RowKeeper)? = nil,
    address: String? = nil, cloud: CloudAddresses.Cloud = .public, sender: any HTTPSending = HTTPClient(), parallel: Int = 8,
    idle: Double = 90, remembered: Int = 100_000, stored: @escaping @Sendable ([String]) async throws -> [Alert] = { _ in [] }
  ) throws -> Office365Source {
    let configuration = Office365Configuration(
      tenant: Office365Desk.tenant, publisher: Office365Desk.publisher, types: types, parallel: parallel,
      timeouts: HTTPRequest.Timeouts(idle: idle), remembered: remembered)
    return try Office365Source(
      configuration, clouds: CloudAddresses(cloud, overrides: ["office365": address ?? self.cloud.url]), tokens: FixedToken(),
      sender: sender,
      surroundings: surroundings, state: state, keeper: keeper, stored: stored)
  }

  func take(_ page: [Alert]) { told.withLock { $0.pages.append(page) } }

  @discardableResult
  func fetch(_ source: Office365Source, _ query: AlertQuery = AlertQuery()) async throws -> AlertFetch {
    try await source.fetch(query, progress: { heard in self.told.withLock { $0.progress.append(heard) } }) { page in
      self.told.withLock { $0.pages.append(page) }
    }
  }

  /// A record as the service writes it.
  static func record(_ id: String, type: Int = 25, at time: String = "2026-11-24T10:00:00", _ more: String = "") -> String {
    "{\"CreationTime\":\"\(time)\",\"Id\":\"\(id)\",\"Operation\":\"TeamCreated\",\"OrganizationId\":\"\(tenant)\",\"RecordType\":\(type),"
      + "\"UserKey\":\"k\",\"UserType\":0,\"Workload\":\"MicrosoftTeams\",\"UserId\":\"ana@contoso.com\"\(more.isEmpty ? "" : "," + more)}"
  }

  static func alert(
    _ record: String, _ alert: String, _ name: String = "Mass download", at time: String = "2026-11-24T10:00:00", _ more: String = ""
  ) -> String {
    let fields =
      "\"AlertId\":\"\(alert)\",\"Name\":\"\(name)\",\"Severity\":\"High\",\"Category\":\"ThreatManagement\",\"Status\":\"Active\""
    return Office365Desk.record(record, type: 40, at: time, fields + (more.isEmpty ? "" : "," + more))
  }

  static func general(_ id: String, _ created: String, _ records: String...) -> Office365Service.Content {
    Office365Service.Content("Audit.General", id, created: DateTime(created) ?? .minimum, records)
  }
}

/// The problem that `body` throws; nil when it throws none.
func problem(of body: () async throws -> Void) async -> Problem? {
  do { try await body() } catch { return error as? Problem }
  return nil
}

/// Keeps rows in memory.
final class RowShelf: RowKeeper {
  private let held = Locked<[JSONObject]>([])
  var rows: [JSONObject] { held.withLock { $0 } }
  var ids: [String] { rows.map { $0["OfficeId"]?.string ?? "" }.sorted() }

  func keep(table: String, rows: [JSONObject], identity: String) async throws -> Int {
    held.withLock { $0 += rows }
    return rows.count
  }
}

/// One text that a closure leaves behind.
final class Shelf: Sendable {
  private let held = Locked("")
  var text: String { held.withLock { $0 } }
  func set(_ text: String) { held.withLock { $0 = text } }
}
