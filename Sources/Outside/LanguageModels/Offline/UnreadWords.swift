import Casefile
import HuntPipeline
import MicrosoftData

/// The words of a request that the planner made nothing of: said to the analyst instead of passed over.
struct UnreadWords {
  /// As written, each once.
  let words: [String]
  /// Words that are known and made no condition of this table, so that rows without them come too. Those that only say what kind of rows
  /// the table holds are not among them.
  let unfiltered: [String]

  /// `signs` are the words that spoke for the table.
  init(of text: String, entities: RequestEntities, time: TimeWords?, signs: [String], table: TableProfile) {
    let timeWords = Set(RequestEntities.words(time?.words ?? "").map { $0.lowercased() })
    let about = (table.table + " " + table.about).lowercased().replacing("-", with: "")
    var unread: [String] = []
    var unfiltered: [String] = []
    for word in RequestEntities.words(text) {
      let lower = word.lowercased()
      guard lower.contains(where: \.isLetter), !UnreadWords.ordinary.contains(lower), !timeWords.contains(lower), !entities.hold(word)
      else { continue }
      let isKnown =
        signs.contains { sign in sign.split(separator: " ").contains { lower.hasPrefix($0) } } || RequestIntent.knows(lower)
        || IntentFilters.knows(lower)
      if !isKnown {
        if !unread.contains(word) { unread.append(word) }
      } else if !IntentFilters.filters(by: lower, of: text.lowercased(), table.table), !UnreadWords.kinds.contains(lower),
        !about.contains(lower.replacing("-", with: "")), !unfiltered.contains(word)
      {
        unfiltered.append(word)
      }
    }
    words = unread
    self.unfiltered = unfiltered
  }

  /// Words that say which kind of rows is meant, and nothing of which among them.
  private static let kinds: Set<String> = [
    "ran", "running", "executed", "execution", "executions", "launched", "process", "processes", "command", "commands", "logged", "login",
    "logins", "logon", "logons", "signed", "signin", "signins", "sign-in", "sign-ins", "connect", "connected", "connection", "connections",
    "traffic", "flow", "flows", "nsg", "file", "files", "folder", "registry", "alert", "alerts", "audit", "evidence", "entra", "aad",
    "azure", "portal", "network",
  ]

  /// Words that carry a sentence and say nothing of what to look for.
  private static let ordinary = Set(
    """
    a about above across act active activity actually after again against all also always am an and another any anybody anyone anything \
    appear are around as ask at away back bad be because been before behind being below between big both but by call came can cannot case \
    check chance clearly come could day days did different do does doing done down during each early either else ever every everything \
    fact find first for found from further gave get give go goes going gone good got had happen happened happening happens has have he her \
    here hers him his hour hours how however i if in indicate into is issue it its itself just keep kind know last late later least less \
    let like list little log logs look looked looking looks lot made make many may maybe me messed might mine minute minutes month months \
    more most much must my myself near need never new next night no nobody none not nothing now occur odd of off often old on once one \
    only or other our out over own part particular particularly past people perhaps person please possible possibly probably problem put \
    quite really recent recently regarding related request right run same saw say see seem seems seen several she should show side since \
    so some somebody someone something still strange such suspect suspicious sure take team tell than that the their them then there \
    these they thing things think this those through time times to today together told too toward try two under until unusual up us use \
    used using very via want was way we week weekend weeks well went were what whatever when where whether which while who whole whom \
    whose why will with within without work worse would wrong yes yesterday yet you your abnormal anomalous anomaly bad behavior \
    behaviour concerning crazy data environment events event fishy funny hunt identify investigate machine malicious potential potentially \
    query records review rows search security signs system systems table tables threat threats weird account accounts user users host \
    hosts device devices server servers computer vm workstation port ports rule rules
    """.split(whereSeparator: \.isWhitespace).map(String.init))
}
