import SignIn
import Testing

@Suite("The hosts of the clouds") struct CloudAddressesTests {
  @Test("Each cloud has its hosts and scopes, and an override changes the host alone")
  func hosts() {
    let china = CloudAddresses(.china)
    #expect(china.address(of: .login) == "https://login.chinacloudapi.cn")
    #expect(china.address(of: .office365) == nil)
    let own = CloudAddresses(.public, overrides: ["log_analytics": "http://127.0.0.1:9/"])
    #expect(own.address(of: .logAnalytics) == "http://127.0.0.1:9")
    #expect(own.scope(of: .logAnalytics) == TokenScope("https://api.loganalytics.io/.default"))
    #expect(own.scope(of: .graph)?.resource == "https://graph.microsoft.com")
  }

  @Test("The DoD's hosts are reached by overriding, and get tokens of their own")
  func defence() {
    let own = CloudAddresses(
      .usGovernment, overrides: ["graph": "https://dod-graph.microsoft.us/", "office365": "https://manage.protection.apps.mil"])
    #expect(own.scope(of: .graph) == TokenScope("https://dod-graph.microsoft.us/.default"))
    #expect(own.scope(of: .office365) == TokenScope("https://manage.protection.apps.mil/.default"))
    #expect(own.scope(of: .logAnalytics) == TokenScope("https://api.loganalytics.us/.default"))
    // GCC has the public cloud's login service, and a host of its own whose tokens are for itself.
    let moderate = CloudAddresses(.public, overrides: ["office365": "https://manage-gcc.office.com"])
    #expect(moderate.scope(of: .office365) == TokenScope("https://manage-gcc.office.com/.default"))
  }

  @Test("A resource is the scope without its ending, double slashes kept")
  func resources() {
    #expect(TokenScope("https://management.azure.com//.default").resource == "https://management.azure.com/")
    #expect(TokenScope("https://graph.microsoft.com/User.Read").resource == "https://graph.microsoft.com/User.Read")
  }
}
