import Casefile
import Foundation
import TestSupport
import Testing

/// What `doctor` of the real program says of a workspace of the cloud.
@Suite("Doctor on a workspace of the cloud", .serialized) @BlockingTests struct DoctorTests {
  private struct Clinic {
    let cloud: LoopbackCloud
    let program = BuiltProgram()

    /// `lists` answers for the lists of alerts and the feed.
    init(
      alerts: String = "\"graph\"", method: String = "client-secret", tenant: String = LoopbackLogin.Settings().tenant,
      _ change: (inout LoopbackLogin.Settings) -> Void = { _ in }, lists: @escaping LoopbackCloud.Part
    ) throws {
      var settings = LoopbackLogin.Settings()
      change(&settings)
      cloud = try LoopbackCloud(login: LoopbackLogin(settings), [lists])
      try program.configure(
        """
        default_workspace = "contoso"
        [workspaces.contoso]
        alerts = [\(alerts)]
        query = "store"
        tenant_id = "\(tenant)"
        [workspaces.contoso.sign_in]
        method = "\(method)"
        client_id = "\(settings.clientID)"
        client_secret = { env = "CLINIC_SECRET" }
        [workspaces.contoso.endpoints]
        login = "\(cloud.url)"
        graph = "\(cloud.url)"
        office365 = "\(cloud.url)"
        """)
    }

    func lines() throws -> (checks: [[String]], code: Int32) {
      let run = try program.run(
        ["doctor", "--format", "jsonl"], environment: ["CLINIC_SECRET": LoopbackLogin.Settings().secret, "TERM": "xterm"])
      let checks = run.output.split(separator: "\n").compactMap { try? JSONValue(parsing: String($0)) }
      return (checks.map { json in ["check", "outcome", "text", "remedy"].map { json[$0]?.string ?? "" } }, run.code)
    }
  }

  @Test("Without a screen the code is told in words of our own, and the service's sentence does not reach the terminal")
  func deviceCode() throws {
    let clinic = try Clinic(method: "device-code") { _, _ in nil }
    clinic.cloud.add { request, _ in
      if request.path.hasSuffix("/devicecode") {
        return .json(
          #"{"user_code":"FJC3-KDVL","device_code":"d","verification_uri":"https://microsoft.com/devicelogin","expires_in":900,"#
            + #""interval":1,"message":"\u001b]0;owned\u0007Call 555-0100 and read out the code"}"#)
      }
      return request.path.hasSuffix("/token") ? .json(#"{"error":"expired_token","error_codes":[70019]}"#, status: 400) : nil
    }
    let run = try clinic.program.run(["alerts"])
    #expect(run.errors.contains("To sign in, open https://microsoft.com/devicelogin in a browser and enter the code FJC3-KDVL."))
    #expect(!run.errors.contains("555-0100") && !run.errors.contains("\u{1B}") && run.code == 1)
  }

  private nonisolated static let page =
    #"{"@odata.context":"x","value":[{"id":"a-1","title":"t","createdDateTime":"2026-11-20T00:00:00Z"}]}"#

  @Test("A list that refuses is found although the token looks right, and its permission is named")
  func refusedList() throws {
    let clinic = try Clinic(alerts: "\"graph\", \"graph-incidents\"") {
      $0.permissions = ["SecurityAlert.Read.All", "SecurityIncident.Read.All"]
    } lists: { request, _ in
      request.path.hasSuffix("/incidents") ? LoopbackGraph.error(403, "Forbidden") : .json(DoctorTests.page)
    }
    let (checks, code) = try clinic.lines()
    let tried = checks.filter { $0[0] == "one alert" }
    #expect(tried.map { $0[1] } == ["ok", "fail"], "\(checks)")
    #expect(tried.first?[2] == "Microsoft Graph, graph: alerts_v2: one came")
    #expect(tried.last?[2].contains("HTTP 403") == true && tried.last?[3].contains("SecurityIncident.Read.All") == true)
    #expect(code == 1)
    #expect(clinic.cloud.requests.contains { $0.target.hasPrefix("/v1.0/security/alerts_v2?$top=1") })
  }

  @Test("Where the token cannot be read, trying decides")
  func opaque() throws {
    let good = try Clinic { _, _ in .json(DoctorTests.page) }
    let (checks, _) = try good.lines()
    #expect(checks.filter { $0[0] == "permissions" }.map { $0[1] } == ["ok"], "\(checks)")
    #expect(checks.contains { $0[0] == "permissions" && $0[2].contains("trying decides") })
    let bad = try Clinic { _, _ in LoopbackGraph.error(403, "Forbidden") }
    let (refused, code) = try bad.lines()
    #expect(refused.contains { $0[0] == "one alert" && $0[1] == "fail" } && code == 1, "\(refused)")
  }

  @Test("A token of another tenant is a failure, and nothing is read with it")
  func tenant() throws {
    let clinic = try Clinic {
      $0.permissions = ["SecurityAlert.Read.All"]
      $0.tokenTenant = "33333333-3333-3333-3333-333333333333"
    } lists: { _, _ in
      .json(DoctorTests.page)
    }
    let (checks, code) = try clinic.lines()
    let token = try #require(checks.first { $0[0] == "token" })
    #expect(token[1] == "fail" && token[2].contains("33333333-3333") && code == 1)
    #expect(!checks.contains { $0[0] == "one alert" })
    #expect(!clinic.cloud.requests.contains { $0.path.contains("security") })
  }

  @Test("The subscriptions of Office 365 are listed, and those that are wanted are named")
  func subscriptions() throws {
    let clinic = try Clinic(alerts: "\"office365\"") {
      $0.permissions = ["ActivityFeed.Read"]
    } lists: { request, _ in
      request.path.hasSuffix("/subscriptions/list") ? .json(#"[{"contentType":"Audit.General","status":"enabled","webhook":null}]"#) : nil
    }
    let (checks, _) = try clinic.lines()
    let line = try #require(checks.first { $0[0] == "one alert" })
    #expect(line[1] == "warn" && line[2].contains("enabled Audit.General; not enabled Audit.AzureActiveDirectory"), "\(checks)")
  }
}
