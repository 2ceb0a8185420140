/// What the analyst's own lists say about people, machines and addresses.
package struct ContextLists: Equatable, Sendable {
  /// A list, under its name in the configuration.
  package enum Badge: String, CaseIterable, Sendable {
    case vip = "vips"
    case critical = "critical_assets"
    case scanner = "known_scanners"
    case ownNetwork = "own_networks"
  }

  private struct List: Equatable, Sendable {
    var accounts: [String: [AccountName]] = [:]
    var hosts: [String: [HostName]] = [:]
    var ranges: [AddressRange] = []
    var addresses: Set<NetworkAddress> = []
    var others: Set<String> = []
  }

  private var lists: [Badge: List] = [:]

  package init() {}

  /// Whether no list has an entry.
  package var isEmpty: Bool { lists.isEmpty }

  /// Takes the entries of a list; returns those that it cannot hold: in `own_networks` all that are no network.
  package mutating func take(_ entries: [String], of badge: Badge) -> [String] {
    var list = lists[badge] ?? List()
    var refused: [String] = []
    for entry in entries where !entry.isEmpty {
      if let address = NetworkAddress(entry) {
        list.addresses.insert(address)
      } else if let range = AddressRange(entry) {
        list.ranges.append(range)
      } else if badge == .ownNetwork {
        refused.append(entry)
      } else {
        let (account, host) = (AccountName(entry), HostName(entry))
        list.accounts[account.account, default: []].append(account)
        list.hosts[host.short, default: []].append(host)
        list.others.insert(entry.lowercased())
      }
    }
    if list != List() { lists[badge] = list }
    return refused
  }

  /// The lists that name this entity, in the order of `Badge`.
  package func badges(of kind: Entity.Kind, named name: String) -> [Badge] {
    guard !lists.isEmpty, name.utf8.count < 1024 else { return [] }
    return Badge.allCases.filter { lists[$0].map { ContextLists.names($0, kind, name) } ?? false }
  }

  /// What a word of a row names in the lists: the list's own form of the name, and the lists that have it.
  package func mentions(of word: String) -> [(name: String, badges: [Badge])] {
    if let address = NetworkAddress(word) {
      let found = badges(of: .address, named: word)
      return found.isEmpty ? [] : [(address.spellings.first ?? word, found)]
    }
    var found: [(name: String, badges: [Badge])] = []
    let users = badges(of: .user, named: word)
    let hosts = badges(of: .host, named: word)
    if !users.isEmpty { found.append((AccountName(word).account, users)) }
    if !hosts.isEmpty, HostName(word).short != found.first?.name { found.append((HostName(word).short, hosts)) }
    return found
  }

  private static func names(_ list: List, _ kind: Entity.Kind, _ name: String) -> Bool {
    switch kind {
    case .host:
      let host = HostName(name)
      return list.hosts[host.short]?.contains { $0.means(host) } ?? false || holds(list, name)
    case .user, .mail:
      let account = AccountName(name)
      return list.accounts[account.account]?.contains { $0.means(account) } ?? false
    case .address: return holds(list, name)
    default: return list.others.contains(name.lowercased())
    }
  }

  private static func holds(_ list: List, _ name: String) -> Bool {
    guard let address = NetworkAddress(name) else { return false }
    return list.addresses.contains(address) || list.ranges.contains { $0.contains(address) }
  }

  /// The entries of a CSV list: the first cell of each line; lines that start with # and a header are left out.
  ///
  /// A first line is a header when its first cell is a word lists are headed with, such as `user`, `host` or `network`.
  package static func entries(ofCSV text: String) -> [String] {
    let headers: Set<String> = [
      "user", "users", "upn", "userprincipalname", "account", "accountname", "name", "host", "hostname", "device", "devicename", "computer",
      "asset", "address", "ip", "ipaddress", "network", "cidr", "range", "scanner", "entry", "value", "email", "mail", "vip",
    ]
    var entries: [String] = []
    var isFirst = true
    for line in text.split(whereSeparator: \.isNewline) {
      var cell = firstCell(line)
      if cell.hasPrefix("\u{FEFF}") { cell.removeFirst() }
      guard !cell.isEmpty, !cell.hasPrefix("#") else { continue }
      defer { isFirst = false }
      if isFirst, headers.contains(cell.lowercased().filter { $0.isLetter }) { continue }
      entries.append(cell)
    }
    return entries
  }

  private static func firstCell(_ line: Substring) -> String {
    let line = line.drop(while: \.isWhitespace)
    let isQuoted = line.first == "\""
    let cell = isQuoted ? line.dropFirst().prefix { $0 != "\"" } : line.prefix { $0 != "," && $0 != ";" && $0 != "\t" }
    guard let last = cell.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(cell[...last])
  }
}
