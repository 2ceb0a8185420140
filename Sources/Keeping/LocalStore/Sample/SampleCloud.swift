import Casefile

/// Azure: deployments and restarts of the fortnight, and the flows that network security groups let through or stopped.
struct SampleCloud {
  let clock: SampleClock

  func write(_ rows: inout SampleRows, _ random: inout SampleRandom) {
    for back in (0...SampleClock.days).reversed() {
      let isWeekend = SampleClock.isWeekend(clock.day(back))
      for _ in 0..<(isWeekend ? 15 : 65) {
        guard let moment = isWeekend ? clock.any(back, &random) : clock.working(back, &random) else { continue }
        change(moment, &rows, &random)
      }
      for _ in 0..<170 {
        guard let moment = clock.any(back, &random) else { continue }
        flow(moment, &rows, &random)
      }
    }
    beacon(&rows, &random)
  }

  private func change(_ moment: DateTime, _ rows: inout SampleRows, _ random: inout SampleRandom) {
    let operations = [
      ("MICROSOFT.COMPUTE/VIRTUALMACHINES/RESTART/ACTION", "Restart Virtual Machine", "web-02"),
      ("MICROSOFT.RESOURCES/DEPLOYMENTS/WRITE", "Create Deployment", "nightly"),
      ("MICROSOFT.STORAGE/STORAGEACCOUNTS/LISTKEYS/ACTION", "List Storage Account Keys", "contosologs"),
      ("MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/SECURITYRULES/WRITE", "Create or Update Security Rule", "nsg-web"),
      ("MICROSOFT.KEYVAULT/VAULTS/READ", "Get Key Vault", "kv-contoso"), ("MICROSOFT.WEB/SITES/WRITE", "Update website", "app-01"),
    ]
    let caller = random.pick(["cnguyen", "dpatel", "lfischer", "adm-jokafor", "deploy-bot"])
    let operation = random.pick(operations)
    rows.activity(
      operation.0, operation.1, resource: operation.2, by: caller + "@contoso.com", from: SampleCompany.egress,
      status: random.chance(0.96) ? "Success" : "Failure", at: moment, &random)
  }

  private func flow(_ moment: DateTime, _ rows: inout SampleRows, _ random: inout SampleRandom) {
    let machine = random.pick(["web-01", "web-02", "app-01"])
    switch random.number(0...9) {
    case 0...4:
      rows.flow(
        Flow(machine: machine, remote: "192.0.2.\(random.number(10...250))", port: 443, isInbound: true, isAllowed: true, at: moment),
        &random)
    case 5, 6:
      rows.flow(
        Flow(machine: machine, remote: "192.0.2.\(random.number(10...250))", port: 443, isInbound: false, isAllowed: true, at: moment),
        &random)
    case 7:
      let port = random.pick([22, 23, 445, 3389, 4444, 8080])
      rows.flow(
        Flow(machine: machine, remote: "203.0.113.\(random.number(160...250))", port: port, isInbound: true, isAllowed: false, at: moment),
        &random)
    case 8:
      rows.flow(
        Flow(machine: machine, remote: "10.30.0.\(random.number(5...9))", port: 1433, isInbound: false, isAllowed: true, at: moment),
        &random)
    default:
      rows.flow(Flow(machine: machine, remote: "198.51.100.53", port: 53, isInbound: false, isAllowed: true, at: moment), &random)
    }
  }

  /// web-01 tries to reach the controller on 4444: all through the latest weekend, and since the intrusion reached it.
  private func beacon(_ rows: inout SampleRows, _ random: inout SampleRandom) {
    let weekend = clock.weekend
    let count = max(8, Int(weekend.length.totalSeconds / 2_400))
    let step = weekend.length.ticks / Int64(count + 1)
    for place in 1...count where step > 0 {
      let jitter = Int64(random.number(-20...20)) * (step / 100)
      blocked(weekend.from + TimeSpan(ticks: step * Int64(place) + jitter), &rows, &random)
    }
    for place in 0..<12 { blocked(clock.ago(hours: 5.5 - Double(place) * 0.42), &rows, &random) }
  }

  private func blocked(_ moment: DateTime, _ rows: inout SampleRows, _ random: inout SampleRandom) {
    let flow = Flow(machine: "web-01", remote: SampleCompany.controller, port: 4444, isInbound: false, isAllowed: false, at: moment)
    rows.flow(flow, &random)
  }

  /// One flow as Traffic Analytics tells it.
  struct Flow {
    var machine: String
    var remote: String
    var port: Int
    var isInbound: Bool
    var isAllowed: Bool
    var at: DateTime
  }
}

extension SampleRows {
  private static let activityColumns = [
    "TimeGenerated", "EventSubmissionTimestamp", "OperationName", "OperationNameValue", "Level", "ActivityStatus", "ActivityStatusValue",
    "ResourceGroup", "SubscriptionId", "CorrelationId", "Caller", "CallerIpAddress", "Category", "CategoryValue", "Authorization",
    "ResourceId", "OperationId", "ResourceProvider", "ResourceProviderValue", "Resource", "EventDataId", "TenantId", "SourceSystem",
    "Properties", "Hierarchy", "Type",
  ]

  /// Someone did something to a resource of Azure.
  mutating func activity(
    _ operation: String, _ words: String, resource: String, by caller: String, from address: String, status: String, at moment: DateTime,
    _ random: inout SampleRandom
  ) {
    let provider = String(operation.prefix { $0 != "/" })
    let id = "/subscriptions/\(SampleCompany.subscription)/resourceGroups/rg-web/providers/\(provider.lowercased())/\(resource)"
    let authorization: JSONValue = ["action": .string(operation.lowercased()), "scope": .string(id)]
    let cells: [Value] = [
      .datetime(moment), .datetime(moment), .string(words), .string(operation), .string(status == "Success" ? "Informational" : "Error"),
      .string(status == "Success" ? "Succeeded" : "Failed"), .string(status), .string("rg-web"), .string(SampleCompany.subscription),
      .string(random.guid()), .string(caller), .string(address), .string("Administrative"), .string("Administrative"),
      .string(authorization.text), .string(id), .string(random.guid()), .string(provider), .string(provider), .string(resource),
      .string(random.guid()), .string(SampleCompany.tenant), .string("Azure"), .string("{}"), .string(SampleCompany.tenant),
      .string("AzureActivity"),
    ]
    add("AzureActivity", SampleRows.activityColumns, cells)
  }

  private static let flowColumns = [
    "TimeGenerated", "TimeProcessed_t", "FlowIntervalStartTime_t", "FlowIntervalEndTime_t", "FlowStartTime_t", "FlowEndTime_t", "TenantId",
    "SourceSystem", "Type", "SubType_s", "FASchemaVersion_s", "FlowType_s", "SrcIP_s", "DestIP_s", "VMIP_s", "VM_s", "VM1_s", "Subnet_s",
    "NIC_s", "Region_s", "DestPort_d", "L4Protocol_s", "L7Protocol_s", "FlowDirection_s", "FlowStatus_s", "NSGList_s", "NSGRules_s",
    "NSGRule_s", "NSGRuleType_s", "PublicIPs_s", "SrcPublicIPs_s", "DestPublicIPs_s", "Country_s", "AllowedInFlows_d", "DeniedInFlows_d",
    "AllowedOutFlows_d", "DeniedOutFlows_d", "FlowCount_d", "InboundBytes_d", "OutboundBytes_d", "InboundPackets_d", "OutboundPackets_d",
    "Subscription_g",
  ]

  /// A flow that a network security group saw.
  mutating func flow(_ flow: SampleCloud.Flow, _ random: inout SampleRandom) {
    let addresses = ["web-01": "10.30.0.4", "web-02": "10.30.0.5", "app-01": "10.30.0.6"]
    let own = addresses[flow.machine] ?? "10.30.0.9"
    let isPublic = !flow.remote.hasPrefix("10.")
    let isBad = flow.remote == SampleCompany.controller || flow.remote.hasPrefix("203.0.113.2")
    let type = isBad ? "MaliciousFlow" : isPublic ? "ExternalPublic" : "IntraVNet"
    let direction = flow.isInbound ? "I" : "O"
    let rule =
      flow.isAllowed
      ? (flow.isInbound ? "allow-https-in" : "AllowInternetOutBound") : (flow.isInbound ? "DenyAllInBound" : "deny-out-high-ports")
    let kind = flow.isAllowed ? "A" : "D"
    let publicText = isPublic ? "\(flow.remote)|1|\(flow.isAllowed ? 1 : 0)|\(flow.isAllowed ? 0 : 1)|0|0|0" : ""
    let interval = DateTime(ticks: flow.at.ticks - flow.at.ticks % (DateTime.ticksPerSecond * 600))
    let one = Value.real(Double(random.number(1...4)))
    let zero = Value.real(0)
    let bytes = Double(random.number(400...90_000))
    func when(_ inbound: Bool, _ allowed: Bool) -> Value { flow.isInbound == inbound && flow.isAllowed == allowed ? one : zero }
    let cells: [Value] = [
      .datetime(flow.at), .datetime(flow.at), .datetime(interval), .datetime(interval + .minutes(10)), .datetime(flow.at),
      .datetime(flow.at + .seconds(4)), .string(SampleCompany.tenant), .string("OpsManager"), .string("AzureNetworkAnalytics_CL"),
      .string("FlowLog"), .string("2"), .string(type), .string(isPublic ? "" : own), .string(isPublic ? "" : flow.remote), .string(own),
      .string("rg-web/" + flow.machine), .string("rg-web/" + flow.machine), .string("vnet-web/default"),
      .string("rg-web/nic-" + flow.machine),
      .string("westeurope"), .real(Double(flow.port)), .string("T"), .string(flow.port == 443 ? "https" : "Unknown"), .string(direction),
      .string(kind), .string("rg-web/nsg-web"), .string("0|\(rule)|\(direction)|\(kind)|1"), .string(rule),
      .string(rule.hasPrefix("Deny") || rule.hasPrefix("Allow") ? "Default" : "User Defined"), .string(publicText),
      .string(flow.isInbound ? publicText : ""), .string(flow.isInbound ? "" : publicText), .string(isBad ? "ZZ" : "DE"),
      when(true, true), when(true, false), when(false, true), when(false, false), one, .real(flow.isAllowed ? bytes : 0),
      .real(flow.isAllowed ? bytes / 3 : 0), .real(flow.isAllowed ? 12 : 0), .real(flow.isAllowed ? 9 : 0),
      .string(SampleCompany.subscription),
    ]
    add("AzureNetworkAnalytics_CL", SampleRows.flowColumns, cells)
  }
}
