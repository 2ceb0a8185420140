import Casefile
import MicrosoftData
import Testing

@Suite struct TableReferenceTests {
  let reference = TableReference.standard

  @Test("a table is found in any case, in each dialect with its own columns")
  func dialects() throws {
    let store = try #require(reference.schema(named: "deviceprocessevents"))
    #expect(store.name == "DeviceProcessEvents")
    #expect(store.column(named: "AdditionalFields")?.type == .dynamic)
    #expect(store.timeColumn == "TimeGenerated")
    #expect(store.columns.prefix(2).map(\.name) == ["TimeGenerated", "Timestamp"])
    let hunting = try #require(reference.schema(named: "DeviceProcessEvents", in: .advancedHunting))
    #expect(hunting.column(named: "AdditionalFields")?.type == .string)
    #expect(hunting.column(named: "TimeGenerated") == nil)
    #expect(reference.schema(named: "SigninLogs", in: .advancedHunting) == nil)
    #expect(reference.schema(named: "NoSuchTable") == nil)
  }

  @Test("Device and Alert tables of the store carry both time columns, the others theirs")
  func timeColumns() {
    for table in reference.tables {
      #expect(table.timeColumn != nil, "\(table.name)")
      #expect(Set(table.columns.map(\.name)).count == table.columns.count, "\(table.name) has a column twice")
      guard table.name.hasPrefix("Device") || table.name.hasPrefix("Alert") else { continue }
      #expect(table.column(named: "TimeGenerated")?.type == .datetime)
      #expect(table.column(named: "Timestamp")?.type == .datetime)
    }
    #expect(reference.tables.count == 35)
  }

  @Test("tables of both services and the custom one are there")
  func coverage() {
    for name in ["AzureNetworkAnalytics_CL", "DeviceNetworkInfo", "EntraIdSignInEvents", "AuditLogs", "SecurityEvent", "AlertEvidence"] {
      #expect(reference.schema(named: name) != nil, "\(name)")
    }
    #expect(reference.schema(named: "AzureNetworkAnalytics_CL")?.column(named: "DestPort_d")?.type == .real)
    #expect(reference.schema(named: "AlertEvidence")?.column(named: "RemoteIP") != nil)
    #expect(reference.schema(named: "SigninLogs")?.column(named: "TenantId")?.type == .string)
  }

  @Test("every profile names only columns its table has, and every table has fields to show and a sentence")
  func profiles() throws {
    for table in reference.tables {
      let profile = try #require(reference.profile(of: table.name))
      #expect(profile.about.hasSuffix("."), "\(table.name) has no sentence")
      #expect(!profile.fields.isEmpty)
      let lists = [
        profile.hosts, profile.users, profile.addresses, profile.ports, profile.urls, profile.hashes, profile.commands,
        profile.files, profile.fields,
      ]
      for name in lists.joined() { #expect(table.column(named: name) != nil, "\(table.name) has no \(name)") }
      for name in profile.hosts + profile.addresses { #expect(IdentityKind(column: name) != nil, "\(table.name).\(name)") }
    }
  }

  @Test("a mistyped name gives the nearest ones")
  func nearest() {
    #expect(reference.names(near: "DeviceProcesEvents").first == "DeviceProcessEvents")
    #expect(reference.names(near: "signinlog").first == "SigninLogs")
    #expect(reference.names(near: "zzzzqqq").isEmpty)
    #expect(reference.columns(near: "IpAddres", in: "SigninLogs").first == "IPAddress")
  }

  @Test(
    "columns that name people, hosts, addresses and tenants are told by their names",
    arguments: [
      ("AccountUpn", IdentityKind.user), ("UserPrincipalName", .user), ("Caller", .user), ("InitiatedBy", .user), ("TargetUserSid", .user),
      ("DeviceName", .host), ("Computer", .host), ("VM_s", .host), ("RemoteIP", .address), ("SrcPublicIPs_s", .address),
      ("CallerIpAddress", .address), ("TenantId", .tenant), ("_SubscriptionId", .tenant), ("Subscription_g", .tenant),
      ("AccountDomain", .tenant),
    ])
  func identity(_ column: String, _ kind: IdentityKind) { #expect(IdentityKind(column: column) == kind) }

  @Test(
    "columns that name nobody are left alone",
    arguments: ["FileName", "ActionType", "RemoteIPType", "AppDisplayName", "ProcessCommandLine", "DestPort_d", "UserAgent", "EventID"])
  func noIdentity(_ column: String) { #expect(IdentityKind(column: column) == nil) }
}
