import Casefile
import MicrosoftData
import Testing

@Suite struct TableRecognitionTests {
  private func recognise(_ columns: String, hint: [String: String] = [:]) -> TableRecognition? {
    TableReference.standard.tableNamed(byColumns: columns.split(separator: " ").map(String.init)) { hint[$0] }
  }

  @Test(
    "rows of advanced hunting go to the table they are of",
    arguments: [
      ("Timestamp DeviceName ActionType FileName FolderPath SHA256 ProcessId ProcessCommandLine AccountName", "DeviceProcessEvents"),
      ("Timestamp DeviceName AccountName FileName ProcessCommandLine", "DeviceProcessEvents"),
      ("Timestamp AlertId DeviceName AccountName FileName ProcessCommandLine", "AlertEvidence"),
      ("Timestamp DeviceName ActionType RemoteIP RemotePort RemoteUrl LocalIP Protocol InitiatingProcessFileName", "DeviceNetworkEvents"),
      ("TimeGenerated DeviceName RegistryKey RegistryValueName RegistryValueData PreviousRegistryKey ActionType", "DeviceRegistryEvents"),
      ("Timestamp DeviceName LogonType AccountName RemoteIP FailureReason IsLocalAdmin", "DeviceLogonEvents"),
      ("TimeGenerated UserPrincipalName ResultType AppDisplayName IPAddress LocationDetails IsInteractive", "SigninLogs"),
      ("TimeGenerated OperationName Category Result InitiatedBy TargetResources AADOperationType", "AuditLogs"),
      ("TimeGenerated OperationNameValue ActivityStatusValue ResourceGroup Caller CallerIpAddress", "AzureActivity"),
      ("TimeGenerated Computer EventID Account NewProcessName CommandLine ParentProcessName SubjectUserName", "SecurityEvent"),
      ("AlertId Title Severity Category ServiceSource DetectionSource Timestamp", "AlertInfo"),
    ])
  func tables(_ columns: String, _ table: String) { #expect(recognise(columns)?.table.name == table) }

  @Test("where several tables fit almost as well, they are named; where one fits best, none is")
  func rivals() throws {
    let files = try #require(recognise("Timestamp DeviceName FileName FolderPath SHA256"))
    #expect(([files.table.name] + files.rivals).sorted() == ["DeviceFileEvents", "DeviceImageLoadEvents", "DeviceProcessEvents"])
    let processes = try #require(recognise("Timestamp DeviceName AccountName FileName ProcessCommandLine"))
    #expect(processes.rivals.isEmpty, "\(processes.rivals)")
  }

  @Test("a data frame's flow export goes to the flow table, its names to their columns")
  func flows() throws {
    let found = try #require(
      recognise(
        "TenantId TimeGenerated FlowStartTime FlowType VMName VMIPAddress PublicIPs SrcIP DestIP L4Protocol DestPort FlowDirection AllowedOutFlows DeniedInFlows"
      ))
    #expect(found.table.name == "AzureNetworkAnalytics_CL")
    #expect(found.places.first { $0.source == "DestPort" }?.column == Column("DestPort_d", .real))
    #expect(found.places.first { $0.source == "VMName" }?.column?.name == "VM_s")
  }

  @Test("older names of SecurityAlert are known, what is not known stays an extra column")
  func securityAlert() throws {
    let found = try #require(
      recognise("TenantId StartTimeUtc EndTimeUtc SystemAlertId ProviderName AlertType AlertName AlertDisplayName Severity Entities Mood"))
    #expect(found.table.name == "SecurityAlert")
    #expect(found.extras == ["Mood"])
    #expect(found.places.first { $0.source == "Severity" }?.column?.name == "AlertSeverity")
  }

  @Test("fewer than half known columns are no table")
  func unknown() {
    #expect(recognise("alpha beta gamma TimeGenerated") == nil)
    #expect(recognise("") == nil)
    #expect(recognise("id name value") == nil)
  }

  @Test("a row that names its table is believed, and so is an action that only one table has")
  func hints() {
    let shared = "Timestamp DeviceName ActionType FileName FolderPath InitiatingProcessFileName InitiatingProcessCommandLine"
    #expect(recognise(shared, hint: ["ActionType": "FileCreated"])?.table.name == "DeviceFileEvents")
    #expect(recognise(shared, hint: ["ActionType": "ImageLoaded"])?.table.name == "DeviceImageLoadEvents")
    #expect(recognise(shared, hint: ["Type": "DeviceEvents"])?.table.name == "DeviceEvents")
    #expect(recognise(shared, hint: ["Type": "Nonsense", "ActionType": "ProcessCreated"])?.table.name == "DeviceProcessEvents")
  }

  @Test("the nameless index column of a data frame does not count")
  func rowNumbers() throws {
    let found = try #require(TableReference.standard.tableNamed(byColumns: ["", "TimeGenerated [UTC]", "AlertId", "Severity"]))
    #expect(found.places[0].column == nil)
    #expect(found.places[1].column?.name == "TimeGenerated")
  }
}
