import Casefile
import Testing

@Suite struct EntityNameTests {
  @Test(
    "An address is the same however it is written",
    arguments: [
      ("10.1.2.3", "::ffff:10.1.2.3"), ("2001:db8::1", "2001:0DB8:0:0:0:0:0:1"), ("[2001:db8::1]", "2001:db8::1"),
      ("::", "0:0:0:0:0:0:0:0"),
      ("fe80::1%eth0", "fe80::1"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:0007:8"), ("64:ff9b::192.0.2.1", "64:ff9b::c000:201"),
    ])
  func sameAddress(one: String, other: String) {
    #expect(NetworkAddress(one) != nil)
    #expect(NetworkAddress(one) == NetworkAddress(other))
  }

  @Test(
    "What is no address is none",
    arguments: [
      "", "1.2.3", "1.2.3.4.5", "256.1.1.1", "host", ":::", "1::2::3", "12345::", "1:2:3:4:5:6:7:8:9", "+1.2.3.4", "1:2", "::1.2.3",
      "é.1.1.1",
    ])
  func noAddress(text: String) { #expect(NetworkAddress(text) == nil) }

  @Test("The shortest spelling comes first and every spelling reads back")
  func spellings() throws {
    let address = try #require(NetworkAddress("2001:0db8:0000:0000:0001:0000:0000:0001"))
    #expect(address.spellings.first == "2001:db8::1:0:0:1")
    for spelling in address.spellings { #expect(NetworkAddress(spelling) == address) }
    #expect(NetworkAddress("10.0.0.1")?.spellings.first == "10.0.0.1")
  }

  @Test("A network holds what lies in it and nothing of the other version")
  func networks() throws {
    let ten = try #require(AddressRange("10.0.0.0/8"))
    #expect(ten.contains(try #require(NetworkAddress("10.255.0.1"))))
    #expect(ten.contains(try #require(NetworkAddress("::ffff:10.1.1.1"))))
    #expect(!ten.contains(try #require(NetworkAddress("11.0.0.1"))))
    #expect(!ten.contains(try #require(NetworkAddress("a00::"))))
    let six = try #require(AddressRange("2001:db8::/33"))
    #expect(six.contains(try #require(NetworkAddress("2001:db8:7fff::1"))))
    #expect(!six.contains(try #require(NetworkAddress("2001:db8:8000::1"))))
    #expect(AddressRange("10.0.0.0/33") == nil)
    #expect(try #require(AddressRange("0.0.0.0/0")).contains(try #require(NetworkAddress("203.0.113.1"))))
  }

  @Test("A person is meant by the address, the account with its domain, and the bare account")
  func accounts() {
    let mia = AccountName("mia@contoso.com")
    #expect(mia.means(AccountName("CONTOSO\\Mia")))
    #expect(mia.means(AccountName("MIA")))
    #expect(!mia.means(AccountName("mia@fabrikam.com")))
    #expect(!AccountName("CONTOSO\\mia").means(AccountName("FABRIKAM\\mia")))
    #expect(!AccountName("").means(AccountName("")))
  }

  @Test("A machine is meant by its short name and its full one")
  func hosts() {
    #expect(HostName("WS-123").means(HostName("ws-123.contoso.com")))
    #expect(!HostName("ws-123.contoso.com").means(HostName("ws-123.fabrikam.com")))
    #expect(!HostName("ws-12").means(HostName("ws-123")))
    #expect(HostName("10.0.0.1").short == "10.0.0.1")
  }

  @Test("A list is its first column: a header, remarks and blanks are left out")
  func csv() {
    let text = "\u{FEFF}user,why\r\nmia@contoso.com,ceo\n# gone\n\n\"CONTOSO\\li\",x\n  pat ;y\n"
    #expect(ContextLists.entries(ofCSV: text) == ["mia@contoso.com", "CONTOSO\\li", "pat"])
    #expect(ContextLists.entries(ofCSV: "mia\nuser") == ["mia", "user"])
    #expect(ContextLists.entries(ofCSV: "").isEmpty)
  }

  @Test("Badges follow names as people mean them")
  func badges() {
    var lists = ContextLists()
    #expect(lists.isEmpty)
    #expect(lists.take(["mia@contoso.com"], of: .vip).isEmpty)
    #expect(lists.take(["srv-dc01.contoso.com", "10.0.0.5"], of: .critical).isEmpty)
    #expect(lists.take(["10.0.0.0/8", "2001:db8::/32", "office"], of: .ownNetwork) == ["office"])
    #expect(lists.take(["10.9.9.9"], of: .scanner).isEmpty)
    #expect(lists.badges(of: .user, named: "CONTOSO\\MIA") == [.vip])
    #expect(lists.badges(of: .user, named: "mia@fabrikam.com").isEmpty)
    #expect(lists.badges(of: .host, named: "SRV-DC01") == [.critical])
    #expect(lists.badges(of: .address, named: "10.0.0.5") == [.critical, .ownNetwork])
    #expect(lists.badges(of: .address, named: "10.9.9.9") == [.scanner, .ownNetwork])
    #expect(lists.badges(of: .address, named: "2001:DB8:0::7") == [.ownNetwork])
    #expect(lists.badges(of: .process, named: "10.0.0.5").isEmpty)
  }
}
