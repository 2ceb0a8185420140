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
}
