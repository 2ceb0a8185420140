import Casefile

/// The people and machines of the sample: contoso.com with documentation addresses only (RFC 5737).
struct SampleCompany {
  /// One account.
  struct Person: Sendable {
    let name: String
    let display: String
    let department: String
    let upn: String
    let sid: String
    let objectID: String

    init(name: String, display: String, department: String) {
      self.name = name
      self.display = display
      self.department = department
      upn = name + "@contoso.com"
      var random = SampleRandom(name: "user/" + name)
      objectID = random.guid()
      sid = "S-1-5-21-2718281828-3141592653-1618033988-\(random.number(1100...1999))"
    }
  }

  /// One machine.
  struct Host: Sendable {
    let name: String
    let address: String
    let system: String
    let user: Person?
    let dnsName: String
    let id: String

    init(name: String, address: String, system: String, user: Person?) {
      self.name = name
      self.address = address
      self.system = system
      self.user = user
      dnsName = name + ".contoso.com"
      var random = SampleRandom(name: "device/" + name)
      id = random.hex(40)
    }
  }

  static let tenant = guid("tenant/contoso")
  static let subscription = guid("subscription/contoso")
  static let egress = "198.51.100.10"
  static let vpn = "198.51.100.11"
  /// Where the spray came from.
  static let sprayer = "203.0.113.77"
  /// Where the implant fetches orders.
  static let controller = "198.51.100.23"
  /// Where the archives went.
  static let dropbox = "192.0.2.146"

  static let people: [Person] = names.map { Person(name: $0.0, display: $0.1, department: $0.2) }
  static let workstations: [Host] = people.enumerated().map { place, person in
    let number = person.name == "mlopez" ? 123 : 101 + place + (place >= 22 ? 1 : 0)
    return Host(name: "WS-\(number)", address: "10.20.1.\(number)", system: "Windows11", user: person)
  }
  static let servers: [Host] = [
    Host(name: "SRV-DC01", address: "10.20.0.5", system: "WindowsServer2022", user: nil),
    Host(name: "SRV-DB02", address: "10.20.0.22", system: "WindowsServer2022", user: nil),
    Host(name: "SRV-FILE01", address: "10.20.0.30", system: "WindowsServer2019", user: nil),
    Host(name: "SRV-BKP01", address: "10.20.0.40", system: "WindowsServer2019", user: nil),
    Host(name: "SRV-MGMT01", address: "10.20.0.50", system: "WindowsServer2022", user: nil),
    Host(name: "SRV-SCAN01", address: "10.20.0.66", system: "WindowsServer2019", user: nil),
    Host(name: "web-01", address: "10.30.0.4", system: "WindowsServer2022", user: nil),
  ]

  static func person(_ name: String) -> Person {
    people.first { $0.name == name } ?? Person(name: name, display: name, department: "IT")
  }

  static func host(_ name: String) -> Host {
    (workstations + servers).first { $0.name == name } ?? Host(name: name, address: "10.20.9.9", system: "Windows11", user: nil)
  }

  static func guid(_ name: String) -> String {
    var random = SampleRandom(name: name)
    return random.guid()
  }

  private static let names: [(String, String, String)] = [
    ("alice", "Alice Rowe", "Finance"), ("arisa", "Arisa Mori", "Human Resources"), ("mlopez", "Miguel Lopez", "Purchasing"),
    ("bkeller", "Bernd Keller", "Sales"), ("cnguyen", "Chi Nguyen", "Engineering"), ("dpatel", "Divya Patel", "Engineering"),
    ("eolsen", "Eva Olsen", "Legal"), ("fhaddad", "Farid Haddad", "Sales"), ("gmarino", "Gina Marino", "Marketing"),
    ("hsato", "Haruto Sato", "Engineering"), ("iberg", "Ida Berg", "Finance"), ("jokafor", "Jude Okafor", "IT"),
    ("kwhite", "Karen White", "Human Resources"), ("lfischer", "Lena Fischer", "IT"), ("mkumar", "Manish Kumar", "Engineering"),
    ("ndubois", "Nora Dubois", "Legal"), ("oreyes", "Oscar Reyes", "Support"), ("pjansen", "Piet Jansen", "Support"),
    ("qzhang", "Qiang Zhang", "Engineering"), ("rsilva", "Rita Silva", "Purchasing"), ("skim", "Soo Kim", "Marketing"),
    ("tbrown", "Tom Brown", "Sales"), ("uvarga", "Ulla Varga", "Finance"), ("vrossi", "Vito Rossi", "Logistics"),
    ("wlang", "Wanda Lang", "Logistics"), ("xmora", "Xenia Mora", "Support"), ("yaydin", "Yasin Aydin", "Engineering"),
    ("zcohen", "Zoe Cohen", "Executive Office"), ("adm-jokafor", "Jude Okafor (admin)", "IT"), ("ehughes", "Ella Hughes", "Sales"),
    ("fmeyer", "Frank Meyer", "Engineering"), ("gortiz", "Gabriel Ortiz", "Logistics"), ("hpark", "Hana Park", "Finance"),
    ("ilevi", "Ilan Levi", "Engineering"), ("jnovak", "Jana Novak", "Marketing"), ("kadams", "Kyle Adams", "Support"),
  ]
}
