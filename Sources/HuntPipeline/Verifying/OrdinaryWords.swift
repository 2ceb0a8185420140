internal import AttackCatalogue

/// Words of reports that are nobody's name, so that a sentence is not taken for a claim that it does not make.
enum OrdinaryWords {
  /// Behind these stands a name, unless it is an ordinary word.
  static let userNouns: Set<String> = ["user", "account", "username", "login", "mailbox", "upn", "identity", "operator", "employee"]
  static let hostNouns: Set<String> = [
    "host", "hostname", "device", "machine", "computer", "workstation", "server", "endpoint", "laptop", "controller",
  ]

  /// `A user proves …`: behind these the noun is nobody in particular, and what follows is no name.
  static let nobodys: Set<String> = ["a", "an", "any", "each", "every", "no", "one", "another", "some", "many", "which", "whose", "per"]

  /// Whether a word is ordinary: it stands in the name of a technique, or in the list.
  static func holds(_ lower: String) -> Bool { list.contains(lower) || catalogue.contains(lower) }

  /// Whether a word behind `user` may be a name.
  static func canBeName(_ lower: String, isUser: Bool) -> Bool {
    guard lower.count >= 3, lower.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "._-$".contains($0)) }),
      lower.first?.isLetter == true
    else { return false }
    if lower.contains(where: { $0.isNumber || "._$".contains($0) }) { return !lower.hasPrefix("id") }
    if lower.contains("-") { return lower.hasPrefix("svc") || lower.hasPrefix("adm") }
    return !holds(lower) && !endings.contains(where: lower.hasSuffix)
  }

  /// Whether a word behind `host` may be a name: it has a digit, or is in capitals and no abbreviation.
  static func canBeHost(_ word: String) -> Bool {
    guard word.count >= 3, word.first?.isLetter == true,
      word.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.$".contains($0)) })
    else { return false }
    if word.contains(where: \.isNumber) { return !isTerm(word.lowercased()) }
    return word.count >= 5 && word == word.uppercased() && !abbreviations.contains(word.lowercased()) && !holds(word.lowercased())
  }

  /// Whether a word is a host by its shape: `WS-123`, `srv-dc01`, `DC01`.
  static func looksLikeHost(_ word: String) -> Bool {
    guard word.count >= 4, word.count <= 63, word.first?.isLetter == true, word.contains(where: \.isNumber),
      word.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
    else { return false }
    let lower = word.lowercased()
    let segments = lower.split(separator: "-", omittingEmptySubsequences: false)
    guard !isTerm(lower), !segments.contains(where: \.isEmpty) else { return false }
    if segments.count > 1 {
      // `row-level`, `base64-encoded`: a part that is a word makes the whole a word, unless it is all in capitals.
      if word == word.uppercased() { return true }
      return segments.last?.contains(where: \.isNumber) == true && !holds(String(segments[0])) || segments.count > 2
    }
    let letters = word.prefix { $0.isLetter }
    return letters.count >= 2 && word.dropFirst(letters.count).allSatisfy(\.isNumber) && letters == letters.uppercased()
  }

  /// `T1059.001`, `TA0002`.
  static func isTechnique(_ lower: String) -> Bool {
    let digits = lower.dropFirst(lower.hasPrefix("ta") ? 2 : 1)
    return lower.first == "t" && digits.count >= 4 && digits.allSatisfy { $0.isNumber || $0 == "." }
  }

  /// Names with a dot that are neither files nor domains.
  static func isDottedTerm(_ lower: String) -> Bool {
    dotted.contains(lower) || lower.hasPrefix("system.") || lower.hasPrefix("e.g") || lower.hasPrefix("i.e")
  }

  /// Abbreviations with a number: formats, protocols, versions, events.
  private static func isTerm(_ lower: String) -> Bool {
    let letters = String(lower.prefix { $0.isLetter })
    return numbered.contains(letters) || dotted.contains(lower)
  }

  private static let numbered: Set<String> = [
    "sha", "md", "base", "utf", "ipv", "x", "oauth", "http", "https", "tls", "ssl", "win", "windows", "ntlm", "ntlmv", "aes", "rc", "eid",
    "event", "events", "kb", "ms", "t", "ta", "log", "smb", "smbv", "saml", "type", "level", "port", "ports", "id", "ids", "ps", "tcp",
    "udp",
    "vs", "net", "office", "o", "m", "row", "rows", "line", "lines", "step", "stage", "phase", "tier", "top", "part", "version", "v", "iso",
    "rfc", "cve", "cwe", "crc", "des", "rsa", "ecc", "hmac", "pbkdf", "sp", "r", "p", "h", "d", "q", "w", "mp", "g", "ec", "s", "sys",
    "word", "excel", "python", "java", "macos", "ubuntu", "debian", "utc", "gmt", "cet", "est", "wow", "system",
    "msxml",
    "logon", "code", "error", "status", "exit", "severity", "score", "entra", "azure", "defender", "gpt", "cp", "ansi", "unicode", "week",
    "day", "hour", "minute", "q1", "fido", "ike", "ipsec", "dns", "mfa", "covid", "page", "table", "column", "hex", "rot", "wpad",
    "netbios",
  ]

  private static let abbreviations: Set<String> = [
    "lsass", "https", "kerberos", "ldaps", "smtps", "ntlmv", "oauth", "fido", "siem", "powershell", "windows", "azure", "linux", "macos",
    "msbuild", "rdp", "winrm", "samba", "netlogon", "sysvol", "ntds", "bitlocker", "applocker",
  ]

  private static let dotted: Set<String> = [
    "asp.net", "vb.net", "ado.net", "node.js", "socket.io", "vue.js", "next.js", "react.js", "office.com", "u.s", "log4j.2", "d.c",
    "net.webclient",
    "microsoft.graph", "microsoft.azure",
  ]

  /// Endings that hardly any account has and many words of reports have.
  private static let endings = [
    "ing", "tion", "sion", "ment", "ness", "ity", "able", "ible", "ally", "ance", "ence", "ship", "ious", "eous", "ived", "ated", "ized",
    "ised",
    "ssed", "cted", "nded", "nted", "lled", "rred", "pped", "tted",
  ]

  private static let catalogue: Set<String> = Set(
    AttackMatrix.enterprise.techniques.flatMap { $0.name.lowercased().split { !$0.isLetter }.map(String.init) })

  private static let list: Set<String> = Set(
    """
    a about above access across active activities activity actor added adding after again against agent agents all allowed almost alone along \
    already also although always among an and another any anyone app appeared appears are around as asked associated at attacker attempt \
    attempted attempts authenticated back backup base based be because been before began behalf behavior behaviour being belongs below between \
    block blocked both but by called came can change changed changes clicked code command commands compromise compromised concerned connected \
    connects context control could created creates credential credentials data database default deleted denied detected did directory disabled \
    display do does domain download downloaded during each either elevated email enabled enrolled enterprise entered even event events ever \
    every executed executes external failed failing failure failures few file files first followed following for four found from full further \
    gained gave get gets given gives granted group groups guest had has have he her here hidden him his holder holders hosting how however human id \
    identified identifier identity if ignored in include includes including info information initial initiated inside installed instead \
    interactive internal into invited involved is issued it its itself just keeps known large last later launched leads least less licence \
    like likely list listed local locale locked lockout lockouts log logged logging login logins logoff logon logons logs lookup lost machine \
    made mailbox mailboxes main makes malicious manager managed many may member members menu messages might mode modified more most move moved \
    multiple must name named names near nearly needs neither network never new next no none nor normal not now null object observed of off \
    office often on once one only opened opens operation or ordinary other others our out outside over owner owners own page pair part password \
    passwords path people perform performed performs permission permissions person policy pool possible possibly prefix present principal \
    principals prior privilege privileged privileges profile profiles program provisioned queried ran rather reached reaches read reads \
    received record records registered registers related remote removed repeated report reported requested requests reset resets resource \
    resources responded result right rights risk role roles root row rows run running runs same save saw scope script seems seen sends sent \
    serve server servers service services session sessions set sets settings several shared she should show showed shows side sign signed \
    signing signs simple since single six so some source space spawned start started starts state states status still stolen store stored string \
    strings subject succeeded success successful such suspicious switched system systems take taken takes target targeted task tasks team ten \
    tenant terminal test tested than that the their them then there these they thing things this those though three through thus time times to \
    token tokens too took took traffic tree tried tries turned two type types under unit unknown unless until unusual up update updated upload \
    uploaded usage use used user users uses using usual valid value values variable various very via viewed visited wanted was way we web well \
    went were what when where whether which while who whole whom whose why wide will with within without would write writes wrote year yet you \
    your zone admin administrator administrators authority built-in builtin everyone anonymous guests public network-service localsystem \
    folder folders proves whoever whose opens clicks holds keeps opens chooses types asks approves denies hijack hijacked takeover abuse abused misuse misused lifecycle federation federated linked unlinked lock unlock unlocked enumeration \
    interaction consent consented experience interface education awareness training confirmation approval approved notification hygiene
    """.split { $0.isWhitespace }.map(String.init))
}
