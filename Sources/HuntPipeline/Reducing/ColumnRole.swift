internal import Casefile

/// What a column is, told by its name; decides what may be put together and what must never be lost.
enum ColumnRole {
  case account
  case host
  case address
  case hash
  case executable
  case domain
  /// An id of the row itself, for which the row number stands.
  case recordID
  /// A number or id that differs with every run of the same thing: processes, sessions, ports, sizes.
  case changing
  case other

  init(of name: String) {
    let name = name.lowercased()
    func ends(_ words: [String]) -> Bool { words.contains(where: name.hasSuffix) }
    func has(_ words: [String]) -> Bool { words.contains(where: name.contains) }
    if ["reportid", "alertid", "systemalertid", "provideralertid", "_itemid", "itemid", "eventrecordid", "recordid"].contains(name) {
      self = .recordID
    } else if ends(["processid", "threadid", "logonid", "parentid", "port", "bytes", "duration", "sessionid", "filesize"]) {
      self = .changing
    } else if ends(["sha1", "sha256", "md5", "hash"]) {
      self = .hash
    } else if ends(["filename", "image", "processname"]) {
      self = .executable
    } else if ends(["devicename", "computer", "hostname", "host", "workstation", "workstationname", "machine", "dnsname", "netbiosname"]) {
      self = .host
    } else if ends(["ip", "ipaddress", "ipaddresses", "address"]), !has(["mac"]) {
      self = .address
    } else if ends(["accountname", "username", "user", "upn", "userprincipalname", "account", "accountsid", "usersid", "sid", "userid"]) {
      self = .account
    } else if ends(["domain", "url", "fqdn", "domainname", "queryname", "dnsquery"]), !has(["accountdomain", "userdomain"]) {
      self = .domain
    } else {
      self = .other
    }
  }

  /// True for a column whose whole cell is an indicator.
  var isIndicator: Bool {
    switch self {
    case .account, .host, .address, .hash, .executable, .domain: true
    default: false
    }
  }
}
