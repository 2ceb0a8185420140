import Casefile
import Foundation
import Settings

/// Reads the lists that `[context]` names.
enum ContextFiles {
  /// Bytes of one list at most.
  private static let mostBytes = 20_000_000

  /// The lists of the configuration, and a warning for each that cannot be read, is unknown or has entries that are not of its kind.
  static func read(_ file: ConfigurationFile) -> (lists: ContextLists, warnings: [Problem]) {
    var lists = ContextLists()
    var warnings: [Problem] = []
    for (name, given) in file.configuration.context.sorted(by: { $0.key < $1.key }) {
      guard let badge = ContextLists.Badge(rawValue: name) else {
        let known = ContextLists.Badge.allCases.map(\.rawValue)
        let meant = Spelling.nearest(to: name, among: known, limit: 1).first
        warnings.append(
          Problem(
            "There is no context list '\(name)'.", cause: "Known are \(known.joined(separator: ", ")).",
            remedy: meant.map { "Did you mean \($0)?" } ?? "Use one of them in [context]."))
        continue
      }
      let path = file.sibling(given)
      guard let data = FileManager.default.contents(atPath: path) else {
        warnings.append(Problem("The context list \(name) cannot be read.", cause: path, remedy: "Correct the path in [context]."))
        continue
      }
      guard data.count <= mostBytes else {
        warnings.append(Problem("The context list \(name) is too long.", cause: "\(path) has more than 20 MB.", remedy: "Shorten it."))
        continue
      }
      let refused = lists.take(ContextLists.entries(ofCSV: String(decoding: data, as: UTF8.self)), of: badge)
      if let first = refused.first {
        warnings.append(
          Problem(
            "\(refused.count) \(refused.count == 1 ? "entry" : "entries") of \(name) \(refused.count == 1 ? "is" : "are") left out.",
            cause: "'\(first.prefix(60))' is no network.", remedy: "Write networks as 10.0.0.0/8 or 2001:db8::/32."))
      }
    }
    return (lists, warnings)
  }
}
